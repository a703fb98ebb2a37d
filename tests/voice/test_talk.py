"""Speaking an answer on a port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from giong.clock import run_virtually
from giong.dialogue.line import Delivered, Expectation, Piece
from giong.speech.pcm import Audio, Samples
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.tone import GAP_S, WORD_S, ToneSynthesiser
from giong.voice.latency import Stopwatch
from giong.voice.notices import unwatched
from giong.voice.playout import Playout
from giong.voice.talk import Speaker, Talk
from giong.voice.timing import Timing

RATE_HZ = 16_000
SPOKEN_WORD_S = WORD_S + GAP_S


class Loudspeaker:
    """The outgoing half of a port."""

    rate_hz = RATE_HZ

    def __init__(self) -> None:
        self._playout = Playout(RATE_HZ, lambda: asyncio.get_running_loop().time())
        self.queued: list[tuple[float, Samples]] = []

    def play(self, samples: Samples) -> None:
        self.queued.append((asyncio.get_running_loop().time(), samples))
        self._playout.queue(len(samples))

    def flush(self) -> int:
        return self._playout.flush()

    def played(self) -> int:
        return self._playout.played()


class Logged(ToneSynthesiser):
    """Writes down what it is asked to say."""

    def __init__(self) -> None:
        super().__init__(RATE_HZ)
        self.said: list[str] = []

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        self.said.append(text)
        return super().synthesise(text, voice)


class Recordings:
    def find(self, key: str, *, rate_hz: int) -> Audio | None:
        return Audio(np.full(rate_hz, 0.5, np.float32), rate_hz) if key == "chao" else None


class Booth:
    """A talk with everything around it."""

    def __init__(self, pool: ThreadPoolExecutor, timing: Timing) -> None:
        self.port = Loudspeaker()
        self.synthesiser = Logged()
        speaker = Speaker(self.synthesiser, pool, prompts=Recordings())
        self.talk = Talk(
            self.port,  # type: ignore[arg-type]  # the outgoing half is all that is used
            speaker,
            timing=timing,
            watch=unwatched,
            stopwatch=Stopwatch(unwatched),
        )
        self.stop = asyncio.Event()

    async def say(self, *pieces: Piece | float | Exception) -> Delivered:
        """Say pieces; a number is a wait before the next one."""

        async def written() -> AsyncIterator[Piece]:
            for piece in pieces:
                if isinstance(piece, Piece):
                    yield piece
                elif isinstance(piece, Exception):
                    raise piece
                else:
                    await asyncio.sleep(piece)

        return await self.talk.say(written(), self.stop)


@pytest.fixture
def booth() -> Iterator[Booth]:
    with ThreadPoolExecutor(2) as pool:
        yield Booth(pool, Timing())


def test_numbers_are_spoken(booth: Booth) -> None:
    run_virtually(booth.say(Piece("Giá 15.000 đồng.")))
    assert [said.lower().rstrip(".") for said in booth.synthesiser.said] == ["giá mười lăm nghìn đồng"]


def test_saying_lasts_as_long_as_the_sound(booth: Booth) -> None:
    async def main() -> float:
        await booth.say(Piece("một hai ba"), Piece("bốn năm"))
        return asyncio.get_running_loop().time()

    assert run_virtually(main()) == pytest.approx(5 * SPOKEN_WORD_S, abs=0.02)


def test_the_next_sentence_is_ready_before_the_present_one_has_ended(booth: Booth) -> None:
    run_virtually(booth.say(Piece("Một hai ba bốn. Năm sáu.")))
    assert max(at for at, _ in booth.port.queued) < SPOKEN_WORD_S


def test_no_more_than_a_few_seconds_ahead(booth: Booth) -> None:
    async def main() -> None:
        saying = asyncio.create_task(booth.say(*[Piece("một hai ba bốn năm")] * 20))
        await asyncio.sleep(1.0)
        queued = sum(len(samples) for _, samples in booth.port.queued) / RATE_HZ
        assert queued <= 1.0 + Timing().ahead_s + SPOKEN_WORD_S
        booth.stop.set()
        await saying

    run_virtually(main())


def test_the_first_words_do_not_wait_for_the_last(booth: Booth) -> None:
    run_virtually(booth.say(Piece("Dạ."), 3.0, Piece("Xong ạ.")))
    assert booth.port.queued[0][0] == 0.0


def test_a_recording_is_played_instead(booth: Booth) -> None:
    greeting = Piece("Xin chào. Em nghe ạ.", prompt="chao")
    assert run_virtually(booth.say(greeting)) == Delivered((greeting,))
    assert booth.synthesiser.said == []
    assert sum(len(samples) for _, samples in booth.port.queued) == RATE_HZ


def test_a_line_that_nobody_recorded_is_synthesised(booth: Booth) -> None:
    run_virtually(booth.say(Piece("Tạm biệt.", prompt="tam_biet")))
    assert len(booth.synthesiser.said) == 1


def test_stopped_before_the_first_word(booth: Booth) -> None:
    async def main() -> Delivered:
        booth.stop.set()
        return await booth.say(Piece("một hai ba"))

    assert run_virtually(main()) == Delivered((), cut_off=True)


def test_stopped_while_the_answer_is_being_thought_of(booth: Booth) -> None:
    async def main() -> Delivered:
        asyncio.get_running_loop().call_later(1.0, booth.stop.set)
        return await booth.say(Piece("một hai"), 60.0, Piece("ba"))

    delivered = run_virtually(main())
    assert delivered == Delivered((Piece("một hai"),), cut_off=True)


def test_a_broken_answer_is_heard_as_far_as_it_goes(booth: Booth) -> None:
    async def main() -> float:
        with pytest.raises(LookupError):
            await booth.say(Piece("một hai ba"), LookupError())
        return asyncio.get_running_loop().time()

    assert run_virtually(main()) == pytest.approx(3 * SPOKEN_WORD_S, abs=0.02)


def test_an_empty_piece_is_delivered(booth: Booth) -> None:
    question = Piece("", expects=Expectation("yes_no"))
    assert run_virtually(booth.say(Piece("một"), question)) == Delivered((Piece("một"), question))
    assert booth.talk.expectation == Expectation("yes_no")


def test_what_is_expected_holds_for_one_answer(booth: Booth) -> None:
    async def main() -> None:
        await booth.say(Piece("số nào ạ", expects=Expectation("phone")))
        assert booth.talk.expectation.slot_type == "phone"
        await booth.say(Piece("cảm ơn"))
        assert booth.talk.expectation == Expectation()

    run_virtually(main())


def test_holding_its_breath_loses_nothing(booth: Booth) -> None:
    answer = Piece("một hai ba bốn năm")

    async def main() -> float:
        loop = asyncio.get_running_loop()
        loop.call_later(0.3, booth.talk.hold)
        loop.call_later(0.8, booth.talk.resume)
        delivered = await booth.say(answer)
        assert delivered == Delivered((answer,))
        return loop.time()

    assert run_virtually(main()) == pytest.approx(5 * SPOKEN_WORD_S + 0.5, abs=0.04)


def test_stopped_while_holding_its_breath(booth: Booth) -> None:
    async def main() -> Delivered:
        loop = asyncio.get_running_loop()
        loop.call_later(0.45, booth.talk.hold)
        loop.call_later(0.9, booth.stop.set)
        return await booth.say(Piece("một hai ba bốn năm"))

    assert run_virtually(main()).text == "một hai"


def test_it_holds_its_breath_a_few_times_in_an_answer(booth: Booth) -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        for at_s in (0.2, 0.4, 0.6, 0.8):
            loop.call_later(at_s, booth.talk.hold)
            loop.call_later(at_s + 0.1, booth.talk.resume)
        await booth.say(Piece("một hai ba bốn năm"))
        return loop.time()

    assert run_virtually(main()) == pytest.approx(5 * SPOKEN_WORD_S + 0.3, abs=0.04)


def test_a_synthesiser_at_another_rate(booth: Booth) -> None:
    async def main() -> None:
        await booth.say(Piece("một hai ba bốn năm"))

    booth.talk._speaker = replace(booth.talk._speaker, synthesiser=ToneSynthesiser(22_050))
    run_virtually(main())
    seconds = sum(len(samples) for _, samples in booth.port.queued) / RATE_HZ
    assert seconds == pytest.approx(5 * SPOKEN_WORD_S, abs=0.01)
