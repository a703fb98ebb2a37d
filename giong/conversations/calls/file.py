"""Everything that is kept of one call, opened at its first sound and closed after its last: the record, the transcript,
the recording. Knows no talk and no wire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass, replace
from typing import Any

from giong.conversations.calls.callbacks import Callbacks
from giong.conversations.calls.record import OUT, Call, Calls, Ended
from giong.conversations.calls.recordings import Recordings, Taking
from giong.conversations.calls.retelling import Retelling
from giong.conversations.calls.scribe import Scribe
from giong.conversations.calls.summaries import Matter, briefing, summary
from giong.conversations.calls.transcripts import Transcripts
from giong.dialogue.manners.consent import RECORDING_REFUSED
from giong.dialogue.memory import Turn
from giong.errors import StorageFull
from giong.speech.pcm import Samples
from giong.voice.kept import KeptPort
from giong.voice.notices import Watch
from giong.voice.port import AudioPort

CALL_BACK = "call_back"
"""The outcome of a call whose caller is to be called because nobody took the hand-over."""


@dataclass(frozen=True)
class Archive:
    """Where it is kept. `recordings` is None where calls are not recorded, `retelling` where no model sums them up."""

    calls: Calls
    transcripts: Transcripts
    callbacks: Callbacks
    recordings: Recordings | None
    retelling: Retelling | None = None


class CallFile:
    """The file of one call. `watch` is told what the line tells."""

    def __init__(self, archive: Archive, call: Call, matter: Matter, watch: Watch) -> None:
        self.call = call
        self.matter = matter
        self._archive = archive
        self._wire: AudioPort | None = None
        self._port: KeptPort | None = None
        self._taking: Taking | None = None
        self._asked_in_vain = False
        self.scribe = Scribe(
            call, matter, calls=archive.calls, transcripts=archive.transcripts, watch=watch, at_s=self._at_s
        )

    async def open(self, wire: AudioPort, overhear: Callable[[Samples], None] | None = None) -> KeptPort:
        """Begin to record; returns the port on which the call is to be held."""
        self._wire = wire
        if self._archive.recordings is not None:
            try:
                self._taking = await self._archive.recordings.take(self.call.organisation_id, self.call.id, wire)
                self.scribe.change(recording="recording")
            except (StorageFull, OSError) as error:  # a call that cannot be recorded is held all the same
                self.scribe.note("call.disk_full" if isinstance(error, StorageFull) else "call.not_recorded")
                self.scribe.change(recording="lost")
        self._port = KeptPort(self._taking.port if self._taking else wire, overhear=overhear)
        return self._port

    @property
    def recorded(self) -> bool:
        """Whether somebody could later hear what is said now."""
        return self._taking is not None and not self._taking.discarded

    def announced(self) -> None:
        """The other side is being told that it is recorded."""
        self.scribe.note("call.announced")
        self.scribe.change(consent="announced")

    def learn(self, turn: Turn) -> None:
        """A turn is complete."""
        self.scribe.learn(turn)
        self._asked_in_vain = self._asked_in_vain or turn.report.decision == "agent_closed"
        if turn.report.decision == RECORDING_REFUSED:
            self._refuse_recording()

    async def open_ticket(self, queue: str, reason: str) -> None:
        """Whoever asked for a person is to be called."""
        dialled = self.call.dialled
        await self._archive.callbacks.open(
            self.call.organisation_id,
            assistant=self.call.assistant,
            number=dialled.callee if dialled.direction == OUT else dialled.caller,
            call_id=self.call.id,
            queue=queue,
            reason=reason,
            summary=briefing(self.matter, ""),
        )
        self.scribe.note("call.callback")

    async def close(self, ended: Ended) -> None:
        """The call is over: complete the record."""
        try:
            if self._asked_in_vain and ended.outcome != CALL_BACK:
                await self.open_ticket("", "closed")
        finally:
            self._note_the_line(ended)
            await self.scribe.close()
            await self._finish_recording()
            ended = replace(ended, **self._summaries(ended), statistics=_statistics(self._wire))
            await self._archive.calls.end(self.call.organisation_id, self.call.id, ended)
            if self._archive.retelling is not None:
                self._archive.retelling.later(self.call.organisation_id, self.call.id)

    def _at_s(self) -> float:
        return self._port.at_s if self._port is not None else 0.0

    def _refuse_recording(self) -> None:
        self.scribe.change(consent="refused")
        if self.recorded and self._taking is not None:
            self._taking.discard()
            self.scribe.change(recording="refused")
            self.scribe.note("call.recording_refused")

    def _note_the_line(self, ended: Ended) -> None:
        """What was wrong with the sound."""
        if ended.ending == "no_media":
            self.scribe.note("call.no_media")
        elif (_statistics(self._wire) or {}).get("one_way") == "deaf":
            self.scribe.note("call.one_way")
        elif self.scribe.heard_noises and not self.scribe.heard_words:
            self.scribe.note("call.no_words")
        if self._taking is not None and self._taking.disk_full:
            self.scribe.note("call.disk_full")

    async def _finish_recording(self) -> None:
        taking, recordings = self._taking, self._archive.recordings
        if taking is None or recordings is None:
            return
        await taking.close()
        if taking.discarded:
            return
        if taking.empty:
            taking.discard()
        else:
            recordings.pack(self.call.organisation_id, self.call.id)
        kept = "" if taking.empty else "kept"
        await self._archive.calls.change(self.call.organisation_id, self.call.id, recording=kept)

    def _summaries(self, ended: Ended) -> dict[str, str]:
        def told(*, masked: bool) -> str:
            outbound = self.call.dialled.direction == OUT
            return summary(self.matter, ended.outcome, outbound=outbound, reason=ended.reason, masked=masked)

        return {"summary": told(masked=False), "masked_summary": told(masked=True)}


def _statistics(port: object) -> dict[str, Any] | None:
    """What a port over a network counts of its packets; others count nothing."""
    counted = getattr(port, "statistics", None)
    if counted is None or not is_dataclass(values := counted()) or isinstance(values, type):
        return None
    return asdict(values) | {"one_way": getattr(values, "one_way", "")}
