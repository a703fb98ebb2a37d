"""Feeding the recogniser while somebody speaks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from giong.clock import run_virtually
from giong.engines.pool import EnginePool
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


def test_a_voice_that_goes_on_after_all_is_heard_to_its_new_end() -> None:
    caller = RehearsedRecogniser()

    async def test(utterance: Utterance) -> None:
        utterance.feed(caller.speech("một hai").samples)
        utterance.conclude()
        utterance.feed(silence(0.2).samples)  # while the recogniser is still at work
        utterance.feed(caller.speech("ba bốn").samples)
        assert not utterance.settled
        assert (await utterance.wait()).text == "một hai ba bốn"

    with_utterance(caller, test)


class Counting(RehearsedRecogniser):
    """Tells how many samples it read of whom, in the order of reading, and can be held up."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[Bias | None, int]] = []
        self.reading = threading.Event()
        self.going_on = threading.Event()
        self.going_on.set()

    def stream(self, *, bias: Bias | None = None) -> Any:
        return CountingStream(self, bias, super().stream(bias=bias))


class CountingStream:
    def __init__(self, caller: Counting, bias: Bias | None, stream: Any) -> None:
        self._caller = caller
        self._bias = bias
        self._stream = stream

    def accept(self, samples: Samples) -> Transcript:
        self._caller.reading.set()
        assert self._caller.going_on.wait(10)
        self._caller.read.append((self._bias, len(samples)))
        heard: Transcript = self._stream.accept(samples)
        return heard

    def finish(self) -> Transcript:
        heard: Transcript = self._stream.finish()
        return heard


def test_nothing_is_read_twice_however_often_the_voice_pauses() -> None:
    caller = Counting()
    words = [caller.speech(word).samples for word in ("một", "hai", "ba")]

    async def test(utterance: Utterance) -> None:
        for word in words:
            utterance.feed(word)
            await utterance.wait()
        assert utterance.transcript.text == "một hai ba"
        assert sum(count for _, count in caller.read) == sum(map(len, words))

    with_utterance(caller, test)


async def test_an_end_overtakes_what_others_are_still_saying() -> None:
    caller = Counting()
    caller.going_on.clear()
    first, following, ended = (Bias((name,)) for name in ("first", "following", "ended"))
    with EnginePool(1) as pool:
        utterances = {bias: Utterance(caller, bias, pool=pool, feed_s=FEED_S) for bias in (first, following, ended)}
        for utterance in utterances.values():
            utterance.feed(caller.speech("một hai").samples)
            await asyncio.to_thread(caller.reading.wait, 10)  # the first one's job holds the only thread
        utterances[ended].conclude()
        utterances[following].look()  # a guess, while others wait: not now
        assert not utterances[following].concluding
        await asyncio.sleep(0)
        caller.going_on.set()
        await asyncio.gather(*(utterance.wait() for utterance in utterances.values()))
    assert [bias for bias, _ in caller.read] == [first, ended, following]


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
