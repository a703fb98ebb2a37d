"""Feeding the recogniser while somebody speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from giong.clock import run_virtually
from giong.speech.asr.recogniser import Bias, Transcript
from giong.speech.pcm import Samples
from giong.voice.rehearsal import RehearsedRecogniser
from giong.voice.utterance import Utterance
from tests.voice.sounds import silence

FEED_S = 0.16


def with_utterance(caller: RehearsedRecogniser, test: Callable[[Utterance], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        with ThreadPoolExecutor(1) as pool:
            await test(Utterance(caller, None, pool=pool, feed_s=FEED_S))

    run_virtually(main())


def test_partial_text_grows() -> None:
    caller = RehearsedRecogniser()
    sound = caller.speech("một hai ba bốn").samples

    async def test(utterance: Utterance) -> None:
        texts = []
        for start in range(0, len(sound), 3840):
            utterance.feed(sound[start : start + 3840])
            await asyncio.sleep(0.24)
            texts.append(utterance.transcript.text)
        assert texts == ["một", "một hai", "một hai ba", "một hai ba bốn"]
        assert not utterance.settled

    with_utterance(caller, test)


def test_the_whole_text_when_the_voice_has_ended() -> None:
    caller = RehearsedRecogniser()

    async def test(utterance: Utterance) -> None:
        utterance.feed(caller.speech("một hai").samples)
        utterance.conclude()
        assert not utterance.settled
        await asyncio.sleep(0.1)
        assert utterance.settled
        assert utterance.transcript.text == "một hai"
        assert utterance.transcript.final

    with_utterance(caller, test)


def test_a_voice_that_goes_on_after_all_is_read_again_from_the_start() -> None:
    caller = RehearsedRecogniser()

    async def test(utterance: Utterance) -> None:
        utterance.feed(caller.speech("một hai").samples)
        utterance.conclude()
        utterance.feed(silence(0.2).samples)  # while the recogniser is still at work
        utterance.feed(caller.speech("ba bốn").samples)
        assert not utterance.settled
        assert (await utterance.wait()).text == "một hai ba bốn"

    with_utterance(caller, test)


class Broken(RehearsedRecogniser):
    def stream(self, *, bias: Bias | None = None) -> Any:
        return self

    def accept(self, samples: Samples) -> Transcript:
        raise OSError("no network in the file")


def test_a_broken_recogniser_is_not_silence() -> None:
    async def test(utterance: Utterance) -> None:
        utterance.feed(silence(0.5).samples)
        with pytest.raises(OSError, match="no network"):
            await utterance.wait()

    with_utterance(Broken(), test)
