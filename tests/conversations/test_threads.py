"""A thread remembers like the notebook, durably, and shows followers every event once."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from giong.accounts.meter import Meter
from giong.accounts.organisations import Organisation, Organisations
from giong.conversations.catalogue import Conversations
from giong.conversations.events import Event, Kind
from giong.conversations.threads import Thread
from giong.dialogue.line import Choice, Delivered, Expectation, Piece, Said, Via
from giong.dialogue.memory import End, HandOver, Memory, Notebook, Report, Turn
from giong.errors import Conflict, Unavailable
from giong.retrieval.cite import Citation
from giong.storage.database import Database
from giong.usage import Usage

QUOTE = Citation("p1", "s1", "Biểu giá điện", ("Giá bán lẻ", "Bậc 1"), 3, 10, 42, "Bậc 1 là 1.984 đồng một kWh.")
ANSWER = Piece("Dạ, bậc 1 là 1.984 đồng một kWh ạ.", citations=(QUOTE,), choices=(Choice("Bậc 2", "bac2"),))

NOTHING = Usage()


@pytest.fixture
async def organisation(database: Database) -> Organisation:
    return await Organisations(database).found("dien-luc")


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
async def thread(conversations: Conversations, organisation: Organisation) -> Thread:
    conversation, _ = await conversations.open(organisation.id, assistant="dien-luc", channel="web")
    return conversations.thread(organisation.id, conversation.id)


def turn(said: Said | None, *pieces: Piece, cut_off: bool = False, usage: Usage = NOTHING) -> Turn:
    report = Report("tra_gia", 0.9, slots={"bậc": 1}, actions=("lookup",), decision="answer", usage=usage)
    return Turn(said, Delivered(pieces, cut_off), report=report)


async def take(memory: Memory, said: Said, *pieces: Piece) -> None:
    assert await memory.hear(said)
    await memory.keep(turn(said, *pieces), {"asked": len(await memory.history()) + 1})


@pytest.fixture(params=["notebook", "thread"])
def memory(request: pytest.FixtureRequest, thread: Thread) -> Memory:
    return Notebook() if request.param == "notebook" else thread


async def test_memory_keeps_turns_and_state_in_order(memory: Memory) -> None:
    first, second = Said("giá điện?", key="1"), Said("bậc hai", Via.BUTTON, key="2")
    expecting = Piece("Anh cho em xin mã khách hàng.", expects=Expectation("code", ("PE",), True, 1.5))
    assert await memory.recall() == {}
    await memory.keep(turn(None, Piece("Xin chào.", prompt="greeting")), {"greeted": True})
    await take(memory, first, ANSWER)
    await take(memory, second, expecting)
    assert await memory.recall() == {"asked": 3}
    assert await memory.history() == [
        turn(None, Piece("Xin chào.", prompt="greeting")),
        turn(first, ANSWER),
        turn(second, expecting),
    ]


async def test_memory_ignores_a_repeated_key_but_not_a_repeated_sentence(memory: Memory) -> None:
    await take(memory, Said("dạ", key="a"))
    assert not await memory.hear(Said("dạ", key="a"))
    await take(memory, Said("dạ"))
    await take(memory, Said("dạ"))
    assert len(await memory.history()) == 3


@pytest.mark.parametrize("act", [None, HandOver("kỹ thuật", "khách gặp nguy hiểm"), End("xong")])
async def test_memory_keeps_the_act(memory: Memory, act: HandOver | End | None) -> None:
    kept = Turn(None, Delivered((Piece("Dạ."),), cut_off=True), act)
    await memory.keep(kept, {})
    assert await memory.history() == [kept]


async def test_another_process_goes_on_where_this_one_stopped(database: Database, thread: Thread) -> None:
    await take(thread, Said("giá điện?", key="1"), ANSWER)
    other = Conversations(database).thread(thread._organisation_id, thread.id)
    assert await other.recall() == {"asked": 1}
    assert not await other.hear(Said("giá điện?", key="1"))
    assert await other.history() == await thread.history()


async def test_the_same_message_sent_at_once_is_heard_once(thread: Thread) -> None:
    answers = await asyncio.gather(*(thread.post(Said("alo", key="same")) for _ in range(20)))
    assert [fresh for _, fresh in answers].count(True) == 1
    assert {number for number, _ in answers} == {1}


async def test_events_are_numbered_without_a_gap(thread: Thread) -> None:
    await asyncio.gather(*(thread.post(Said(f"câu {n}", key=str(n))) for n in range(30)))
    events = await thread.events()
    assert [event.number for event in events] == list(range(1, 31))
    assert {event.body["text"] for event in events} == {f"câu {n}" for n in range(30)}
    assert await thread.events(after=28) == events[28:]


async def test_a_follower_sees_old_and_new_events_once(thread: Thread) -> None:
    await thread.post(Said("một"))
    seen: list[Event] = []

    async def follow() -> None:
        async with aclosing(thread.follow()) as events:
            async for event in events:
                seen.append(event)
                if event.kind is Kind.TURN:
                    return

    following = asyncio.create_task(follow())
    await thread.take_up(1)
    for text in ("Dạ,", "em nghe", "đây ạ."):
        await thread.publish(Piece(text))
    await thread.keep(turn(Said("một"), ANSWER), {})
    await following
    assert [event.number for event in seen] == [1, 2, 3, 4, 5]
    assert [event.kind for event in seen] == [Kind.SAID, *[Kind.PIECE] * 3, Kind.TURN]
    assert "report" not in seen[-1].body
    assert seen[-1].body["delivered"]["pieces"][0]["citations"][0]["quote"] == QUOTE.quote


async def test_a_follower_sees_what_another_process_stores(database: Database, thread: Thread) -> None:
    here = Conversations(database, poll_s=0.02).thread(thread._organisation_id, thread.id)
    async with aclosing(here.follow()) as events:
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        await thread.post(Said("alo"))
        assert (await waiting).body["text"] == "alo"


async def test_a_posted_message_is_answered_once(thread: Thread) -> None:
    said = Said("giá điện?", key="1")
    number, fresh = await thread.post(said)
    assert fresh
    assert await thread.take_up(number)
    assert await thread.hear(said)
    await thread.keep(turn(said, ANSWER), {"asked": 1})
    assert not await thread.take_up(number)
    assert [event.kind for event in await thread.events()] == [Kind.SAID, Kind.TURN]


async def test_after_a_crash_the_message_is_found_and_its_half_answer_is_void(
    database: Database, thread: Thread
) -> None:
    await take(thread, Said("chào", key="0"))
    number, _ = await thread.post(Said("giá điện?", key="1"))
    await thread.take_up(number)
    await thread.publish(Piece("Dạ, bậc"))
    await thread.post(Said("alo", key="2"))

    restarted = Conversations(database)
    waiting, later = await restarted.unanswered()
    assert later.said == Said("alo", key="2")
    assert (waiting.conversation.id, waiting.number, waiting.said) == (
        thread.id,
        number,
        Said("giá điện?", key="1"),
    )
    again = restarted.thread(waiting.conversation.organisation_id, thread.id)
    assert await again.take_up(number)
    assert await again.take_up(number)
    await again.keep(turn(waiting.said, ANSWER), {})
    kinds = [event.kind for event in await again.events(after=number)]
    assert kinds == [Kind.PIECE, Kind.SAID, Kind.AGAIN, Kind.TURN]
    assert [one.number for one in await restarted.unanswered()] == [later.number]


async def test_a_failure_is_visible_and_settles_the_message(conversations: Conversations, thread: Thread) -> None:
    number, _ = await thread.post(Said("giá điện?"))
    await thread.fail(number, Unavailable("llm.away", vi="Máy chủ bận.", en="Away."))
    assert await conversations.unanswered() == []
    assert (await thread.events())[-1].body == {
        "answers": number,
        "code": "llm.away",
        "vi": "Máy chủ bận.",
        "en": "Away.",
    }
    assert [kept.delivered for kept in await thread.history()] == [Delivered()]
    await thread.fail(number, Unavailable("llm.away", vi="Máy chủ bận.", en="Away."))
    assert len(await thread.history()) == 1


async def test_two_answerers_cannot_both_change_the_state(database: Database, thread: Thread) -> None:
    other = Conversations(database).thread(thread._organisation_id, thread.id)
    await thread.recall()
    await other.recall()
    await thread.keep(turn(None, ANSWER), {"by": "thread"})
    with pytest.raises(Conflict) as raised:
        await other.keep(turn(None, ANSWER), {"by": "other"})
    assert raised.value.code == "conversation.overtaken"
    assert await other.recall() == {"by": "thread"}
    assert len(await other.history()) == 1


async def test_a_turn_notes_its_usage_once(database: Database, organisation: Organisation, thread: Thread) -> None:
    used = Usage(audio_in_s=1.5, audio_out_s=2.0, tokens_in=10, tokens_out=20, texts_embedded=1)
    await thread.keep(turn(None, ANSWER, usage=used), {})
    await thread.keep(turn(None, ANSWER, usage=used), {})
    await thread.keep(turn(None, ANSWER), {})
    assert await Meter(database).total(organisation.id) == used + used


async def test_turns_are_taken_one_at_a_time(conversations: Conversations, thread: Thread) -> None:
    order: list[str] = []

    async def hold(name: str) -> None:
        async with conversations.turn(thread.id):
            order.append(f"{name} in")
            await asyncio.sleep(0)
            order.append(f"{name} out")

    await asyncio.gather(hold("a"), hold("b"), hold("c"))
    assert order == ["a in", "a out", "b in", "b out", "c in", "c out"]
