"""A call's recording for whoever wants to hear it: as it is, or with personal data bleeped. Knows no door."""

from __future__ import annotations

from pathlib import Path

from giong.conversations.calls.bleeping import hidden_parts
from giong.conversations.calls.record import Call, goes_on
from giong.conversations.calls.recordings import Recordings
from giong.conversations.calls.transcripts import Transcripts
from giong.errors import NotFound


def recording(call: Call, recordings: Recordings) -> Path:
    """The file; NotFound if there is none. It grows while the call goes on."""
    path = recordings.find(call.organisation_id, call.id)
    if path is None:
        raise _none()
    return path


async def masked_copy(call: Call, recordings: Recordings, transcripts: Transcripts) -> Path:
    """A copy without personal data, which whoever asked for it removes. Conflict while the call goes on: what is said
    is not written down yet.
    """
    if call.ended_at is None:
        raise goes_on()
    lines = await transcripts.of(call.organisation_id, call.id)
    path = await recordings.bleeped(call.organisation_id, call.id, hidden_parts(call, lines))
    if path is None:
        raise _none()
    return path


def _none() -> NotFound:
    return NotFound(
        "call.no_recording",
        vi="Cuộc gọi này không có ghi âm.",
        en="There is no recording of this call.",
    )
