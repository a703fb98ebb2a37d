"""Recordings are packed, mended, removed; and copied without what must not be heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from giong.conversations.calls.bleeping import Hidden
from giong.conversations.calls.recordings import Format, Recordings
from giong.speech.files import duration_s, read_channels
from giong.speech.pcm import Samples
from giong.voice.port import Frame

RATE_HZ = 8_000
HUM = np.sin(2 * np.pi * 200 * np.arange(160) / RATE_HZ).astype(np.float32)  # four periods


class Line:
    """A port on which somebody hums for `seconds`, and what is played is heard at once."""

    rate_hz = RATE_HZ

    def __init__(self, seconds: float) -> None:
        self._frames = round(seconds * 50)
        self._played = 0

    async def incoming(self) -> AsyncIterator[Frame]:
        for _ in range(self._frames):
            yield Frame(0.25 * HUM)

    def play(self, samples: Samples) -> None:
        self._played += len(samples)

    def flush(self) -> int:
        return self._played

    def played(self) -> int:
        return self._played

    async def hang_up(self) -> None: ...


async def _taken(recordings: Recordings, seconds: float, *, close: bool = True) -> None:
    taking = await recordings.take("org", "call", Line(seconds))
    taking.port.play(np.tile(0.5 * HUM, 50))
    async for _ in taking.port.incoming():
        pass
    if close:
        await taking.close()


def _loudness(samples: Samples) -> float:
    """The height of a hum."""
    return float(np.sqrt(2 * np.mean(samples**2)))


@pytest.mark.parametrize("kind", ["flac", "opus", "wav"])
async def test_a_recording_is_packed_when_the_call_is_over(tmp_path: Path, kind: Format) -> None:
    recordings = Recordings(tmp_path, kind=kind)
    await _taken(recordings, 3.0)
    assert recordings.find("org", "call") == tmp_path / "org" / "call.wav"
    named = recordings.find("org", "call")
    recordings.pack("org", "call")
    await recordings.settled()
    assert named is not None
    assert named.is_file(), "whoever was given its name may still open it"
    assert recordings.find("org", "call") == tmp_path / "org" / f"call.{kind}"
    await recordings.close()
    assert [path.name for path in (tmp_path / "org").iterdir()] == [f"call.{kind}"]
    caller, assistant = read_channels(tmp_path / "org" / f"call.{kind}")
    assert caller.rate_hz == RATE_HZ
    assert caller.duration_s == pytest.approx(3.0, abs=0.001)
    assert _loudness(caller.samples[1_600:20_800]) == pytest.approx(0.25, rel=0.1)
    assert _loudness(assistant.samples[1_600:6_400]) == pytest.approx(0.5, rel=0.1)
    assert _loudness(assistant.samples[9_600:20_800]) < 0.01
    assert await recordings.remove("org", "call")
    assert not await recordings.remove("org", "call")
    await recordings.close()


async def test_what_a_crash_left_is_mended(tmp_path: Path) -> None:
    await _taken(Recordings(tmp_path), 2.7, close=False)  # the process dies here
    path = tmp_path / "org" / "call.wav"
    path.write_bytes(path.read_bytes() + b"\x01")  # half a sample was on its way
    recordings = Recordings(tmp_path)
    assert [(left.organisation_id, left.call_id) for left in await recordings.unpacked()] == [("org", "call")]
    assert await recordings.mend("org", "call") == pytest.approx(2.7)
    await recordings.close()
    assert duration_s(tmp_path / "org" / "call.flac") == pytest.approx(2.7)
    assert await recordings.unpacked() == []
    assert await recordings.mend("org", "call") == pytest.approx(2.7)
    assert await recordings.mend("org", "none") == 0.0
    (tmp_path / "org" / "empty.wav").write_bytes(b"RIFF")
    assert await recordings.mend("org", "empty") == 0.0
    assert recordings.find("org", "empty") is None


async def test_what_is_refused_is_not_kept(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    taking = await recordings.take("org", "call", Line(3.0))
    frames = 0
    async for _ in taking.port.incoming():
        frames += 1
        if frames == 100:
            taking.discard()
        await asyncio.sleep(0)
    await taking.close()
    assert taking.discarded
    assert recordings.find("org", "call") is None


async def test_hidden_parts_are_bleeped(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    await _taken(recordings, 25.0)
    parts = [Hidden(0, 500, 1_500), Hidden(0, 9_800, 10_200), Hidden(1, 24_000, None)]
    copy = await recordings.bleeped("org", "call", parts)
    assert copy is not None
    caller, assistant = (channel.samples for channel in read_channels(copy))
    copy.unlink()
    hidden = np.abs(caller - np.tile(0.25 * HUM, 25 * 50)) > 0.01
    expected = np.zeros(len(caller), bool)
    expected[4_000:12_000] = expected[78_400:81_600] = True
    assert not hidden[~expected].any()
    assert hidden[expected].mean() > 0.8
    assert np.abs(caller[expected]).max() < 0.06
    assert np.abs(assistant[12_000:191_000]).max() < 1e-4
    assert np.abs(assistant[192_000:]).max() > 0.04
    assert await recordings.bleeped("org", "none", parts) is None
