"""`giong calls` and `giong callbacks`: from the list to the erasure."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np

from giong.app import open_rooms
from giong.conversations.calls.notes import Note
from giong.conversations.calls.record import Dialled, Ended
from giong.conversations.calls.transcripts import CallLine, Side
from giong.settings import load
from giong.speech.files import WavWriter, read_channels
from tests.cli.conftest import Giong


async def _make() -> tuple[str, str]:
    async with open_rooms(load()) as rooms:
        home = rooms.home.id
        dialled = Dialled(caller="0912345678")
        call = await rooms.calls.begin(home, assistant="thu-vien", channel="phone", dialled=dialled)
        line = CallLine(1, Side.CALLER, "Tôi là 0912345678, mất điện rồi", 61_000, 63_000)
        await rooms.transcripts.write(home, call.id, line)
        await rooms.calls.end(home, call.id, Ended("done", summary="Báo mất điện."), notes=[Note("call.one_way", 500)])
        path = rooms.settings.data_dir / "recordings" / home / f"{call.id}.wav"
        path.parent.mkdir(parents=True)
        with WavWriter(path, 8_000) as sound:
            sound.write(np.zeros(80_000, np.float32), np.zeros(80_000, np.float32))
        ticket = await rooms.callbacks.open(home, assistant="thu-vien", number="0912345678", summary="Mất điện.")
        return call.id, ticket.id


def test_calls_are_found_read_heard_and_erased(giong: Giong, tmp_path: Path) -> None:
    call, _ = asyncio.run(_make())
    listed = giong("calls", "list", "mat", "dien")
    assert "0912345678 → thu-vien  done" in listed.out
    assert "Báo mất điện." in listed.out
    assert giong("calls", "list", "mất", "nước").out == "Không có cuộc gọi nào như vậy.\n"
    (found,) = giong("calls", "list", "--number", "0912 345 678", "--masked", "--json").json["items"]
    assert (found["id"], found["caller"]) == (call, "[số điện thoại]")
    assert "Chỉ có âm thanh một chiều" in giong("calls", "show", call).out
    assert (
        giong("calls", "transcript", call, "--masked").out == "1:01  Người gọi: Tôi là [số điện thoại], mất điện rồi\n"
    )
    written = giong("calls", "recording", call, "-o", tmp_path / "a.wav", "--json").json["file"]
    assert read_channels(Path(written))[0].duration_s == 10.0
    masked = giong("calls", "recording", call, "--masked").out.strip()
    assert masked == f"{call}-masked.flac"
    assert Path(masked).exists()
    assert giong("calls", "erase", call, typed="n\n").code == 3
    assert giong("calls", "erase", call, "--yes", "--json").json == {"erased": call}
    assert giong("calls", "recording", call, "--json").error_code == "call.no_recording"
    assert giong("calls", "transcript", call, "--json").json == {"items": []}
    assert giong("calls", "show", "call_none").code == 4


def test_tickets_are_listed_and_done(giong: Giong) -> None:
    _, ticket = asyncio.run(_make())
    assert "0912345678" in giong("callbacks", "list").out
    assert giong("callbacks", "done", ticket, "--note", "đã gọi", "--json").json["note"] == "đã gọi"
    assert giong("callbacks", "list").out == "Không có phiếu nào.\n"
    assert "đã gọi" in giong("callbacks", "list", "--done").out
