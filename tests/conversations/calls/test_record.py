"""A call's record begins, grows, ends once, and is found again; by its organisation only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.conversations.calls.notes import SENTENCES, Note
from giong.conversations.calls.record import ABANDONED_S, OUT, Calls, Dialled, Ended, Wanted
from giong.conversations.calls.transcripts import CallLine, Side, Transcripts
from giong.conversations.catalogue import Conversations
from giong.errors import Conflict, NotFound
from giong.storage.database import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)
PHONE = Dialled(caller="0912345678", callee="02438255678", trunk="viettel")


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


@pytest.fixture
async def conversation_id(database: Database, organisation_id: str) -> str:
    opened, _ = await Conversations(database).open(organisation_id, assistant="a", channel="call")
    return opened.id


async def test_a_record_grows_and_is_ended_once(database: Database, organisation_id: str, conversation_id: str) -> None:
    clock = FixedClock(NOON)
    calls = Calls(database, clock, server="one")
    call = await calls.begin(
        organisation_id, assistant="a", channel="phone", conversation_id=conversation_id, dialled=PHONE
    )
    assert await calls.get(organisation_id, call.id) == call
    await calls.change(organisation_id, call.id, latency=[{"reply": 25.5}], slots={"số": "1"}, recording="recording")
    await calls.note(organisation_id, call.id, Note("call.hold", 1_500))
    await calls.note(organisation_id, call.id, Note("call.transfer_failed", 2_500, "busy 102"))
    clock.moment = NOON + timedelta(minutes=2)
    statistics = {"received": 10, "jitter_ms": 0.5}
    ended = await calls.end(
        organisation_id, call.id, Ended("done", "remote", summary="Đã xong.", statistics=statistics)
    )
    assert (ended.outcome, ended.ending, ended.ended_at) == ("done", "remote", clock.moment)
    assert (ended.latency, ended.slots, ended.statistics) == (({"reply": 25.5},), {"số": "1"}, statistics)
    assert await calls.end(organisation_id, call.id, Ended("failed"), notes=[Note("call.failed")]) == ended
    assert await calls.recent(organisation_id) == [ended]
    notes = await calls.notes(organisation_id, call.id)
    assert [(note.code, note.at_ms) for note in notes] == [("call.hold", 1_500), ("call.transfer_failed", 2_500)]
    assert notes[1].vi == "Chuyển máy không thành: busy 102."


async def test_a_key_is_one_call(database: Database, organisation_id: str) -> None:
    calls = Calls(database)
    dialled = Dialled(callee="0912345678", direction=OUT, key="attempt_1")
    call = await calls.begin(organisation_id, assistant="a", channel="phone", dialled=dialled)
    with pytest.raises(Conflict):
        await calls.begin(organisation_id, assistant="a", channel="phone", dialled=dialled)
    assert [one.dialled.key for one in await calls.recent(organisation_id)] == ["attempt_1"]
    assert call.conversation_id is None


async def test_a_call_in_which_nobody_talked_has_a_record(database: Database, organisation_id: str) -> None:
    calls = Calls(database)
    call = await calls.unanswered(
        organisation_id,
        assistant="a",
        channel="phone",
        dialled=PHONE,
        outcome="refused",
        note=Note("call.no_common_codec"),
    )
    assert (call.outcome, call.conversation_id) == ("refused", None)
    assert call.ended_at is not None
    [note] = await calls.notes(organisation_id, call.id)
    assert note.vi == "Hai bên không có bộ mã âm thanh chung."


async def test_only_the_calls_of_a_dead_server_are_left_open(database: Database, organisation_id: str) -> None:
    clock = FixedClock(NOON)
    one, other = Calls(database, clock, server="one"), Calls(database, clock, server="two")
    broken = await one.begin(organisation_id, assistant="a", channel="phone")
    elsewhere = await other.begin(organisation_id, assistant="a", channel="phone")
    clock.moment = NOON + timedelta(minutes=5)
    await one.begin(organisation_id, assistant="a", channel="phone")  # of this process, in progress
    assert [call.id for call in await one.left_open(clock.moment)] == [broken.id]
    later = NOON + timedelta(seconds=ABANDONED_S + 1)
    assert {call.id for call in await Calls(database, server="three").left_open(later)} == {broken.id, elsewhere.id}


async def test_calls_are_found(database: Database, organisation_id: str) -> None:
    clock = FixedClock(NOON)
    calls, transcripts = Calls(database, clock), Transcripts(database)
    first = await calls.begin(organisation_id, assistant="a", channel="phone", dialled=PHONE)
    await transcripts.write(organisation_id, first.id, CallLine(1, Side.CALLER, "Hóa đơn của tôi 100%", 0, 900))
    clock.moment += timedelta(days=1)
    to_us = Dialled(caller="0998", callee="+84912345678", direction=OUT)
    second = await calls.begin(organisation_id, assistant="b", channel="phone", dialled=to_us)
    await transcripts.write(organisation_id, second.id, CallLine(1, Side.ASSISTANT, "Dạ, mà mất điện ạ?", 0, 900))
    await calls.end(organisation_id, second.id, Ended("done"))

    async def found(**wanted: object) -> list[str]:
        calls_found = await calls.recent(organisation_id, wanted=Wanted(**wanted))  # type: ignore[arg-type]
        return ["first" if call.id == first.id else "second" for call in calls_found]

    assert await found() == ["second", "first"]
    assert await found(words="hoá đơn") == await found(words="HOA DON") == await found(words="đơn hóa") == ["first"]
    assert await found(words="hoạ đơn") == await found(words="hoa điện") == await found(words="oa") == []
    assert await found(words="100%") == ["first"]
    assert await found(words="_00") == []
    assert await found(number="0912 345 678") == await found(number="+84912345678") == ["second", "first"]
    assert await found(number="0912345678", direction="in") == ["first"]
    assert await found(assistant="b") == await found(outcome="done") == await found(direction="out") == ["second"]
    assert await found(since=clock.moment) == ["second"]
    assert await found(until=clock.moment) == ["first"]
    assert await found(words="mất điện", until=clock.moment) == []


async def test_another_organisation_has_no_part_in_it(
    database: Database, organisation_id: str, conversation_id: str
) -> None:
    calls, transcripts, other = Calls(database), Transcripts(database), await Organisations(database).found("phuong")
    call = await calls.begin(organisation_id, assistant="a", channel="phone", conversation_id=conversation_id)
    line = CallLine(1, Side.CALLER, "bí mật", 0, 1)
    await transcripts.write(organisation_id, call.id, line)
    for attempt in (
        calls.begin(other.id, assistant="a", channel="phone", conversation_id=conversation_id),
        calls.end(other.id, call.id, Ended("done")),
        calls.change(other.id, call.id, summary=""),
        calls.note(other.id, call.id, Note("call.hold")),
        calls.notes(other.id, call.id),
        transcripts.of(other.id, call.id),
        transcripts.write(other.id, call.id, line),
        transcripts.drop(other.id, call.id, 1),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await calls.find(other.id, call.id) is None
    assert await calls.recent(other.id, wanted=Wanted(words="bí mật")) == []


def test_every_note_has_a_sentence_in_both_languages() -> None:
    for code in SENTENCES:
        note = Note(code, detail="102")
        assert note.vi.endswith(".")
        assert note.en.endswith(".")
        assert "{" not in note.vi + note.en
    assert Note("call.unheard_of", detail="x").vi == "call.unheard_of x"
