"""A port stays open while its listeners change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from giong.clock import run_virtually
from giong.speech.pcm import Samples
from giong.voice.caller import ScriptedCaller, Wait
from giong.voice.kept import KeptPort
from giong.voice.port import Frame, Hold, Key


async def _hear(port: KeptPort, seconds: float) -> int:
    frames = 0
    async for item in port.incoming():
        frames += isinstance(item, Frame)
        if frames >= seconds * 50:
            break
    return frames


def test_listeners_come_and_go_while_the_time_line_goes_on() -> None:
    overheard: list[Samples] = []

    async def main() -> None:
        port = KeptPort(ScriptedCaller([Wait(5.0)], rate_hz=8_000, patience_s=0.5), overhear=overheard.append)
        assert await _hear(port, 1.0) == 50
        await asyncio.sleep(1.0)  # nobody listens, but the person goes on
        assert port.at_s == pytest.approx(2.0, abs=0.05)
        assert await _hear(port, 0.5) == 25
        assert port.at_s == pytest.approx(2.5, abs=0.05)
        assert not port.gone.is_set()
        assert 100 < await _hear(port, 60.0) < 160, "until the person hangs up"
        assert port.gone.is_set()
        assert await _hear(port, 1.0) == 0
        assert len(overheard) == round(port.at_s * 50)
        await port.close()

    run_virtually(main())


def test_our_side_can_end_it() -> None:
    async def main() -> None:
        port = KeptPort(ScriptedCaller([Wait(60.0)], rate_hz=8_000))
        listening = asyncio.create_task(_hear(port, 100.0))
        await asyncio.sleep(1.0)
        port.play(np.zeros(800, np.float32))
        await port.close()
        assert 40 < await listening < 60
        assert port.gone.is_set()

    run_virtually(main())


class Defective:
    rate_hz = 8_000

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        yield Frame(np.zeros(160, np.float32))
        raise RuntimeError

    def play(self, samples: Samples) -> None: ...

    def flush(self) -> int:
        return 0

    def played(self) -> int:
        return 0

    async def hang_up(self) -> None: ...


async def test_a_defect_reaches_whoever_listens() -> None:
    port = KeptPort(Defective())
    with pytest.raises(RuntimeError):
        await _hear(port, 1.0)
    await port.close()
