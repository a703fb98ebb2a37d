"""What is to be forgotten is gone everywhere; what is counted stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, func, insert, select

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.conversations.calls.callbacks import Callbacks
from giong.conversations.calls.record import Call, Calls, Dialled, Ended, Wanted
from giong.conversations.calls.recordings import Recordings
from giong.conversations.calls.retention import Policy, Retention, Swept
from giong.conversations.calls.transcripts import CallLine, Side, Transcripts
from giong.conversations.catalogue import Conversations
from giong.conversations.ratings import Ratings
from giong.dialogue.line import Delivered, Piece, Said
from giong.dialogue.memory import Turn
from giong.errors import Conflict, NotFound
from giong.speech.files import WavWriter
from giong.storage.database import Database
from giong.storage.schema import campaigns, contacts, metadata

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)
SECRET = "0912345678"

Make = Callable[[], Awaitable[Call]]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings")


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


@pytest.fixture
def make(database: Database, organisation_id: str, recordings: Recordings, clock: FixedClock, tmp_path: Path) -> Make:
    async def made() -> Call:
        """A call that left its traces wherever one can."""
        conversations, calls = Conversations(database, clock), Calls(database, clock)
        talk, _ = await conversations.open(organisation_id, assistant="a", channel="call")
        thread = conversations.thread(organisation_id, talk.id)
        await thread.hear(Said(SECRET))
        await thread.keep(Turn(Said(SECRET), Delivered((Piece(SECRET),))), {"slots": {"so": SECRET}})
        await Ratings(database).rate(organisation_id, talk.id, 2, good=False, reason=SECRET)
        dialled = Dialled(caller=SECRET)
        call = await calls.begin(
            organisation_id, assistant="a", channel="phone", conversation_id=talk.id, dialled=dialled
        )
        line = CallLine(1, Side.CALLER, SECRET, 0, 900)
        await Transcripts(database).write(organisation_id, call.id, line)
        await Callbacks(database, clock).open(
            organisation_id, assistant="a", number=SECRET, call_id=call.id, summary=SECRET
        )
        await database.write(lambda connection: _answered(connection, organisation_id, call.id))
        await calls.change(organisation_id, call.id, recording="kept", slots={"so": SECRET})
        path = tmp_path / "recordings" / organisation_id / f"{call.id}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        with WavWriter(path, 8_000) as sound:
            sound.write(np.zeros(800, np.float32), np.zeros(800, np.float32))
        return await calls.end(organisation_id, call.id, Ended("done", summary=f"Số {SECRET}."))

    return made


def _answered(connection: Connection, organisation_id: str, call_id: str) -> None:
    """The call was one of a campaign, which keeps the answers."""
    of = {"organisation_id": organisation_id}
    campaign = {"id": f"c_{call_id}", "name": call_id, "assistant": "a", "status": "done", "runner": "", "plan": {}}
    connection.execute(
        insert(campaigns).values({**of, **campaign, "hang_up": False, "created_at": NOON, "updated_at": NOON})
    )
    contact = {"id": f"p_{call_id}", "campaign_id": f"c_{call_id}", "place": 1, "number": "1", "row": 1}
    answer = {"attempts": 1, "outcome": "answered", "ending": "done", "slots": {"so": SECRET}, "call_id": call_id}
    connection.execute(
        insert(contacts).values({**of, **contact, **answer, "state": "done", "variables": {}, "due_at": NOON})
    )


async def _traces(database: Database) -> dict[str, int]:
    """Rows of each table in which the secret stands, in whatever column."""

    def work(connection: Connection) -> dict[str, int]:
        found = {}
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table))
            found[table.name] = sum(SECRET in str(tuple(row)) for row in rows)
        return {name: count for name, count in found.items() if count}

    return await database.read(work)


async def test_a_call_is_erased_everywhere(
    database: Database, organisation_id: str, recordings: Recordings, make: Make
) -> None:
    call = await make()
    places = {"calls", "call_lines", "call_words", "callbacks", "contacts", "conversations", "events", "ratings"}
    assert set(await _traces(database)) == places
    retention = Retention(database, recordings)
    await retention.forget(organisation_id, call.id)
    await retention.forget(organisation_id, call.id)
    assert await _traces(database) == {}
    assert recordings.find(organisation_id, call.id) is None
    kept = await Calls(database).get(organisation_id, call.id)
    assert (kept.outcome, kept.started_at, kept.ended_at) == ("done", call.started_at, call.ended_at)
    assert kept.recording == "erased"
    assert kept.forgotten_at is not None
    assert [note.code for note in await Calls(database).notes(organisation_id, call.id)] == ["call.forgotten"]
    assert await Calls(database).recent(organisation_id, wanted=Wanted(words=SECRET)) == []


async def test_only_what_is_over_and_ones_own_is_erased(
    database: Database, organisation_id: str, recordings: Recordings, make: Make
) -> None:
    call = await make()
    going_on = await Calls(database).begin(organisation_id, assistant="a", channel="phone")
    retention, other = Retention(database, recordings), await Organisations(database).found("phuong")
    with pytest.raises(NotFound):
        await retention.forget(other.id, call.id)
    with pytest.raises(Conflict):
        await retention.forget(organisation_id, going_on.id)
    assert recordings.find(organisation_id, call.id) is not None


async def test_old_calls_are_forgotten_by_policy(
    database: Database, organisation_id: str, recordings: Recordings, make: Make, clock: FixedClock
) -> None:
    old = await make()
    clock.moment += timedelta(days=20)
    young = await make()
    clock.moment += timedelta(days=1)

    def swept(recordings_days: int, transcripts_days: int) -> Awaitable[Swept]:
        return Retention(database, recordings, Policy(recordings_days, transcripts_days), clock).sweep()

    assert await swept(0, 0) == Swept(0, 0)
    assert await swept(30, 30) == Swept(0, 0)
    assert await swept(10, 30) == Swept(1, 0)
    assert await swept(10, 10) == Swept(0, 1)
    assert await swept(10, 10) == Swept(0, 0)
    calls = Calls(database)
    first, second = await calls.get(organisation_id, old.id), await calls.get(organisation_id, young.id)
    assert (first.recording, first.dialled.caller, first.forgotten_at) == ("expired", "", clock.moment)
    assert (second.recording, second.dialled.caller, second.forgotten_at) == ("kept", SECRET, None)
    codes = [note.code for note in await calls.notes(organisation_id, old.id)]
    assert codes == ["call.recording_expired", "call.expired"]
    assert recordings.find(organisation_id, old.id) is None
    assert recordings.find(organisation_id, young.id) is not None
    lines = await database.read(lambda c: c.scalar(select(func.count()).select_from(metadata.tables["call_lines"])))
    assert lines == 1
