"""Listening on a call: sound in, `Began` and `Said` out. Knows no wire and no dialogue.

    port frames → 16 kHz → voice activity → recogniser (only while there is a voice) → end of turn → written
    form

Everything is decided at the steps of the activity detector (32 ms), on the event loop; only the recogniser works in the
thread pool. The detector takes a tenth of a millisecond for a step, less than the hop to another thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from math import ceil
from typing import Protocol

import numpy as np

from giong.clock import now_s
from giong.dialogue.line import Began, Expectation, Said, Via
from giong.dialogue.manners.delivery import is_hello
from giong.speech.asr.recogniser import Recogniser
from giong.speech.pcm import Samples
from giong.speech.resample import Resampler
from giong.speech.vad import RATE_HZ, VoiceActivity
from giong.voice.activity import STEP_S, Step, Steps
from giong.voice.backchannel import is_backchannel
from giong.voice.bout import Bout
from giong.voice.completeness import is_whole
from giong.voice.doubling import Doubler
from giong.voice.echo import is_echo
from giong.voice.endpoint import Endpoint, Heard, PatientEndpoint
from giong.voice.expecting import as_written, bias
from giong.voice.notices import Activity, Dropped, Final, Partial, Watch
from giong.voice.reflection import SOUND_S
from giong.voice.timing import Timing
from giong.voice.utterance import Utterance


@dataclass(frozen=True)
class Ears:
    """What a call is heard with. Recogniser and pool are shared by all calls; `detector` makes one for each.

    `vocabulary` are words of the assistant (products, streets) that are likely in any answer, in written form.
    """

    recogniser: Recogniser
    detector: Callable[[], VoiceActivity]
    pool: Executor
    vocabulary: tuple[str, ...] = ()
    endpoint: Callable[[Timing], Endpoint] = PatientEndpoint
    """Makes what decides, for each call, when a turn has ended."""


class Mouth(Protocol):
    """What listening must know of the assistant's own part in the talk."""

    @property
    def activity(self) -> Activity:
        """What the assistant does now."""

    @property
    def expectation(self) -> Expectation:
        """What the person is likely to say now."""

    @property
    def asked(self) -> bool:
        """Whether the person has begun to hear the question that `expectation` belongs to."""

    def hold(self) -> None:
        """Be silent for a moment: somebody may be interrupting."""

    def resume(self) -> None:
        """Nobody was; go on."""

    def reassure(self) -> None:
        """The person asks whether anybody is there, while the answer is being thought."""

    def take_back(self) -> bool:
        """Whether next to nothing of the answer has been heard; if so, it counts as not heard at all, and what is
        expected is what was expected before it.
        """

    def is_own(self, sound: Samples, rate_hz: int) -> bool:
        """Whether this sound is the assistant's own, coming back."""

    def words_in_the_air(self) -> list[str]:
        """Syllables of the assistant that may come back as echo just now, in spoken form."""


@dataclass(frozen=True)
class _Before:
    """The turn before: its words in spoken form, how sure they were, when it was taken to have ended, and since when
    there was silence.
    """

    text: str
    confidence: float
    said_s: float
    silent_s: float
    heard: Heard


@dataclass(frozen=True)
class Pause:
    """How the end of the last turn was found, for latencies: `endpoint_s` of silence were wanted before it could end,
    and `text_s` more passed until its words were known.
    """

    endpoint_s: float
    text_s: float


LEAST_PAUSE_S = 0.1
"""A shorter gap in a voice is a consonant."""
OWN_LEFT = 0.05
"""What is left of our own voice for the recogniser, which would read it as the beginning of an answer."""
NOISES = 2
"""After so many voices without a word (breath, music) only words count, until some are heard."""


class Listener:
    """Listens to one call. Give it the sound as it comes; it answers with what has happened."""

    def __init__(self, ears: Ears, mouth: Mouth, *, rate_hz: int, timing: Timing, watch: Watch) -> None:
        self._ears = ears
        self._mouth = mouth
        self._timing = timing
        self._watch = watch
        self._resampler = Doubler() if 2 * rate_hz == RATE_HZ else Resampler(rate_hz, RATE_HZ)
        self._steps = Steps(ears.detector())
        # Sound that the recogniser may still want: before an utterance, and in its pauses. A long pause is
        # cut down to `preroll_s`, which only brings its two sides nearer to each other.
        self._quiet: deque[Samples] = deque(maxlen=max(1, round(timing.preroll_s / STEP_S)))
        self._voice: Bout | None = None
        self._lately: deque[Samples] = deque(maxlen=round(SOUND_S / STEP_S))
        self._endpoint = ears.endpoint(timing)
        self._before: _Before | None = None
        self._noises = 0  # voices without words, one after the other
        self._at_s = 0.0  # on the call's time-line: sound up to here has been looked at
        self.pause = Pause(0.0, 0.0)
        self.onset_s = 0.0
        """When the voice last reported by `Began` was first heard, in the loop's time."""

    def hear(self, samples: Samples) -> Iterator[Began | Said]:
        """Take the next sound at the port's rate; yields what became clear with it."""
        for step in self._steps.push(self._resampler.push(samples)):
            yield from self._step(step)

    async def finish(self) -> Said | None:
        """The person has gone. Their last words count, also when no silence followed them."""
        if (voice := self._voice) is None:
            return None
        if voice.began_s is None and voice.heard_s < self._timing.least_voice_s:
            self._forget(voice)
            return None
        await voice.utterance.wait()
        return self._end(voice)

    def _step(self, step: Step) -> Iterator[Began | Said]:
        voice = self._voice
        self._at_s += STEP_S
        self._lately.append(step.samples)
        if step.probability >= self._timing.voice_off and self._is_own():
            step = Step(OWN_LEFT * step.samples, 0.0)
            if voice is not None:
                voice.own_s += STEP_S
        if voice is None:
            if step.probability < self._voice_on():
                self._quiet.append(step.samples)
                return
            voice = self._voice = self._begin()
        self._take(voice, step)
        self._show_partial(voice)
        if voice.began_s is None and self._has_begun(voice):
            self._mark_begun(voice)
            yield Began()
        else:
            self._hold_or_resume(voice)
        if self._never_was(voice):
            self._forget(voice)
        elif self._has_ended(voice) and (said := self._end(voice)):
            yield said

    def _is_own(self) -> bool:
        """Echo counts as silence. Looked for only until somebody has surely begun: to know takes half a millisecond."""
        unsure = self._voice is None or self._voice.began_s is None
        return unsure and self._mouth.is_own(np.concatenate(self._lately), RATE_HZ)

    def _hold_or_resume(self, voice: Bout) -> None:
        """Fall silent at the first sign of an interruption, until it is clear whether it is one."""
        if voice.began_s is not None or self._mouth.activity is not Activity.SPEAKING:
            return
        if self._idle(voice, voice.partial):
            self._mouth.resume()
        elif voice.heard_s >= self._timing.hold_s and voice.silence_s == 0.0:
            self._mouth.hold()

    def _voice_on(self) -> float:
        speaking = self._mouth.activity is Activity.SPEAKING
        return self._timing.voice_on_while_speaking if speaking else self._timing.voice_on

    def _begin(self) -> Bout:
        return Bout(self._utterance(), onset_s=now_s() - STEP_S)

    def _utterance(self) -> Utterance:
        ears = self._ears
        likely = bias(self._mouth.expectation, ears.vocabulary)
        return Utterance(ears.recogniser, likely, pool=ears.pool, feed_s=self._timing.feed_s)

    def _take(self, voice: Bout, step: Step) -> None:
        """Count the step as voice or silence and feed the recogniser; silence after its verdict is only kept."""
        voice.length_s += STEP_S
        voiced = step.probability >= self._timing.voice_off
        if voiced:
            if voice.silence_s > LEAST_PAUSE_S:
                voice.pauses_s.append(voice.silence_s)
            voice.heard_s += STEP_S
            voice.silence_s = 0.0
        else:
            voice.silence_s += STEP_S
        self._quiet.append(step.samples)
        if voice.closed or (voice.utterance.concluding and not voiced):
            return
        voice.anchor(self._at_s - len(self._quiet) * STEP_S)
        while self._quiet:
            voice.feed(self._quiet.popleft())
        voice.closed = voice.length_s >= self._timing.longest_s
        if voice.closed or voice.silence_s >= self._timing.complete_s:
            voice.utterance.conclude()
        elif voice.silence_s >= self._timing.look_s:
            voice.utterance.look()

    def _show_partial(self, voice: Bout) -> None:
        text = voice.utterance.transcript.text
        if text and text != voice.partial:
            voice.partial = text
            self._watch(Partial(text))

    def _has_begun(self, voice: Bout) -> bool:
        timing, activity = self._timing, self._mouth.activity
        if idle := self._idle(voice, voice.partial):
            lasting = idle == "backchannel" and activity is Activity.SPEAKING
            return lasting and voice.heard_s >= timing.backchannel_s
        if voice.partial:
            return True
        if self._noises >= NOISES:
            return False
        return voice.heard_s >= (timing.barge_in_s if activity is Activity.SPEAKING else timing.began_s)

    def _mark_begun(self, voice: Bout) -> None:
        voice.began_s = now_s()
        voice.interrupted = self._mouth.activity is Activity.SPEAKING
        voice.asked = self._mouth.asked
        voice.echo = self._mouth.words_in_the_air()
        self.onset_s = voice.onset_s
        before = self._before
        soon = before is not None and voice.onset_s - before.said_s <= self._timing.goes_on_s
        if soon and self._mouth.take_back():
            voice.goes_on = True
            self._listen_anew(voice)
        voice.sound = []

    def _listen_anew(self, voice: Bout) -> None:
        """It answers the question before, not the one that was being asked."""
        voice.utterance.drop()
        voice.utterance = self._utterance()
        for samples in voice.sound:
            voice.utterance.feed(samples)

    def _never_was(self, voice: Bout) -> bool:
        return (
            voice.began_s is None
            and voice.heard_s < self._timing.least_voice_s
            and voice.silence_s >= self._timing.false_start_s
        )

    def _has_ended(self, voice: Bout) -> bool:
        if not voice.utterance.settled:
            return False
        wordless = voice.began_s is None and not voice.partial
        if wordless and self._mouth.activity is Activity.SPEAKING:
            return True  # a noise, and the assistant holds its breath for it
        needed_s = self._endpoint.silence_needed_s(self._so_far(voice), self._mouth.expectation)
        if not voice.closed and voice.silence_s < needed_s:
            return False
        endpoint_s = ceil(needed_s / STEP_S) * STEP_S
        self.pause = Pause(endpoint_s, max(0.0, voice.silence_s - endpoint_s))
        return True

    def _end(self, voice: Bout) -> Said | None:
        """The utterance is over: report it, or drop it if there was nothing in it for the assistant."""
        self._voice = None
        transcript = voice.utterance.transcript
        idle = self._idle(voice, transcript.text)
        if voice.began_s is None and (idle or not transcript.text):
            self._drop(idle or "noise")
            return None
        self._noises = 0 if transcript.text else self._noises + 1
        spoken = "" if idle else transcript.text
        text = as_written(spoken, self._likely())
        words = () if idle else tuple(voice.placed(word) for word in transcript.words)
        ended_s = self._at_s - voice.silence_s
        self._watch(Final(text, transcript.confidence, ended_s - voice.spanned_s, ended_s, words))
        return self._said(voice, spoken, transcript.confidence)

    def _said(self, voice: Bout, spoken: str, confidence: float) -> Said:
        """What is said goes on with the turn before if its answer was not heard."""
        before, heard = self._before, self._so_far(voice)
        if before is not None and voice.goes_on:
            if spoken:
                self._endpoint.cut_off()
                confidence = min(confidence, before.confidence)
            else:
                confidence = before.confidence
            spoken = f"{before.text} {spoken}".strip()
        elif before is not None:
            self._endpoint.ended(before.heard)
        self._before = _Before(spoken, confidence, now_s(), now_s() - voice.silence_s, heard)
        return Said(as_written(spoken, self._likely()), via=Via.SPEECH, confidence=confidence)

    def _so_far(self, voice: Bout) -> Heard:
        before = self._before
        if before is None or not voice.goes_on:
            return voice.heard
        gap_s = voice.onset_s - before.silent_s
        return Heard(
            [*before.heard.words, *voice.partial.split()],
            before.heard.spoken_s + gap_s + voice.spanned_s,
            [*before.heard.pauses_s, gap_s, *voice.pauses_s],
        )

    def _drop(self, reason: str) -> None:
        if reason == "noise":
            self._noises += 1
        if reason == "hello":
            self._mouth.reassure()
        self._mouth.resume()
        self._watch(Dropped(reason))

    def _likely(self) -> tuple[str, ...]:
        return self._mouth.expectation.phrases + self._ears.vocabulary

    def _forget(self, voice: Bout) -> None:
        self._voice = None
        self._mouth.resume()
        voice.utterance.drop()

    def _idle(self, voice: Bout, text: str) -> str:
        """Why these words are none for the assistant; "" if they are."""
        activity = self._mouth.activity
        if activity is Activity.THINKING and not voice.interrupted:
            return "hello" if is_hello(text) else "backchannel" if is_backchannel(text) else ""
        if not voice.interrupted and activity is not Activity.SPEAKING:
            return ""
        if voice.own_s > voice.heard_s:
            return "echo"
        if is_echo(text.split(), self._mouth.words_in_the_air() if voice.echo is None else voice.echo):
            return "echo"
        asked = self._mouth.asked if voice.began_s is None else voice.asked
        expected = self._mouth.expectation
        answers = asked and (expected.slot_type == "yes_no" or is_whole(text.split(), expected))
        if is_hello(text):
            return "backchannel"
        return "backchannel" if is_backchannel(text) and not answers else ""
