"""What a crash left of calls is put in order at a server's start: each gets its end, a note, and a recording that can
be played. Knows no talk.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from giong.conversations.calls import Call, Calls, Ended
from giong.conversations.notes import Note
from giong.conversations.recordings import Recordings
from giong.conversations.summaries import ending
from giong.conversations.transcripts import Transcripts

INTERRUPTED = "interrupted"
"""The outcome of a call in whose middle the process was killed."""

_log = logging.getLogger(__name__)


async def recover(calls: Calls, transcripts: Transcripts, recordings: Recordings, *, began_before: datetime) -> int:
    """End the calls of this server that were open when its last process died, and pack what was not packed; returns how
    many calls there were.
    """
    broken = await calls.left_open(began_before)
    for call in broken:
        await _end(call, calls, transcripts, recordings)
    if broken:
        _log.warning("calls that the last process left open were ended as interrupted: %d", len(broken))
    await _pack_rest(calls, recordings)
    return len(broken)


async def _end(call: Call, calls: Calls, transcripts: Transcripts, recordings: Recordings) -> None:
    owner = call.organisation_id
    lines = await transcripts.of(owner, call.id)
    recorded_s = await recordings.mend(owner, call.id)
    lasted_ms = max([round(recorded_s * 1000), *(line.end_ms for line in lines)])
    if call.recording == "recording":
        await calls.change(owner, call.id, recording="kept" if recorded_s else "lost")
    summary = " ".join(part for part in (call.summary, ending(INTERRUPTED)) if part)
    masked = " ".join(part for part in (call.masked_summary, ending(INTERRUPTED)) if part)
    ended = Ended(INTERRUPTED, "killed", summary=summary, masked_summary=masked)
    at = call.started_at + timedelta(milliseconds=lasted_ms)
    await calls.end(owner, call.id, ended, at=at, notes=[Note("call.interrupted", lasted_ms)])


async def _pack_rest(calls: Calls, recordings: Recordings) -> None:
    """A recording whose call is over, and which was not packed any more."""
    for left in await recordings.unpacked():
        call = await calls.find(left.organisation_id, left.call_id)
        if call is not None and call.ended_at is not None:
            recordings.pack(left.organisation_id, left.call_id)
