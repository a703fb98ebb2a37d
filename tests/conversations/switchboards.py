"""A switchboard with everything behind it but engines, on the virtual clock: scripted callers, a hummed voice."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock, run_virtually
from giong.conversations.calls.callbacks import Callbacks
from giong.conversations.calls.file import Archive
from giong.conversations.calls.record import Call, Calls
from giong.conversations.calls.recordings import Recordings
from giong.conversations.calls.transcripts import CallLine, Transcripts
from giong.conversations.catalogue import Conversations
from giong.conversations.exchange.connection import House
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.switchboard import Connected, Switchboard
from giong.conversations.staff import Staff
from giong.conversations.versions import Versions
from giong.dialogue.knowledge import IndexKnowledge
from giong.dialogue.mind import train
from giong.engines.admission import Admission
from giong.engines.pool import Pressure
from giong.engines.running import Running
from giong.retrieval.index import Index
from giong.speech.tts.tone import ToneSynthesiser
from giong.storage.database import Database
from giong.storage.migrate import migrate
from giong.voice.caller import ScriptedCaller, Speak, Step
from giong.voice.rehearsal import Loudness, RehearsedRecogniser
from tests.support.serving import TEMPLATE

T = TypeVar("T")

NOON = datetime(2026, 11, 23, 12, tzinfo=VIETNAM)  # a Monday, when the template's people are there

ASSISTANT = "template"


class Engines:
    """What a call needs of `engines.running.Running`."""

    def __init__(self, caller: RehearsedRecogniser, pool: ThreadPoolExecutor) -> None:
        self.pool = self.voices = pool
        self._caller = caller

    async def recogniser(self) -> RehearsedRecogniser:
        return self._caller

    async def synthesiser(self) -> ToneSynthesiser:
        return ToneSynthesiser()


@dataclass
class Hall:
    """The switchboard of one organisation, and what can be looked at behind it."""

    organisation_id: str
    switchboard: Switchboard
    archive: Archive
    recordings: Recordings
    database: Database
    caller: RehearsedRecogniser

    def says(self, *said: str | Step) -> ScriptedCaller:
        """A caller who says these things one by one, each when the assistant has finished, and then hangs up."""
        script = [Speak(self.caller.speech(step)) if isinstance(step, str) else step for step in said]
        return ScriptedCaller(script, rate_hz=8_000)

    async def call(self, *said: str | Step, **how: Any) -> Connected:
        return await self.switchboard.connect(
            self.says(*said), organisation_id=self.organisation_id, assistant=ASSISTANT, **how
        )

    async def record(self, connected: Connected) -> Call:
        await self.recordings.settled()
        return await self.archive.calls.get(self.organisation_id, connected.call_id)

    async def lines(self, connected: Connected) -> list[CallLine]:
        return await self.archive.transcripts.of(self.organisation_id, connected.call_id)

    async def codes(self, connected: Connected) -> list[str]:
        return [note.code for note in await self.archive.calls.notes(self.organisation_id, connected.call_id)]


@asynccontextmanager
async def hall(
    folder: Path, *, record: bool = True, announce: bool = False, most: int = 4, hours: Sequence[str] = ()
) -> AsyncIterator[Hall]:
    database = Database(f"sqlite:///{folder / 'giong.db'}")
    await migrate(database)
    organisation_id = (await Organisations(database).ensure("home")).id
    clock = FixedClock(NOON)
    recordings = Recordings(folder / "recordings")
    archive = Archive(Calls(database), Transcripts(database), Callbacks(database), recordings if record else None)
    if not (folder / ASSISTANT).exists():
        shutil.copytree(TEMPLATE, folder / ASSISTANT)
    staff = Staff(
        knowledge=folder / "knowledge",
        train=lambda assistant, index: train(assistant, knowledge=IndexKnowledge(index), clock=clock),
        open_index=lambda path: Index.open(path, None),
        versions=Versions(folder / "versions"),
    )
    staff.employ(organisation_id, [folder / ASSISTANT])
    caller = RehearsedRecogniser()
    with ThreadPoolExecutor(2) as pool:
        switchboard = Switchboard(
            Conversations(database),
            staff,
            cast(Running, Engines(caller, pool)),
            archive=archive,
            house=House(silence_s=8.0, announce=announce, desks=Desks.read([], hours), clock=clock),
            admission=Admission(lambda: Pressure(0.0, 0.0, 0.0, 2), most=most),
            detector=Loudness,
        )
        try:
            yield Hall(organisation_id, switchboard, archive, recordings, database, caller)
        finally:
            await recordings.close()
            staff.close()
            await database.close()


def in_hall(folder: Path, work: Callable[[Hall], Awaitable[T]], **how: Any) -> T:
    """What `work` finds, in virtual time."""

    async def main() -> T:
        async with hall(folder, **how) as one:
            return await work(one)

    return run_virtually(main())
