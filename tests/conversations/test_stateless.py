"""Talks are found again by their history; those that go on are remembered before those that were left."""

from __future__ import annotations

import asyncio

import pytest

from giong.conversations import stateless
from giong.conversations.stateless import MOST_TURNS, Exchange, Message, Talks
from giong.dialogue.line import Delivered, Said
from giong.dialogue.memory import Turn

OWNER = ("org_1", "dien-luc")


def ask(talks: Talks, history: list[Message], text: str) -> Exchange:
    """One question and its answer, both added to the history."""
    history.append(("user", text))
    exchange = talks.begin(*OWNER, history)
    said = len(exchange.memory.turns)
    asyncio.run(exchange.memory.keep(Turn(Said(text), Delivered()), {"said": said + 1}))
    exchange.end("dạ")
    history.append(("assistant", "dạ"))
    return exchange


def remembered(talks: Talks, history: list[Message]) -> bool:
    return bool(talks.begin(*OWNER, [*history, ("user", "còn nữa")]).memory.state)


def test_the_next_question_finds_the_talk_again() -> None:
    talks, history = Talks(), list[Message]()
    ask(talks, history, "xin chào")
    assert [turn.said.text for turn in ask(talks, history, "giá điện").memory.turns if turn.said] == [
        "xin chào",
        "giá điện",
    ]
    assert not talks.begin("org_2", "dien-luc", [*history, ("user", "giá điện")]).memory.turns


def test_two_questions_after_one_history_do_not_mix() -> None:
    talks, history = Talks(), list[Message]()
    ask(talks, history, "xin chào")
    one = ask(talks, list(history), "giá điện")
    other = ask(talks, list(history), "cúp điện")
    assert [turn.said.text for turn in other.memory.turns if turn.said] == ["xin chào", "cúp điện"]
    assert len(one.memory.turns) == 2


def test_a_talk_that_goes_on_is_kept_before_one_that_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stateless, "KEPT", 2)
    talks = Talks()
    left, going, fresh = list[Message](), list[Message](), list[Message]()
    ask(talks, going, "một")
    ask(talks, left, "hai")
    talks.begin(*OWNER, [*going, ("user", "ba")])
    ask(talks, fresh, "bốn")
    assert [remembered(talks, history) for history in (going, left, fresh)] == [True, False, True]


def test_only_the_last_turns_of_a_long_talk_are_remembered() -> None:
    talks, history = Talks(), list[Message]()
    for number in range(MOST_TURNS + 20):
        exchange = ask(talks, history, f"câu {number}")
    assert len(exchange.memory.turns) == MOST_TURNS + 1
    assert exchange.memory.turns[-1].said == Said(f"câu {MOST_TURNS + 19}")
