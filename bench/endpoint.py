"""When has a caller finished? False cut-offs and late ends of human recordings, beside fixed silences.

    .venv/bin/python -m bench endpoint [--quick] [--seed 1]

The recordings go at 8 kHz and in virtual time through the real listening: detector, recogniser, end of turn. An answer
is imagined to be heard `ANSWER_S` after a turn was taken to have ended. Four kinds of callers:

- sentences: read sentences as they were recorded, with their own pauses;
- hesitating: the same, their own pauses drawn out, and one more behind a random syllable; how long such pauses are
  follows Campione and Véronis (Speech Prosody 2002): logarithmically normal, most of those in spontaneous speech
  between 0.2 and 1 s;
- numbers: isolated digits put together to telephone numbers in groups, asked for by a slot;
- commands: words of a voice menu, against the menu.

Told of each kind and of all: turns that were ended too early (`early`), those of them into which an answer was heard
(`talked into`), those whose two parts were not put together again (`torn`), each for 100 utterances; and the pause that
was bought, from the last sound to the end of the turn. The waits themselves were chosen by hand; one factor of all of
them is the knob of the curve, and `held out` is each speaker's outcome with the knob that was best for the others.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.figure import Figure, NothingToMeasureError, Options, percentile
from giong.clock import now_s, run_virtually
from giong.dialogue.line import Expectation, Said
from giong.speech.asr.conformer import ConformerRecogniser
from giong.speech.asr.recogniser import Bias, Recogniser, RecogniserStream, Transcript
from giong.speech.files import read_audio
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.speech.silero import SileroActivity
from giong.speech.vad import segments
from giong.voice.endpoint import Endpoint, Heard, PatientEndpoint
from giong.voice.expecting import to_spoken
from giong.voice.listen import Ears, Listener
from giong.voice.notices import Activity, unwatched
from giong.voice.port import FRAME_S, frame_samples
from giong.voice.timing import Timing

RATE_HZ = 8_000
LINE_NOISE = 1e-4
ANSWER_S = 0.15
"""From the end of a turn to the first sound of an answer."""
KNOBS = (0.6, 0.8, 1.0, 1.2, 1.4, 1.6)
FIXED_S = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2)
PEER_S = 0.7
LATE_S = 1.0
"""An end that takes longer is late."""
PAUSE_MEDIAN_S, PAUSE_SIGMA, PAUSE_LEAST_S, PAUSE_MOST_S = 0.5, 0.5, 0.2, 1.5
QUIET_DB = -35.0
OWN_PAUSE_S = 0.1
MENU = ("cà phê", "karaoke", "khách sạn", "không", "mát xa", "trạm ATM", "trở lại", "đúng")
GROUPS = ((4, 3, 3), (3, 3, 4), (4, 2, 2, 2), (3, 4, 3), (5, 5), (2, 2, 2, 2, 2))
PHONE = Expectation("phone", patience_s=1.2)
Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Case:
    """One utterance; `voiced` are its stretches of speech, in seconds."""

    kind: str
    speaker: str
    sound: Samples  # at RATE_HZ
    voiced: tuple[Span, ...]
    expects: Expectation

    @property
    def end_s(self) -> float:
        return self.voiced[-1][1]


@dataclass
class Outcome:
    """What became of one utterance."""

    early: int = 0
    into: int = 0
    torn: int = 0
    pause_s: float = 0.0


def measure(options: Options) -> list[Figure]:
    cases = corpus(options.data / "speech", random.Random(options.seed), quick=options.quick)
    recogniser = Remembering(ConformerRecogniser())
    with ThreadPoolExecutor(1) as pool:

        def ears(endpoint: Callable[[Timing], Endpoint]) -> Ears:
            return Ears(recogniser, SileroActivity, pool, endpoint=endpoint)

        knobs = (1.0,) if options.quick else KNOBS
        fixed = (PEER_S,) if options.quick else FIXED_S
        ours = {knob: played(cases, ears(PatientEndpoint), Timing(patience=knob)) for knob in knobs}
        theirs = {wait_s: played(cases, ears(_fixed(wait_s)), Timing(), repairs=False) for wait_s in fixed}
        mended = played(cases, ears(_fixed(PEER_S)), Timing())
    figures = [figure for kind in KINDS for figure in beside(cases, ours[1.0], theirs[PEER_S], kind)]
    figures += beside(cases, ours[1.0], theirs[PEER_S], "")
    figures += curve(f"fixed {PEER_S:g} s, parts put together", cases, mended)
    if not options.quick:
        figures += beside(cases, held_out(cases, ours), theirs[PEER_S], "", "held out, ")
        for knob in knobs:
            figures += curve(f"patience × {knob:g}", cases, ours[knob])
        for wait_s in fixed:
            figures += curve(f"fixed {wait_s:g} s", cases, theirs[wait_s])
    return figures


KINDS = ("sentences", "hesitating", "numbers", "commands")


def beside(
    cases: Sequence[Case], ours: Sequence[Outcome], theirs: Sequence[Outcome], kind: str, title: str = ""
) -> list[Figure]:
    """Our figures of one kind ("" = all) beside those of a fixed silence."""
    which = [number for number, case in enumerate(cases) if not kind or case.kind == kind]
    mine, peers = [summary([side[number] for number in which]) for side in (ours, theirs)]
    label = title + (kind or "all")
    peer_is = f"fixed {PEER_S:g} s"
    return [
        Figure(f"{label}: {name}", mine[name], _unit(name), len(which), peer=peers[name] or None, peer_is=peer_is)
        for name in mine
    ]


def curve(label: str, cases: Sequence[Case], outcomes: Sequence[Outcome]) -> list[Figure]:
    return [Figure(f"{label}: {name}", value, _unit(name), len(cases)) for name, value in summary(outcomes).items()]


def _unit(name: str) -> str:
    return "s" if name.startswith("pause") else "%"


def summary(outcomes: Sequence[Outcome]) -> dict[str, float]:
    pauses_s = [outcome.pause_s for outcome in outcomes]
    share = 100.0 / len(outcomes)
    return {
        "early": share * sum(outcome.early for outcome in outcomes),
        "talked into": share * sum(outcome.into for outcome in outcomes),
        "torn": share * sum(outcome.torn for outcome in outcomes),
        "pause p50": percentile(pauses_s, 0.5),
        "pause mean": float(np.mean(pauses_s)),
        "pause p90": percentile(pauses_s, 0.9),
        "later than 1 s": share * sum(pause_s > LATE_S for pause_s in pauses_s),
    }


def held_out(cases: Sequence[Case], by_knob: dict[float, list[Outcome]]) -> list[Outcome]:
    """Every speaker with the knob that costs the others least: a second of pause is worth one torn utterance, and two
    that were talked into."""

    def cost(outcome: Outcome) -> float:
        return outcome.pause_s + outcome.torn + 0.5 * outcome.into

    chosen: list[Outcome] = []
    for number, case in enumerate(cases):
        others = [other for other, one in enumerate(cases) if one.speaker != case.speaker]
        best = min(by_knob, key=lambda knob: sum(cost(by_knob[knob][other]) for other in others))
        chosen.append(by_knob[best][number])
    return chosen


# The callers


def corpus(folder: Path, chance: random.Random, *, quick: bool) -> list[Case]:
    if not (folder / "vivos-mini").is_dir():
        raise NothingToMeasureError(f"no recordings of people in {folder}")
    read = [case for name in ("vieneu-refs", "vivos-mini") for case in sentences(folder / name)]
    digits = {text: list(clips) for text, clips in by_text(folder / "digits-8k").items()}
    words = [(text, clip) for text, clips in by_text(folder / "menu-words-8k").items() for clip in clips]
    times, numbers, commands = (1, 6, 12) if quick else (3, 30, 40)
    cases = list(read)
    cases += [hesitating(case, chance) for case in read for _ in range(times)]
    cases += [number(digits, chance) for _ in range(numbers)]
    menu = Expectation("choice", MENU, closed=True)
    for text, clip in chance.sample(words, commands):
        cases.append(Case("commands", f"menu {text}", *_trimmed(clip.samples), menu))
    return cases


def by_text(folder: Path) -> dict[str, list[Audio]]:
    found: dict[str, list[Audio]] = {}
    for text, _, audio in clips(folder):
        found.setdefault(text, []).append(audio)
    return found


def clips(folder: Path) -> Iterator[tuple[str, str, Audio]]:
    """Text, name and sound at the telephone's rate."""
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        path = folder / entry["audio_filepath"]
        yield entry["text"], path.stem, resample(read_audio(path), RATE_HZ)


def sentences(folder: Path) -> Iterator[Case]:
    for _, name, audio in clips(folder):
        speaker = "vivos" if name.startswith("VIVOS") else name
        yield Case("sentences", speaker, *_trimmed(audio.samples), Expectation())


def hesitating(case: Case, chance: random.Random) -> Case:
    """The sentence with its own pauses drawn out and one more, in the quietest moment near a random place."""
    (begin, _), (_, end) = case.voiced[0], case.voiced[-1]
    cuts = [(left[1], right[0]) for left, right in pairwise(case.voiced)]
    at = _quietest(case.sound, chance.uniform(begin + 0.3 * (end - begin), begin + 0.8 * (end - begin)))
    if all(abs(at - middle) > 0.3 for middle in (sum(cut) / 2 for cut in cuts)):
        cuts = sorted([*cuts, (at, at)])
    parts, voiced, start = [case.sound[: _n(cuts[0][0])]], [(begin, cuts[0][0])], cuts[0][0]
    at_s = cuts[0][0]
    for number, cut in enumerate(cuts):
        pause_s = pause(chance)
        until = cuts[number + 1][0] if number + 1 < len(cuts) else end
        parts += [_hush(pause_s), case.sound[_n(cut[1]) : _n(until)]]
        start = at_s + pause_s
        at_s = start + until - cut[1]
        voiced.append((start, at_s))
    return Case("hesitating", case.speaker, np.concatenate(parts), tuple(voiced), case.expects)


def number(digits: dict[str, list[Audio]], chance: random.Random) -> Case:
    """Ten digits in groups; the pauses of one number resemble each other."""
    groups = chance.choice(GROUPS)
    typical_s = pause(chance)
    names = ["không", chance.choice(("ba", "bảy", "tám", "chín"))]
    names += [chance.choice([name for name in digits if name != "mười"]) for _ in range(8)]
    sound, voiced, spoken = [_hush(0.3)], [], iter(names)
    at_s = 0.3
    for size in groups:
        start = at_s
        for place in range(size):
            clip = chance.choice(digits[next(spoken)]).samples
            gap = _hush(chance.uniform(0.02, 0.09) if place + 1 < size else 0.0)
            sound += [clip, gap]
            at_s += (len(clip) + len(gap)) / RATE_HZ
        voiced.append((start, at_s))
        rest = _hush(typical_s * chance.uniform(0.75, 1.3))
        sound.append(rest)
        at_s += len(rest) / RATE_HZ
    return Case("numbers", "digits", np.concatenate(sound[:-1]), tuple(voiced), PHONE)


def pause(chance: random.Random) -> float:
    drawn_s = PAUSE_MEDIAN_S * float(np.exp(chance.gauss(0.0, PAUSE_SIGMA)))
    return min(max(drawn_s, PAUSE_LEAST_S), PAUSE_MOST_S)


def _trimmed(samples: Samples) -> tuple[Samples, tuple[Span, ...]]:
    """The sound up to its last voice, and where there is a voice: loud enough, and speech to the detector."""
    size = frame_samples(RATE_HZ)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    rms = np.sqrt(np.mean(frames**2, axis=1))
    spoken = np.zeros(len(frames), bool)
    for part in segments(
        resample(Audio(samples, RATE_HZ), 16_000).samples, SileroActivity(), pause_s=0.0, margin_s=0.05
    ):
        spoken[round(part.start_s / FRAME_S) : round(part.end_s / FRAME_S)] = True
    if not spoken.any():  # a word too faint for the detector
        spoken[:] = True
    loud = np.flatnonzero(spoken & (rms > rms[spoken].max() * 10 ** (QUIET_DB / 20)))
    parts = np.split(loud, np.flatnonzero(np.diff(loud) * FRAME_S > OWN_PAUSE_S + FRAME_S) + 1)
    voiced = tuple((float(part[0] * FRAME_S), float((part[-1] + 1) * FRAME_S)) for part in parts)
    return samples[: _n(voiced[-1][1])], voiced


def _quietest(sound: Samples, near_s: float) -> float:
    moments = np.arange(near_s - 0.15, near_s + 0.15, 0.01)
    return float(min(moments, key=lambda at: float(np.sum(sound[_n(at - 0.01) : _n(at + 0.01)] ** 2))))


def _n(seconds: float) -> int:
    return round(seconds * RATE_HZ)


def _hush(seconds: float) -> Samples:
    return np.random.default_rng(_n(seconds)).normal(0.0, LINE_NOISE, _n(seconds)).astype(np.float32)


# The listening


class Remembering:
    """A recogniser that reads the same sound only once, however often it is listened to."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.name, self.rate_hz = recogniser.name, recogniser.rate_hz
        self._recogniser = recogniser
        self.read: dict[bytes, Transcript] = {}

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        return self._recogniser.transcribe(audio, bias=bias)

    def stream(self, *, bias: Bias | None = None) -> RememberingStream:
        return RememberingStream(self.read, self._recogniser.stream(bias=bias), repr(bias).encode())


@dataclass
class RememberingStream:
    read: dict[bytes, Transcript]
    stream: RecogniserStream
    name: bytes
    waiting: list[Samples] = field(default_factory=list)

    def accept(self, samples: Samples) -> Transcript:
        self.waiting.append(samples)
        self.name = blake2b(self.name + samples.tobytes()).digest()
        return self._told(self.name, self._catch_up)

    def finish(self) -> Transcript:
        def finished() -> Transcript:
            self._catch_up()
            return self.stream.finish()

        return self._told(self.name + b"whole", finished)

    def _told(self, name: bytes, find: Callable[[], Transcript]) -> Transcript:
        if name not in self.read:
            self.read[name] = find()
        return self.read[name]

    def _catch_up(self) -> Transcript:
        heard = self.stream.accept(np.concatenate(self.waiting)) if self.waiting else Transcript("", final=False)
        self.waiting = []
        return heard


class Respondent:
    """An assistant that answers `ANSWER_S` after every turn, and falls silent when it is interrupted."""

    def __init__(self, expects: Expectation, timing: Timing, *, repairs: bool) -> None:
        self.expectation = expects
        self.asked = True
        self._timing = timing
        self._repairs = repairs
        self.said_s: float | None = None
        self._held_s: float | None = None

    @property
    def activity(self) -> Activity:
        if self.said_s is None:
            return Activity.LISTENING
        return Activity.SPEAKING if now_s() - self.said_s >= ANSWER_S else Activity.THINKING

    def be_quiet(self) -> None:
        """The answer is over."""
        self.said_s = self._held_s = None

    def hold(self) -> None:
        self._held_s = now_s()

    def resume(self) -> None:
        self._held_s = None

    def reassure(self) -> None:
        pass

    def is_own(self, sound: Samples, rate_hz: int) -> bool:
        return False

    def words_in_the_air(self) -> list[str]:
        return []

    def take_back(self) -> bool:
        said_s, held_s = self.said_s, self._held_s
        self.said_s = self._held_s = None
        if said_s is None or not self._repairs:
            return False
        return (held_s or now_s()) - said_s - ANSWER_S <= self._timing.unheard_answer_s


def played(cases: Sequence[Case], ears: Ears, timing: Timing, *, repairs: bool = True) -> list[Outcome]:
    async def every() -> list[Outcome]:
        outcomes: list[Outcome] = []
        for call in calls(cases):
            mouth = Respondent(call[0].expects, timing, repairs=repairs)
            listener = Listener(ears, mouth, rate_hz=RATE_HZ, timing=timing, watch=unwatched)
            outcomes += [await listened(case, listener, mouth, repairs=repairs) for case in call]
        return outcomes

    return run_virtually(every())


def calls(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """What one person says in a row is one call, in which the waits may adapt; every number is somebody else's."""
    call: list[Case] = []
    for case in cases:
        if call and ((case.kind, case.speaker) != (call[-1].kind, call[-1].speaker) or case.kind == "numbers"):
            yield call
            call = []
        call.append(case)
    yield call


async def listened(case: Case, listener: Listener, mouth: Respondent, *, repairs: bool) -> Outcome:
    """Play one utterance and see when it was taken to have ended."""
    mouth.be_quiet()
    lead, tail = _hush(0.4), _hush(3.0)
    ends: list[tuple[float, Said]] = []
    for at_s, frame in _frames(np.concatenate([lead, case.sound, tail])):
        await asyncio.sleep(FRAME_S)
        for event in listener.hear(frame):
            if isinstance(event, Said):
                mouth.said_s = now_s()
                ends.append((at_s - len(lead) / RATE_HZ, event))
    return judged(case, ends, repairs=repairs)


def judged(case: Case, ends: Sequence[tuple[float, Said]], *, repairs: bool) -> Outcome:
    early = [(at_s, said) for at_s, said in ends if at_s < case.end_s and said.text]
    late = [at_s for at_s, _ in ends if at_s >= case.end_s]
    outcome = Outcome(early=len(early), pause_s=(late[0] if late else case.end_s + 3.0) - case.end_s)
    for at_s, said in early:
        goes_on_s = next((start for start, _ in case.voiced if start >= at_s), at_s)
        outcome.into += goes_on_s - at_s > ANSWER_S
        later = [other.text for other_s, other in ends if other_s > at_s]
        together = later and to_spoken(later[0]).startswith(to_spoken(said.text))
        outcome.torn += not (repairs and together)
    return outcome


def _frames(sound: Samples) -> Iterator[tuple[float, Samples]]:
    size = frame_samples(RATE_HZ)
    for start in range(0, len(sound) - size + 1, size):
        yield (start + size) / RATE_HZ, sound[start : start + size]


def _fixed(wait_s: float) -> Callable[[Timing], Endpoint]:
    class Fixed:
        def silence_needed_s(self, heard: Heard, expectation: Expectation) -> float:
            return wait_s

        def ended(self, heard: Heard) -> None:
            pass

        def cut_off(self) -> None:
            pass

    return lambda timing: Fixed()
