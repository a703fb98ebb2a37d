"""Speaking on a call: pieces of an answer in, sound at the port out, and the account of what was heard. Knows no wire.

    piece → recorded prompt, or sentences → spoken form → synthesiser (thread pool) → port

The port plays what is queued while the next sentence is being synthesised, so the first words are heard long before the
answer is complete.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from typing import Protocol

import numpy as np

from giong.dialogue.line import Choice, Delivered, Expectation, Manner, Piece
from giong.speech.pcm import Audio, Samples
from giong.speech.tts.pieces import in_pieces
from giong.speech.tts.synthesiser import Synthesiser, Voice
from giong.speech.urgency import Urgency, at
from giong.text.sentences import sentences
from giong.text.spoken import spoken
from giong.text.words import Span
from giong.voice.airing import Airing
from giong.voice.latency import Stopwatch
from giong.voice.notices import Activity, Changed, Speaking, Spoken, Watch
from giong.voice.pausing import PausablePort
from giong.voice.playlist import Playlist, spoken_text
from giong.voice.port import AudioPort
from giong.voice.reflection import is_own
from giong.voice.synthesis import at_rate, stream
from giong.voice.timing import Timing


class Recorded(Protocol):
    """Lines of the assistant that people have recorded."""

    def find(self, key: str, *, rate_hz: int) -> Audio | None:
        """The recording of the line `key` at `rate_hz`; may read a file."""


class Unrecorded:
    """No line was recorded."""

    def find(self, key: str, *, rate_hz: int) -> Audio | None:
        return None


@dataclass(frozen=True)
class Speaker:
    """What a call is answered with. Synthesiser and pool are shared by all calls."""

    synthesiser: Synthesiser
    pool: Executor
    voice: Voice = field(default_factory=Voice)
    prompts: Recorded = field(default_factory=Unrecorded)
    reassurance: str = "Dạ vâng, xin chờ một chút ạ."
    """Said to who asks "a lô?" while the answer is still being thought; "" for nothing."""


@dataclass(frozen=True)
class _Question:
    """What was asked, from which position of the sound on, and what it offered."""

    expectation: Expectation
    asked_at: int
    choices: tuple[Choice, ...]


MOST_HOLDS = 3


class Talk:
    """The assistant's side of one call. Implements `listen.Mouth`."""

    def __init__(
        self, port: AudioPort, speaker: Speaker, *, timing: Timing, watch: Watch, stopwatch: Stopwatch
    ) -> None:
        self._port = PausablePort(port)
        self._rate_hz = port.rate_hz
        self._speaker = speaker
        self._timing = timing
        self._watch = watch
        self._stopwatch = stopwatch
        self._queued = 0
        self._playlist = Playlist(port.rate_hz)
        self._airing = Airing(port.rate_hz, watch)
        self._began_at: int | None = None  # position of the answer's first sound, until it is played
        self._at_s = 0.0  # on the call's time-line
        self._played = 0  # by then
        self._sounded_s = -inf  # when something was played last
        self._activity = Activity.LISTENING
        self._expectation = Expectation()
        self._asked_at = 0
        self._before = _Question(self._expectation, 0, ())
        self._began = False  # the answer in progress has a piece
        self._holds = 0
        self._started_at: int | None = None  # position of the answer's first sound
        self._taken_back = False
        self._reassuring: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()
        self._hurried = asyncio.Event()
        self.choices: tuple[Choice, ...] = ()
        """What the last answer offered, for the keypad."""

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        """As `dialogue.line.Line.say`."""
        self._playlist, self._began_at = Playlist(self._rate_hz), None
        self._airing.follow(self._playlist)
        self._before = _Question(self._expectation, self._asked_at, self.choices)
        self._began = False
        self._holds, self._started_at, self._taken_back = 0, None, False
        self._hurried = asyncio.Event()
        self.become(Activity.THINKING)
        speaking = asyncio.create_task(self._speak(pieces))
        broken_off = [asyncio.create_task(event.wait()) for event in (stop, self._gone)]
        try:
            await asyncio.wait([speaking, *broken_off], return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set() or self._gone.is_set():
                return await self._break_off(speaking)
            await speaking
            self.tick(self._at_s)
            return self._playlist.delivered(self._port.played())
        finally:
            for task in (speaking, *broken_off):
                task.cancel()
            await asyncio.gather(*broken_off, return_exceptions=True)
            self.become(Activity.LISTENING)

    def leave(self) -> None:
        """The person has gone."""
        self._gone.set()

    def tick(self, at_s: float) -> None:
        """The call's time-line has come to `at_s`."""
        self._at_s = at_s
        played = self._port.played()
        if played > self._played:
            self._sounded_s = at_s
        self._played = played
        self._airing.tick(played, at_s)
        if self._began_at is not None and played > self._began_at:
            self._stopwatch.sound((played - self._began_at) / self._rate_hz)
            self._began_at = None

    def become(self, activity: Activity) -> None:
        """The assistant does something else now."""
        if activity is not self._activity:
            self._activity = activity
            self._watch(Changed(activity))

    @property
    def activity(self) -> Activity:
        return self._activity

    @property
    def expectation(self) -> Expectation:
        return self._expectation

    @property
    def questioned(self) -> bool:
        """Whether it is known what the answer in progress asks, heard or not, or that it asks nothing."""
        if self._activity is not Activity.SPEAKING:
            return self._activity is Activity.LISTENING
        return bool(self.choices) or self._expectation != Expectation() or self._playlist.ended

    def hurry(self) -> None:
        """Somebody answers already: find out what is asked, however far ahead of the sound that is."""
        self._hurried.set()

    @property
    def asked(self) -> bool:
        return self._port.played() > self._asked_at or self._activity is Activity.LISTENING

    def hold(self) -> None:
        """Be silent for a moment. Only so often in an answer: in a noisy street we would stop at every car."""
        if self._holds < MOST_HOLDS and not self._port.held:
            self._holds += 1
            self._port.hold()
            self._stopwatch.held()

    def resume(self) -> None:
        self._port.resume()
        self._stopwatch.resumed()

    def take_back(self) -> bool:
        if self._activity is Activity.LISTENING:
            return False
        heard = 0 if self._started_at is None else self._port.played() - self._started_at
        self._taken_back = heard <= self._samples(self._timing.unheard_answer_s)
        if self._taken_back:
            before = self._before
            self._expectation, self._asked_at, self.choices = before.expectation, before.asked_at, before.choices
        return self._taken_back

    def reassure(self) -> None:
        if self._activity is Activity.THINKING and self._speaker.reassurance and not self._is_reassuring:
            self._reassuring = asyncio.create_task(self._reassure(self._speaker.reassurance))

    def is_own(self, sound: Samples, rate_hz: int) -> bool:
        if self._at_s - self._sounded_s > self._timing.echo_memory_s:
            return False
        return is_own(sound, rate_hz, self._port.lately(), self._rate_hz)

    def words_in_the_air(self) -> list[str]:
        played = self._port.played()
        return self._playlist.words_between(played - self._samples(self._timing.echo_memory_s), played)

    @property
    def _is_reassuring(self) -> bool:
        return self._reassuring is not None and not self._reassuring.done()

    async def _reassure(self, text: str) -> None:
        """Said in passing, unless the answer comes first: it belongs to no answer and is not remembered."""
        sounds = [sound async for sound in stream(partial(self._synthesised, text, Manner()), self._speaker.pool)]
        if self._activity is Activity.THINKING and self._began_at is None:
            for sound in sounds:
                self._port.play(sound)
                self._queued += len(sound)
            length_s = sum(map(len, sounds)) / self._rate_hz
            self._watch(Spoken(text, self._at_s, self._at_s + length_s, cut_off=False))

    async def _speak(self, pieces: AsyncIterator[Piece]) -> None:
        try:
            async for piece in pieces:
                self._take(piece)
                async for sound in self._sounds(piece):
                    await self._play(louder(sound, piece.manner.loudness))
                if piece.in_passing:
                    await self._go_on_thinking()
            self._playlist.close()
        except Exception:
            await self._heard(self._queued)
            raise
        finally:
            if close := getattr(pieces, "aclose", None):
                await close()
        await self._heard(self._queued)

    async def _go_on_thinking(self) -> None:
        """What was said in passing has been heard; the answer itself has not begun."""
        await self._heard(self._queued)
        self._began_at = self._started_at = None
        self.become(Activity.THINKING)

    def _take(self, piece: Piece) -> None:
        if not (
            self._began or piece.in_passing
        ):  # until now the person may still go on answering what was asked before
            self._began = True
            self._expectation, self._asked_at, self.choices = Expectation(), 0, ()
        self._playlist.add_piece(piece)
        self._stopwatch.piece()
        self._watch(Speaking(piece.text))
        self.choices += piece.choices
        if piece.expects is not None:
            self._expectation, self._asked_at = piece.expects, self._queued

    async def _sounds(self, piece: Piece) -> AsyncIterator[Samples]:
        """The sound of a piece; each sentence is entered in the playlist before its first sound comes."""
        pool, text = self._speaker.pool, spoken_text(piece)
        recording = None
        if piece.prompt:
            soon = at(pool, Urgency.ANSWER)
            recording = await asyncio.get_running_loop().run_in_executor(soon, self._recording, piece.prompt)
        for span in [Span(text, 0, len(text))] if recording else sentences(text):
            self._playlist.add_passage(span, self._queued)
            if recording:
                for sound in in_pieces(recording.samples, recording.rate_hz):
                    yield sound
            else:
                urgency = Urgency.SPEECH if self._is_sounding else Urgency.ANSWER
                async for sound in stream(partial(self._synthesised, span.text, piece.manner), pool, urgency):
                    yield sound
            self._playlist.close_passage()

    @property
    def _is_sounding(self) -> bool:
        """Whether there is sound of this answer already, so that what follows can wait a little."""
        return self._activity is Activity.SPEAKING

    def _recording(self, key: str) -> Audio | None:
        return self._speaker.prompts.find(key, rate_hz=self._rate_hz)

    def _synthesised(self, sentence: str, manner: Manner) -> Iterator[Samples]:
        engine, voice = self._speaker.synthesiser, self._speaker.voice
        sound = engine.synthesise(spoken(sentence), replace(voice, speed=voice.speed * manner.speed))
        return at_rate(sound, engine.rate_hz, self._rate_hz)

    async def _play(self, sound: Samples) -> None:
        if self._began_at is None and self._activity is Activity.THINKING:
            self._began_at = self._started_at = self._queued
        self._port.play(sound)
        self._queued += len(sound)
        self._playlist.extend(self._queued)
        self.become(Activity.SPEAKING)
        await self._heard(self._queued - self._samples(self._timing.ahead_s), unless=self._hurried)

    async def _heard(self, position: int, *, unless: asyncio.Event | None = None) -> None:
        """Wait until so much has been heard."""
        # A port has no event for this: it reckons by the clock or learns it from the far end, now and then.
        hurried = unless or asyncio.Event()
        while (missing := position - self._port.played()) > 0 and not hurried.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(hurried.wait(), max(missing / self._rate_hz, self._timing.played_poll_s))

    async def _break_off(self, speaking: asyncio.Task[None]) -> Delivered:
        self._queued = self._port.flush()
        self._airing.break_off(self._queued, self._at_s)
        self._stopwatch.stopped()
        speaking.cancel()
        await asyncio.wait([speaking])
        if not speaking.cancelled() and (failure := speaking.exception()):
            raise failure
        if self._taken_back:
            return Delivered(cut_off=True, taken_back=True)
        return self._playlist.delivered(self._queued)

    def _samples(self, duration_s: float) -> int:
        return round(duration_s * self._rate_hz)


def louder(sound: Samples, factor: float) -> Samples:
    """The sound at another loudness; what would be too loud is bent instead of clipped."""
    return sound if factor == 1.0 else np.tanh(factor * sound)
