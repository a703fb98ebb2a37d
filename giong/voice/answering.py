"""Who has picked up when we call: a person, a voicemail, the operator's announcement? Knows no wire and no campaign.

Three things tell them apart, the surest first: words that only machines say, the beep, and the rhythm. People say
"a lô" and wait; announcements go on. To hang up on a person is worse than to talk to a machine, so whoever says what
people say is a person until a machine's words or its beep are heard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from giong.speech.energy import EnergyActivity
from giong.speech.pcm import Samples
from giong.speech.resample import Resampler
from giong.speech.vad import RATE_HZ, VoiceActivity
from giong.text.unicode import fold
from giong.voice.activity import STEP_S, Steps
from giong.voice.doubling import Doubler
from giong.voice.notices import Final, Notice, Partial
from giong.voice.tones import STEADY_HZ, Tone, ToneFinder


class Who(StrEnum):
    """Who has picked up."""

    PERSON = "person"
    VOICEMAIL = "voicemail"
    ANNOUNCEMENT = "announcement"
    """The operator: switched off, out of reach, no such number."""
    MENU = "menu"
    """Another organisation's "bấm phím 1"."""
    FAX = "fax"


@dataclass(frozen=True)
class Verdict:
    """Who it is, by which sign, and how long after the answer that was clear. `ready` says that a message would be
    recorded from now on (the beep was heard).
    """

    who: Who
    reason: str
    at_s: float
    ready: bool = False

    @property
    def machine(self) -> bool:
        return self.who is not Who.PERSON


# Without tone marks, as a recogniser mishears tones on a bad line first.
_ANNOUNCED = re.compile(
    r"(?:so ma[iy]|thue bao|so dien thoai)(?: ma)? qu[iy] khach (?:vua|dang|can|muon)|qu[iy] khach vua goi|"
    r"(?:thue bao|so ma[iy]) (?:\w+ ){0,6}(?:tam thoi (?:khong|khoa|ngung)|ngoai vung)|ngoai vung phu song|"
    r"qu[iy] khach (?:\w+ ){0,2}(?:kiem tra lai so|goi lai sau)|"
    r"(?:number|subscriber) you|cannot be reached|not available at|is switched off|try again later"
)
_VOICEMAIL = re.compile(
    r"(?:vui long|xin|hay|moi) (?:\w+ ){0,2}de lai (?:\w+ ){0,2}(?:loi nhan|tin nhan)|"
    r"sau (?:tieng|am thanh) (?:bip|bi|beep|tit)(?!\w)|hop thu thoai|"
    r"leave (?:a |your |me a )?message|after the (?:tone|beep)|voice ?mail"
)
_MENU = re.compile(
    r"(?:vui long|xin|hay|moi|qu[iy] khach|de (?:\w+ ){1,6}) ?(?:bam|nhan|an) (?:phim|so)|press (?:one|1|zero|0)(?!\w)"
)
_PERSON = re.compile(
    r"(?<!\w)(?:a ?lo|ai day|ai the|ai do|ai goi|xin nghe|nghe day|nghe a|em nghe|toi nghe|anh nghe|chi nghe|toi day|"
    r"chao (?:em|anh|chi|ban|chau|co|chu|bac)|goi ai|co chuyen gi|co viec gi|hello)(?!\w)"
)
_CUSTOMER = re.compile(r"qu[iy] khach")
_SERVES = re.compile(r"xin nghe|giup gi|ho tro gi|(?<!\w)em la(?!\w)|chao qu[iy] khach")
"""People at a counter call a caller "quý khách" too, with these words."""
_HUMBLE = frozenset(("da", "vang", "u", "uh", "ha", "gi", "ai", "sao", "noi", "nghe"))
"""A first utterance made of these alone is a person's."""

BEEP_S = 0.24
FAX_HZ = (1_100.0, 2_100.0)
"""Calling and answering tone: ITU-T T.30, section 4."""
FAX_S = 0.44
BEFORE_BEEP_S, PERSON_BEFORE_BEEP_S = 0.8, 2.0
"""A beep counts behind so much of a greeting; behind a short "a lô" it is something in the room."""
GREETING_S = 3.2
"""A first utterance up to this long, with a pause behind it, is a person's greeting unless its words say otherwise."""
PAUSE_S = 0.7
"""Ends the first utterance."""
CUSTOMER_S = 3.0
"""Whoever picks up and speaks of "quý khách" for so long is an announcement, however badly the rest is understood."""
MONOLOGUE_S = 6.2
"""Nobody speaks for so long to a caller who has not said a word, …"""
PERSON_MONOLOGUE_S = 14.0
"""… not even who has said "a lô"."""
SILENT_S = 4.0
"""Who picks up and says nothing for so long is taken for a person who waits."""
REVISED_UNTIL_S = 30.0
"""Later nobody is taken for a machine any more."""


class Answering:
    """Listens to the beginning of one outgoing call. Give it the sound, and the notices of the line that listens."""

    def __init__(self, rate_hz: int, detector: VoiceActivity | None = None) -> None:
        self._resampler = Doubler() if 2 * rate_hz == RATE_HZ else Resampler(rate_hz, RATE_HZ)
        self._steps = Steps(detector or EnergyActivity())
        self._tones = ToneFinder(rate_hz)
        self._rate_hz = rate_hz
        self._at_s = 0.0
        self._voiced_s = 0.0
        self._first_s: float | None = None  # the first voice
        self._last_s = 0.0  # the last voice
        self._greeted_s: float | None = None  # how long the first utterance was
        self._said: list[str] = []  # by now, folded
        self._now = ""  # being said
        self._spoken = False  # we have said something: rhythm tells nothing from then on
        self.verdict: Verdict | None = None

    def hear(self, samples: Samples) -> Verdict | None:
        """The next sound. Returns a verdict when there is one, or another one than before."""
        self._at_s += len(samples) / self._rate_hz
        tone = self._tones.hear(samples)
        if tone is not None and (verdict := self._by_tone(tone)):
            return verdict
        for step in self._steps.push(self._resampler.push(samples)):
            self._count(voiced=step.probability >= 0.5 and tone is None)
        return self._by_rhythm()

    def notice(self, notice: Notice) -> Verdict | None:
        """What the line has understood. Returns a verdict when there is one, or another one than before."""
        if isinstance(notice, Partial):
            self._now = fold(notice.text)
        elif isinstance(notice, Final):
            self._now = ""
            self._said.append(fold(notice.text))
        else:
            return None
        return self._by_words(final=isinstance(notice, Final))

    def spoke(self) -> None:
        """We have begun to speak ourselves: from now on only words and the beep count."""
        self._spoken = True

    def _count(self, *, voiced: bool) -> None:
        if voiced:
            self._voiced_s += STEP_S
            self._last_s = self._at_s
            self._first_s = self._at_s if self._first_s is None else self._first_s
        elif self._greeted_s is None and self._first_s is not None and self._at_s - self._last_s >= PAUSE_S:
            self._greeted_s = self._last_s - self._first_s + STEP_S

    def _by_tone(self, tone: Tone) -> Verdict | None:
        if tone.length_s >= FAX_S and min(abs(tone.hz - hz) for hz in FAX_HZ) <= STEADY_HZ:
            return self._decide(Who.FAX, "fax_tone")
        greeted = self._spoke_s >= (PERSON_BEFORE_BEEP_S if self._is_person else BEFORE_BEEP_S)
        return self._decide(Who.VOICEMAIL, "beep", ready=True) if greeted and tone.length_s >= BEEP_S else None

    @property
    def _spoke_s(self) -> float:
        return 0.0 if self._first_s is None else self._last_s - self._first_s

    @property
    def _is_person(self) -> bool:
        return self.verdict is not None and not self.verdict.machine

    def _by_rhythm(self) -> Verdict | None:
        if self.verdict is not None or self._spoken:
            return None
        if self._first_s is None:
            return self._decide(Who.PERSON, "silent") if self._at_s >= SILENT_S else None
        if self._greeted_s is None:
            longest_s = PERSON_MONOLOGUE_S if _PERSON.search(self._words) else MONOLOGUE_S
            long = self._last_s - self._first_s >= longest_s
            return self._decide(Who.VOICEMAIL, "long_speech") if long else None
        if self._greeted_s >= MONOLOGUE_S and not _PERSON.search(self._words):
            return self._decide(Who.VOICEMAIL, "long_speech")
        if self._greeted_s <= GREETING_S and self._voiced_s >= 2 * STEP_S:
            return self._decide(Who.PERSON, "short_greeting")
        return self._decide(Who.PERSON, "waits_for_us") if self._at_s - self._last_s >= 2 * PAUSE_S else None

    def _by_words(self, *, final: bool) -> Verdict | None:
        words = self._words
        for who, cues in ((Who.VOICEMAIL, _VOICEMAIL), (Who.ANNOUNCEMENT, _ANNOUNCED), (Who.MENU, _MENU)):
            if cues.search(words):
                return self._decide(who, "words")
        if self.verdict is not None:
            return None
        if self._spoke_s >= CUSTOMER_S and _CUSTOMER.search(words) and not _SERVES.search(words):
            return self._decide(Who.ANNOUNCEMENT, "words")
        if final and (_PERSON.search(words) or _HUMBLE.issuperset(words.split())):
            return self._decide(Who.PERSON, "words") if words else None
        return None

    @property
    def _words(self) -> str:
        return " ".join([*self._said, self._now]).strip()

    def _decide(self, who: Who, reason: str, *, ready: bool = False) -> Verdict | None:
        before = self.verdict
        if before is not None and (self._at_s > REVISED_UNTIL_S or (before.who is who and before.ready >= ready)):
            return None
        if before is not None and before.machine:  # what kind of machine is known already
            if not ready or before.ready:
                return None
            who = before.who
        self.verdict = Verdict(who, reason, self._at_s, ready)
        return self.verdict
