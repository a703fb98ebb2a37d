"""Many callers in one process, for `bench.many`: each listens to the greeting, asks, hears the answer, asks the next
thing, and interrupts every third answer. Prints what they heard as JSON.

    python -m bench.callers SPEECH_FOLDER --server 127.0.0.1:5060 --callee 1900 --calls 10 --seconds 50 --seed 1

SPEECH_FOLDER holds sets of recordings with a manifest each. All times are the caller's: the end of speech is when the
last audible packet of a question was sent, an answer is there when its first audible packet has arrived. One thread
sends and takes the packets of all calls.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import select
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np

from bench import ear
from bench.softphone import PACKET_S, PACKET_SAMPLES, Softphone
from giong.speech.codecs import RATE_HZ, alaw
from giong.speech.files import read_audio
from giong.speech.pcm import Samples
from giong.speech.resample import resample

SETS = ("vivos-mini", "vieneu-refs")
QUIET_DB = -30.0
"""A packet this far below the loudest of its recording holds no speech any more."""
LINE_NOISE = 10 ** (-62 / 20)
HEARD_OUT_S = 0.9
"""So much silence, and the caller takes the answer for finished."""
INTERRUPTS_AFTER_S = 1.5
EVERY = 3
"""One answer in so many is interrupted."""
SOONEST_S = 0.15
"""An answer that begins sooner was meant for what was said before a pause: nobody can know so soon."""
PATIENCE_S = 6.0
GREETING_S = 15.0
RAMP_S = 6.0
"""All calls begin within this time."""
LAST_WORDS_S = 20.0
"""Who is still hearing an answer when the time is over hears it to its end, but not for longer."""
PHASES = 4
"""Callers send in so many groups, evenly within 20 ms."""


@dataclass(frozen=True)
class Clip:
    """A recorded question as packets; `first` and `last` are those that begin and end its speech."""

    text: str
    packets: tuple[bytes, ...]
    first: int
    last: int


@dataclass
class Told:
    """What a caller experienced, in seconds.

    `waits`: end of speech → first sound of the answer; `silences`: begin of an interruption → last sound of the answer
    that it interrupts.
    """

    number: str
    status: int = 0
    talk_s: float = 0.0
    said: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    silences: list[float] = field(default_factory=list)
    unanswered: int = 0
    not_stopped: int = 0
    talked_into: int = 0
    gaps: list[float] = field(default_factory=list)
    lost: int = 0
    pauses: list[float] = field(default_factory=list)


class Mood(Enum):
    RINGING = "ringing"
    GREETED = "greeted"
    SPEAKING = "speaking"
    WAITING = "waiting"
    LISTENING = "listening"
    THINKING = "thinking"
    OVER = "over"


class Caller:
    """One caller and what they do next. `tick` is called every 20 ms."""

    def __init__(self, phone: Softphone, clips: Sequence[Clip], chance: random.Random, *, until_s: float) -> None:
        self.phone = phone
        self.told = Told(phone.number)
        self._clips = clips
        self._chance = chance
        self._until_s = until_s
        self._noise = _noise(chance.randrange(1 << 30))
        self._next = chance.randrange(len(clips))
        self._asked = 0
        self._mood = Mood.RINGING
        self._since_s = 0.0
        self._place = 0
        self._ended_s = 0.0
        self._interrupting = False
        self._began_s = 0.0
        self._thinks_s = 0.0
        self.answers: list[tuple[float, float]] = []
        """From when to when the assistant was heard."""
        self.interruptions: list[float] = []

    @property
    def over(self) -> bool:
        return self._mood is Mood.OVER

    def tick(self, now_s: float) -> None:
        phone = self.phone
        phone.tick(now_s)
        if phone.status not in (0, 200) and not self.over:
            self._become(Mood.OVER, now_s)
        if phone.status == 200:
            phone.say(self._sound(now_s))
            self._decide(now_s)

    def _sound(self, now_s: float) -> bytes:
        if self._mood is not Mood.SPEAKING:
            return next(self._noise)
        clip = self._clips[self._next]
        if self._place == clip.first:
            self._began_s = now_s - PACKET_S
            if self._interrupting:
                self.interruptions.append(self._began_s)
        if self._place == clip.last:
            self._ended_s = now_s
        packet = clip.packets[self._place]
        self._place += 1
        return packet

    def _decide(self, now_s: float) -> None:
        quiet_s = now_s - self.phone.loud_s
        match self._mood:
            case Mood.RINGING:
                self._become(Mood.GREETED, now_s)
            case Mood.GREETED:
                heard_out = self.phone.loud_s > self._since_s and quiet_s >= HEARD_OUT_S
                if heard_out or now_s - self._since_s > GREETING_S:
                    self._think(now_s)
            case Mood.THINKING:
                if now_s >= self._thinks_s:
                    self._speak(now_s, interrupting=False)
            case Mood.SPEAKING:
                if self._place > self._clips[self._next].last:
                    self._finish(now_s)
            case Mood.WAITING:
                self._wait(now_s)
            case Mood.LISTENING:
                self._listen(now_s, quiet_s)
            case Mood.OVER:
                pass

    def _think(self, now_s: float) -> None:
        if now_s >= self._until_s:
            self.phone.hang_up()
            self._become(Mood.OVER, now_s)
            return
        self._thinks_s = now_s + self._chance.uniform(0.3, 1.2)
        self._become(Mood.THINKING, now_s)

    def _speak(self, now_s: float, *, interrupting: bool) -> None:
        self._interrupting = interrupting
        self._place = 0
        self._become(Mood.SPEAKING, now_s)

    def _finish(self, now_s: float) -> None:
        """The question has been asked."""
        self.told.said.append(self._clips[self._next].text)
        self._next = (self._next + 1) % len(self._clips)
        self._asked += 1
        if self._ended_s - self.phone.loud_s < HEARD_OUT_S / 3 and self.phone.loud_s > self._began_s + 1.0:
            self.told.talked_into += 1  # it answers already, or has not stopped
            self._ended_s = 0.0
        self._become(Mood.WAITING, now_s)

    def _wait(self, now_s: float) -> None:
        if self.phone.loud_s > max(self._ended_s, self._since_s):
            first_s = next(one.arrived_s for one in self.phone.packets if one.loud and one.arrived_s > self._ended_s)
            if self._ended_s and first_s - self._ended_s < SOONEST_S:
                self.told.talked_into += 1
            elif self._ended_s:
                self.told.waits.append(first_s - self._ended_s)
            self.answers.append((self.phone.loud_s, 0.0))
            self._become(Mood.LISTENING, now_s)
        elif now_s - self._since_s > PATIENCE_S:
            self.told.unanswered += 1
            self._think(now_s)

    def _listen(self, now_s: float, quiet_s: float) -> None:
        interrupts = self._asked % EVERY == EVERY - 1 and now_s < self._until_s
        heard_out = quiet_s >= HEARD_OUT_S
        if heard_out or (interrupts and now_s - self._since_s >= INTERRUPTS_AFTER_S):
            self.answers[-1] = (self.answers[-1][0], self.phone.loud_s)
            if heard_out:
                self._think(now_s)
            else:
                self._speak(now_s, interrupting=True)

    def _become(self, mood: Mood, now_s: float) -> None:
        self._mood, self._since_s = mood, now_s

    def tell(self) -> Told:
        """Everything, once the call is over."""
        told, phone = self.told, self.phone
        told.status = phone.status
        told.talk_s = max(0.0, phone.ended_s - phone.connected_s) if phone.connected_s else 0.0
        told.gaps, told.lost = ear.gaps(phone.packets), ear.lost(phone.packets)
        for began_s in self.interruptions:
            silent_s = ear.silence_after(phone.packets, began_s)
            if silent_s is None:
                told.not_stopped += 1
            else:
                told.silences.append(silent_s - began_s)
        told.pauses = [pause for answer in self.answers for pause in ear.pauses_within(phone.packets, *answer)]
        return told


def clips(folder: Path, *, seed: int) -> list[Clip]:
    """The recordings, in an order that depends on the seed."""
    found = []
    for name in SETS:
        manifest = folder / name / "manifest.jsonl"
        for line in manifest.read_text("utf-8").splitlines():
            entry = json.loads(line)
            samples = resample(read_audio(folder / name / entry["audio_filepath"]), RATE_HZ).samples
            found.append(_clip(entry["text"], samples))
    random.Random(seed).shuffle(found)
    return found


def _clip(text: str, samples: Samples) -> Clip:
    whole = np.pad(samples, (0, -len(samples) % PACKET_SAMPLES)).reshape(-1, PACKET_SAMPLES)
    power = np.mean(whole.astype(np.float64) ** 2, axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (QUIET_DB / 10))
    data = alaw().encode(whole.reshape(-1).astype(np.float32))
    packets = tuple(data[at : at + PACKET_SAMPLES] for at in range(0, len(data), PACKET_SAMPLES))
    return Clip(text, packets, int(loud[0]), int(loud[-1]))


def _noise(seed: int) -> Iterator[bytes]:
    """A quiet line."""
    sound = np.random.default_rng(seed).normal(0.0, LINE_NOISE, RATE_HZ).astype(np.float32)
    data = alaw().encode(sound)
    while True:
        for at in range(0, len(data), PACKET_SAMPLES):
            yield data[at : at + PACKET_SAMPLES]


def call(callers: Sequence[Caller], begins_s: Sequence[float], *, most_s: float) -> None:
    """Run all calls to their ends."""
    watched = select.epoll()
    by_descriptor = {}
    for caller in callers:
        for taken in ("sip", "rtp"):
            descriptor = getattr(caller.phone, taken).fileno()
            take = caller.phone.take_messages if taken == "sip" else caller.phone.take_sound
            by_descriptor[descriptor] = take
            watched.register(descriptor, select.EPOLLIN)
    began_s = time.time()
    waiting = sorted(zip(begins_s, range(len(callers)), strict=True), reverse=True)
    number = 0
    while not all(caller.over for caller in callers) and time.time() - began_s < most_s:
        due_s = began_s + number * PACKET_S / PHASES
        while (left_s := due_s - time.time()) > 0:
            for descriptor, _ in watched.poll(left_s):
                by_descriptor[descriptor]()
        for descriptor, _ in watched.poll(0):
            by_descriptor[descriptor]()
        now_s = time.time()
        while waiting and now_s - began_s >= waiting[-1][0]:
            callers[waiting.pop()[1]].phone.invite(now_s)
        for caller in callers[number % PHASES :: PHASES]:
            caller.tick(now_s)
        number += 1
    for caller in callers:
        caller.phone.hang_up()
    watched.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--server", default="127.0.0.1:5060")
    options.add_argument("--callee", default="1900")
    options.add_argument("--calls", type=int, default=1)
    options.add_argument("--seconds", type=float, default=50.0)
    options.add_argument("--ramp", type=float, default=RAMP_S, help="seconds within which all calls begin")
    options.add_argument("--first", type=int, default=0, help="number of the first caller")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    host, port = chosen.server.rsplit(":", 1)
    chance = random.Random(chosen.seed)
    questions = clips(chosen.folder, seed=chosen.seed)
    begins_s = [chosen.ramp * number / chosen.calls for number in range(chosen.calls)]
    began_s = time.time()
    callers = [
        Caller(
            Softphone(f"09120{chosen.first + number:05d}", host=host, server=(host, int(port)), callee=chosen.callee),
            questions,
            random.Random(chance.random()),
            until_s=began_s + begin_s + chosen.seconds,
        )
        for number, begin_s in enumerate(begins_s)
    ]
    gc.freeze()
    gc.disable()
    call(callers, begins_s, most_s=chosen.ramp + chosen.seconds + LAST_WORDS_S)
    json.dump([asdict(caller.tell()) for caller in callers], sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
