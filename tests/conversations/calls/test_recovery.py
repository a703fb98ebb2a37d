"""After a crash every call has an end, and nothing is said to people who have gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.conversations.calls.record import Calls, Ended
from giong.conversations.calls.recordings import Recordings
from giong.conversations.calls.recovery import Recovery
from giong.conversations.calls.transcripts import CallLine, Side, Transcripts
from giong.conversations.catalogue import Conversations
from giong.dialogue.line import Said
from giong.speech.files import WavWriter
from giong.storage.database import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)


def _left_behind(folder: Path, call_id: str, seconds: float) -> None:
    path = folder / f"{call_id}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    hum = np.full(round(8_000 * seconds), 0.1, np.float32)
    WavWriter(path, 8_000).write(hum, hum)


async def test_calls_are_ended_where_they_broke_off(database: Database, tmp_path: Path) -> None:
    clock = FixedClock(NOON)
    organisation_id = (await Organisations(database).found("dien-luc")).id
    folder = tmp_path / organisation_id
    conversations, calls = Conversations(database, clock), Calls(database, clock, server="one")
    transcripts, recordings = Transcripts(database), Recordings(tmp_path)

    async def begun(recording: str) -> str:
        talk, _ = await conversations.open(organisation_id, assistant="a", channel="call")
        call = await calls.begin(organisation_id, assistant="a", channel="phone", conversation_id=talk.id)
        await calls.change(organisation_id, call.id, recording=recording, summary="Người gọi cần: báo mất điện.")
        await conversations.thread(organisation_id, talk.id).hear(Said("dạ đúng"))
        _left_behind(folder, call.id, 2.5)
        return call.id

    recorded, refused, packing = await begun("recording"), await begun("refused"), await begun("kept")
    await calls.end(organisation_id, packing, Ended("done"))
    await transcripts.write(organisation_id, refused, CallLine(1, Side.CALLER, "dạ đúng", 700, 1_200))
    saying = CallLine(1, Side.ASSISTANT, "Dạ, em ghi nhận", 900, 900, cut_off=True)
    await transcripts.write(organisation_id, recorded, saying, saying=True)
    recovery = Recovery(conversations, calls, transcripts, recordings)
    assert await recovery.recover(NOON) == 0, "those of this process go on"
    assert await recovery.recover(NOON + timedelta(minutes=1)) == 2
    assert await recovery.recover(NOON + timedelta(minutes=1)) == 0
    await recordings.close()

    first, second = await calls.get(organisation_id, recorded), await calls.get(organisation_id, refused)
    assert (first.outcome, first.recording) == (second.outcome, "kept") == ("interrupted", "kept")
    assert first.ended_at == NOON + timedelta(seconds=2.5)
    assert first.summary == "Người gọi cần: báo mất điện. Dừng vì máy chủ tắt đột ngột."
    assert await transcripts.of(organisation_id, recorded) == [replace(saying, end_ms=2_500)]
    assert second.recording == "refused"
    assert second.ended_at == NOON + timedelta(seconds=1.2)
    assert sorted(path.name for path in folder.iterdir()) == sorted([f"{recorded}.flac", f"{packing}.flac"])
    waiting = {one.conversation.id for one in await conversations.unanswered()}
    assert waiting == {(await calls.get(organisation_id, packing)).conversation_id}
