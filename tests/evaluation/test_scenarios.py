"""Scenarios are played over a chat and a call, and tell what differs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from giong.dialogue.folder.reading import read_assistant, read_scenarios
from giong.dialogue.folder.schema import ScenarioFile
from giong.dialogue.line import Delivered, Expectation, Piece, Said, Via
from giong.dialogue.mind import Mind, train
from giong.dialogue.nlu.examples import ExampleUnderstander
from giong.dialogue.nlu.understanding import Understanding
from giong.evaluation.lines import Keys, ScriptedCall, ScriptedChat
from giong.evaluation.scenarios import Result, run_scenario, run_scenarios
from giong.evaluation.telling import explained

SENT = {"address": "12 Láng Hạ", "phone": "0903123456"}
SAMPLE = Path(__file__).parents[1] / "dialogue" / "assistants" / "cap-nuoc"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return train(read_assistant(SAMPLE))


def scenario(*turns: dict[str, object], **rest: object) -> ScenarioFile:
    return ScenarioFile.model_validate({"scenario": "thử", "turns": list(turns), **rest})


def misses(result: Result) -> list[tuple[int, str, str]]:
    return [(miss.turn, miss.line, miss.what) for miss in result.misses]


def test_all_scenarios_of_the_sample_pass(mind: Mind) -> None:
    results = list(run_scenarios(mind, read_scenarios(SAMPLE)))
    assert len(results) >= 15
    assert [explained(result) for result in results if not result.passed] == []


def test_what_is_not_as_expected_is_told_once_with_turn_and_words(mind: Mind) -> None:
    result = run_scenario(
        mind,
        scenario(
            {"expect": {"says": "Không có đâu", "choices": ["A"]}},
            {"user": "báo mất nước", "expect": {"flow": "hoa_don", "slots": {"x": 1}, "ends": True}},
            {
                "user": "12 Láng Hạ",
                "expect": {"not_says": "SỐ  điện thoại", "cites": "x", "action": "y", "hand_over": "q"},
            },
        ),
    )
    assert misses(result) == [
        (1, "both", "says"),
        (1, "both", "choices"),
        (2, "both", "flow"),
        (2, "both", "slots.x"),
        (2, "both", "ends"),
        (3, "both", "not_says"),
        (3, "both", "cites"),
        (3, "both", "action"),
        (3, "both", "hand_over"),
    ]
    text = explained(result)
    assert "“báo mất nước”" in text
    assert "+ hoa_don" in text
    assert "- mat_nuoc" in text


def test_a_talk_that_ends_early_is_told(mind: Mind) -> None:
    result = run_scenario(mind, scenario({"user": "gặp nhân viên"}, {"user": "alo"}))
    assert (3, "both", "turns") in misses(result)


def test_on_a_call_what_is_heard_counts(mind: Mind) -> None:
    turn = {"user": "nước bị đục", "expect": {"says": "hai giờ sau", "not_says": "2 giờ"}}
    assert run_scenario(mind, scenario(turn, channel="call")).passed
    assert not run_scenario(mind, scenario(turn, channel="web")).passed


def test_a_line_that_loses_words_gives_another_history(mind: Mind) -> None:
    class Forgetful(ScriptedCall):
        async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
            delivered = await super().say(pieces, stop)
            return replace(delivered, pieces=delivered.pieces[:1])

    result = run_scenario(mind, scenario({"user": "báo mất nước"}), call_line=Forgetful)
    assert misses(result) == [(2, "both", "history.pieces")]


def test_the_caller_takes_time_to_speak_and_to_hear(mind: Mind) -> None:
    chat = run_scenario(mind, scenario({"user": "báo mất nước"}), chat_line=ScriptedChat).chat
    call = run_scenario(mind, scenario({"user": "báo mất nước"})).call
    assert [turn.said and turn.said.via for turn in chat] == [None, "text"]
    assert [turn.said and turn.said.via for turn in call] == [None, "speech"]


def test_an_action_that_the_scenario_does_not_answer_fails(mind: Mind) -> None:
    result = run_scenario(
        mind,
        scenario({"user": "tra hoá đơn tiền nước"}, {"user": "ST123456", "expect": {"says": "đang bận"}}),
    )
    assert result.passed


def test_the_clock_of_a_scenario_decides_dates_and_hours(mind: Mind) -> None:
    turns = ({"user": "hẹn thợ đến sửa"}, {"user": "mai", "expect": {"slots": {"ngay_hen": "2027-01-01"}}})
    assert run_scenario(mind, scenario(*turns, now="2026-12-31 08:00")).passed


def test_keys_are_the_option_or_the_number_that_they_would_be_on_a_call(mind: Mind) -> None:
    turns = (
        {"user": "báo mất nước"},
        {"user": "12 Láng Hạ"},
        {"keys": "0903123456", "expect": {"slots": {"so_dien_thoai": "0903123456"}}},
        {"keys": "1", "expect": {"slots": {"pham_vi": "ca_khu"}}},
    )
    result = run_scenario(mind, scenario(*turns))
    assert result.misses == ()
    assert [turn.said.via for turn in result.call[3:] if turn.said] == [Via.BUTTON, Via.BUTTON]


def test_keys_are_typed_in_a_chat_as_the_keypad_makes_them_out() -> None:
    assert [Keys(symbols).typed for symbols in ("0903123456#", "12*34#", "1")] == ["0903123456", "34", "1"]


def test_a_recording_is_heard_on_the_call_and_read_in_the_chat(mind: Mind) -> None:
    heard: list[str] = []

    def recognise(name: str) -> Said:
        heard.append(name)
        return Said("bao mat nuoc", Via.SPEECH, 0.8)

    turn = {"audio": "a/mat-nuoc.wav", "user": "báo mất nước", "expect": {"flow": "mat_nuoc"}}
    result = run_scenario(mind, scenario(turn), recognise=recognise)
    assert result.passed
    assert heard == ["a/mat-nuoc.wav"]
    assert [turns[1].said.text for turns in (result.chat, result.call) if turns[1].said] == [
        "báo mất nước",
        "bao mat nuoc",
    ]


def test_a_recognition_that_leads_elsewhere_is_a_miss_of_the_call(mind: Mind) -> None:
    turn = {"audio": "x.wav", "user": "báo mất nước", "expect": {"flow": "mat_nuoc"}}
    result = run_scenario(mind, scenario(turn), recognise=lambda name: Said("tra hoá đơn tiền nước"))
    assert (2, "call", "flow") in misses(result)


def test_what_an_action_sent_is_looked_at(mind: Mind) -> None:
    answer = {"status": 200, "json": {"ticket": "A1"}}
    talk = (
        {"user": "báo mất nước"},
        {"user": "12 Láng Hạ"},
        {"user": "0903123456"},
        {"user": "cả khu"},
    )
    right = {"user": "đúng", "expect": {"action": "bao_su_co", "sent": SENT}}
    wrong = {"user": "đúng", "expect": {"sent": {**SENT, "phone": "0900000000"}}}
    assert run_scenario(mind, scenario(*talk, right, actions={"bao_su_co": answer})).passed
    result = run_scenario(mind, scenario(*talk, wrong, actions={"bao_su_co": answer}))
    assert misses(result) == [(6, "both", "sent")]


def test_an_answer_that_takes_long_is_told_and_no_failure(mind: Mind) -> None:
    result = run_scenario(mind, scenario({"user": "báo mất nước", "expect": {"within_ms": 60_000}}))
    assert result.late == ()

    class Slow(ExampleUnderstander):
        async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
            time.sleep(0.02)  # noqa: ASYNC251 - real time, while the talk's time stands still
            return await super().understand(text, expecting)

    slow = train(mind.means.assistant, understander=Slow(mind.means.assistant.intents.values(), {}))
    result = run_scenario(slow, scenario({"user": "báo mất nước", "expect": {"within_ms": 10}}))
    assert result.passed
    assert [(miss.turn, miss.what) for miss in result.late] == [(2, "within_ms"), (2, "within_ms")]


def test_a_known_gap_is_no_failure(mind: Mind) -> None:
    open_gap = scenario({"user": "báo mất nước", "expect": {"flow": "hoa_don"}}, gap="chưa dạy")
    closed = scenario({"user": "báo mất nước", "expect": {"flow": "mat_nuoc"}}, gap="chưa dạy")
    for one, sign in ((open_gap, "≈"), (closed, "✓")):
        result = run_scenario(mind, one)
        assert (result.passed, result.gap) == (True, "chưa dạy")
        assert explained(result, note="ghi chú").startswith(f"{sign} {result.scenario}  (ghi chú)")
