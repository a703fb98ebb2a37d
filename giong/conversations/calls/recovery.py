"""What a crash left of calls is put in order at a server's start: each gets its end, a note, and a recording that can
be played. Knows no talk.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from giong.conversations.calls.notes import Note
from giong.conversations.calls.record import Call, Calls, Ended
from giong.conversations.calls.recordings import Recordings
from giong.conversations.calls.summaries import ending
from giong.conversations.calls.transcripts import Transcripts
from giong.conversations.catalogue import Conversations
from giong.errors import Unavailable

INTERRUPTED = "interrupted"
"""The outcome of a call in whose middle the process was killed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recovery:
    """Does it for the calls that this server held when its last process died."""

    conversations: Conversations
    calls: Calls
    transcripts: Transcripts
    recordings: Recordings

    async def recover(self, began_before: datetime) -> int:
        """End the calls of processes that began before, and pack what was not packed; returns how many calls those
        were.
        """
        broken = await self.calls.left_open(began_before)
        for call in broken:
            await self._end(call)
        if broken:
            _log.warning("calls that the last process left open were ended as interrupted: %d", len(broken))
        await self._answer_nobody({call.conversation_id for call in broken})
        await self._pack_rest()
        return len(broken)

    async def _end(self, call: Call) -> None:
        owner = call.organisation_id
        recorded_s = await self._recorded_s(call)
        lines = await self.transcripts.of(owner, call.id)
        lasted_ms = max([round(recorded_s * 1000), *(line.end_ms for line in lines)])
        for line in lines:
            if line.cut_off and line.end_ms == line.begin_ms:  # it was being said
                await self.transcripts.write(owner, call.id, replace(line, end_ms=lasted_ms))
        ended = Ended(
            INTERRUPTED,
            "killed",
            summary=f"{call.summary} {ending(INTERRUPTED)}".strip(),
            masked_summary=f"{call.masked_summary} {ending(INTERRUPTED)}".strip(),
        )
        at = call.started_at + timedelta(milliseconds=lasted_ms)
        await self.calls.end(owner, call.id, ended, at=at, notes=[Note("call.interrupted", lasted_ms)])

    async def _recorded_s(self, call: Call) -> float:
        """How much there is of its recording, which can be played from now on."""
        if call.recording == "refused":
            await self.recordings.remove(call.organisation_id, call.id)
            return 0.0
        recorded_s = await self.recordings.mend(call.organisation_id, call.id)
        if call.recording == "recording":
            await self.calls.change(call.organisation_id, call.id, recording="kept" if recorded_s else "lost")
        return recorded_s

    async def _answer_nobody(self, conversation_ids: set[str | None]) -> None:
        """What was said last gets no answer any more: whoever said it has gone."""
        for left in await self.conversations.unanswered():
            if left.conversation.id in conversation_ids:
                thread = self.conversations.thread(left.conversation.organisation_id, left.conversation.id)
                await thread.fail(left.number, _gone())

    async def _pack_rest(self) -> None:
        """Recordings whose calls are over, and which were not packed any more."""
        for left in await self.recordings.unpacked():
            call = await self.calls.find(left.organisation_id, left.call_id)
            if call is not None and call.ended_at is not None:
                await self.recordings.mend(left.organisation_id, left.call_id)


def _gone() -> Unavailable:
    return Unavailable(
        "call.interrupted",
        vi="Máy chủ dừng đột ngột giữa cuộc gọi nên câu này không được trả lời.",
        en="The server was killed in the middle of the call, so this was not answered.",
    )
