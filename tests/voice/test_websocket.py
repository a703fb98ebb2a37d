"""The browser's messages, without a browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from giong.clock import run_virtually
from giong.dialogue.converse import converse
from giong.dialogue.memory import Notebook
from giong.speech.pcm import Audio, to_pcm16
from giong.speech.tts.synthesiser import Voice
from giong.voice.line import VoiceLine
from giong.voice.notices import Partial, TurnLatency
from giong.voice.port import Frame, Hold, Key
from giong.voice.rehearsal import RehearsedRecogniser, rehearsed_ears, rehearsed_speaker
from giong.voice.websocket import RATE_HZ, STARVED_S, WebSocketPort, message_of
from tests.voice.calls import Scripted, polite
from tests.voice.sounds import silence

MESSAGE_S = 0.04


class Browser:
    """The far end of a `Transport`: sends its microphone in real time and plays what comes."""

    def __init__(self) -> None:
        self._up: asyncio.Queue[bytes | str | None] = asyncio.Queue()
        self.messages: list[dict[str, Any]] = []
        self.sound = b""

    async def receive(self) -> bytes | str | None:
        return await self._up.get()

    async def send(self, message: bytes | str) -> None:
        if isinstance(message, bytes):
            self.sound += message
        else:
            self.messages.append(json.loads(message))

    def tell(self, **message: Any) -> None:
        self._up.put_nowait(json.dumps(message))

    def raw(self, message: bytes | str | None) -> None:
        self._up.put_nowait(message)

    async def speak(self, audio: Audio) -> None:
        size = round(MESSAGE_S * RATE_HZ)
        for start in range(0, len(audio.samples), size):
            self.raw(to_pcm16(audio.samples[start : start + size]))
            await asyncio.sleep(MESSAGE_S)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == kind]


class Received:
    """What comes out of a port."""

    def __init__(self, port: WebSocketPort) -> None:
        self.frames: list[Frame] = []
        self.keys: list[str] = []
        self.holds: list[Hold] = []
        self.task = asyncio.create_task(self._run(port))

    async def _run(self, port: WebSocketPort) -> None:
        async for item in port.incoming():
            if isinstance(item, Key):
                self.keys.append(item.symbol)
            elif isinstance(item, Hold):
                self.holds.append(item)
            else:
                self.frames.append(item)


def run(main: Coroutine[Any, Any, None]) -> None:
    run_virtually(main)


def test_a_call_from_a_browser() -> None:
    async def main() -> None:
        browser, caller, notebook = Browser(), RehearsedRecogniser(), Notebook()
        port = WebSocketPort(browser)
        with ThreadPoolExecutor(2) as pool:
            line = VoiceLine(
                port,
                ears=rehearsed_ears(caller, pool),
                speaker=rehearsed_speaker(pool, Voice()),
                watch=port.show,
            )
            talk = converse(line=line, answerer=Scripted(polite), memory=notebook)
            call = asyncio.create_task(talk)
            await browser.speak(silence(1.5))
            await browser.speak(caller.speech("mất điện"))
            await browser.speak(silence(2.5))
            browser.tell(type="hang_up")
            await call
        assert [turn.delivered.text for turn in notebook.turns] == ["xin chào", "bạn nói mất điện"]
        assert browser.messages[0] == {"type": "started", "rate_hz": RATE_HZ}
        assert [message["text"] for message in browser.of("speaking")] == ["xin chào", "bạn nói mất điện"]
        assert browser.of("partial")[-1]["text"] == "mất điện"
        assert [message["text"] for message in browser.of("said")] == ["mất điện"]
        assert [message["activity"] for message in browser.of("activity")][:3] == [
            "thinking",
            "speaking",
            "listening",
        ]
        assert len(browser.sound) == 2 * round(6 * 0.2 * RATE_HZ)

    run(main())


def test_sound_of_any_length_becomes_frames_of_20_ms() -> None:
    async def main() -> None:
        browser = Browser()
        received = Received(WebSocketPort(browser))
        for samples in (100, 700, 161):
            browser.raw(to_pcm16(np.full(samples, 0.5, np.float32)))
        browser.raw(None)
        await received.task
        assert [len(frame.samples) for frame in received.frames] == [320, 320, 320]

    run(main())


def test_a_muted_microphone_is_silent() -> None:
    async def main() -> None:
        browser = Browser()
        received = Received(WebSocketPort(browser))
        await asyncio.sleep(5 * STARVED_S + 0.01)
        assert len(received.frames) == 50
        browser.raw(None)
        await received.task

    run(main())


def test_a_flood_of_sound_is_taken_at_its_own_pace() -> None:
    async def main() -> None:
        browser = Browser()
        received = Received(WebSocketPort(browser))
        for _ in range(10):
            browser.raw(to_pcm16(np.zeros(RATE_HZ, np.float32)))
        await asyncio.sleep(2.5)
        assert 3.0 <= len(received.frames) / 50 <= 4.0
        browser.raw(None)
        received.task.cancel()

    run(main())


def test_keys() -> None:
    async def main() -> None:
        browser = Browser()
        received = Received(WebSocketPort(browser))
        for symbol in ("5", "#", "A", 7):
            browser.tell(type="key", symbol=symbol)
        browser.raw(None)
        await received.task
        assert received.keys == ["5", "#"]
        assert browser.of("error") == [{"type": "error", "code": "call.bad_message"}] * 2

    run(main())


def test_on_hold_time_stands_still() -> None:
    async def main() -> None:
        browser = Browser()
        port = WebSocketPort(browser)
        received = Received(port)
        port.play(np.zeros(RATE_HZ, np.float32))
        await asyncio.sleep(0.5)
        browser.tell(type="hold", on=True)
        await asyncio.sleep(0.01)
        frames, played = len(received.frames), port.played()
        await asyncio.sleep(5)
        assert (len(received.frames), port.played()) == (frames, played)
        assert 0 < played < RATE_HZ
        browser.tell(type="hold", on=False)
        await asyncio.sleep(2)
        assert received.holds == [Hold(on=True), Hold(on=False)]
        assert len(received.frames) > frames
        assert port.played() == RATE_HZ
        await port.hang_up()
        await received.task

    run(main())


def test_messages_that_make_no_sense() -> None:
    async def main() -> None:
        browser = Browser()
        received = Received(WebSocketPort(browser))
        for message in (
            "{",
            "[]",
            '"key"',
            '{"type": "played", "samples": "x"}',
            '{"type": "from the future"}',
        ):
            browser.raw(message)
        browser.raw(None)
        await received.task
        assert len(browser.of("error")) == 4

    run(main())


def test_the_browser_tells_what_was_played() -> None:
    async def main() -> None:
        browser = Browser()
        port = WebSocketPort(browser)
        received = Received(port)
        port.play(np.zeros(RATE_HZ, np.float32))
        await asyncio.sleep(0.5)
        assert port.played() == RATE_HZ // 2
        browser.tell(type="played", samples=4000, clears=0)
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        assert 4000 <= port.played() < 4100
        cut = port.flush()
        browser.tell(type="played", samples=9999, clears=0)  # sent before the browser knew of the clear
        port.play(np.zeros(RATE_HZ, np.float32))
        browser.tell(type="played", samples=160, clears=1)
        await asyncio.sleep(0.001)
        assert cut + 160 <= port.played() < cut + 260
        assert browser.of("clear") == [{"type": "clear"}]
        browser.raw(None)
        await received.task

    run(main())


def test_hanging_up_from_our_side() -> None:
    async def main() -> None:
        browser = Browser()
        port = WebSocketPort(browser)
        received = Received(port)
        await asyncio.sleep(0.1)
        await port.hang_up()
        await port.hang_up()
        await received.task
        assert browser.of("ended") == [{"type": "ended"}]

    run(main())


class Broken(Browser):
    async def receive(self) -> bytes | str | None:
        raise OSError("the wire is on fire")


def test_a_transport_that_breaks_its_promise_is_a_defect() -> None:
    async def main() -> None:
        with pytest.raises(OSError, match="on fire"):
            await Received(WebSocketPort(Broken())).task

    run(main())


def test_the_browser_is_told_when_the_assistant_hangs_up_after_the_talk() -> None:
    async def main() -> None:
        browser = Browser()
        port = WebSocketPort(browser)
        received = Received(port)
        await asyncio.sleep(0.1)
        port.show(Partial("dạ"))
        received.task.cancel()
        await asyncio.wait([received.task])
        await port.hang_up()
        assert [message["type"] for message in browser.messages] == ["started", "partial", "ended"]

    run(main())


def test_notices_as_messages() -> None:
    assert message_of(Partial("dạ")) == {"type": "partial", "text": "dạ"}
    latency = message_of(TurnLatency(0.25, 0.25, 0.5, 1.0))
    assert latency["total_s"] == 2.0
    json.dumps(latency)
