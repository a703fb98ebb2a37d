"""Clean sentences as people would type them: by rule, one habit at a time, the same for the same seed. Knows nothing of
how they are read back.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from giong.text.tones import Tone, tone, without_tone
from giong.text.unicode import VOWELS, nfc, unaccented

Habit = Callable[[str, random.Random], str]
"""A sentence as someone with this habit types it."""

_WORD = re.compile(r"[^\W\d_]+")
_TELEX_TONES = {
    Tone.NGANG: "", Tone.HUYEN: "f", Tone.SAC: "s", Tone.NGA: "x", Tone.HOI: "r", Tone.NANG: "j",
}  # fmt: skip
_VNI_TONES = {Tone.NGANG: "", Tone.HUYEN: "2", Tone.SAC: "1", Tone.NGA: "4", Tone.HOI: "3", Tone.NANG: "5"}
_TELEX_LETTERS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_LETTERS = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
_SHORT = {
    "không": ("ko", "k", "hok", "hông"), "được": ("đc", "dc"), "gì": ("j",), "vậy": ("z",), "rồi": ("r", "rùi"),
    "với": ("vs",), "cũng": ("cx",), "muốn": ("mún",), "quá": ("wá",), "phải": ("fải",), "biết": ("bít", "bik"),
    "bao nhiêu": ("bn", "bnhiu", "nhiêu"), "như thế nào": ("ntn",), "số điện thoại": ("sđt", "sdt"), "giờ": ("h",),
    "trước": ("trc",), "đăng ký": ("đky", "đk"), "tôi": ("tui",), "mình": ("mk", "mik"), "người": ("ng",),
    "tài khoản": ("tk",), "thời gian": ("tgian",), "bây giờ": ("bjo",), "hôm nay": ("hnay",), "bảo hiểm": ("bảo hỉm",),
    "kiểm tra": ("ktra",), "công ty": ("cty",), "dịch vụ": ("dv",), "thích": ("thix", "thík"), "đang": ("đag",),
    "nhiều": ("nhìu",), "yêu cầu": ("iu cầu",), "cho": ("cko",), "chủ nhật": ("cn",), "thứ bảy": ("t7",),
}  # fmt: skip
_SHORTENED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})(?!\w)")
_LOOK_ALIKES = str.maketrans("aeopcxyi", "аеорсхуі")
_STUCK_SHARE, _STRETCHED_SHARE, _DISGUISED_SHARE, _LEFT_OVER_SHARE = 0.3, 0.25, 0.3, 0.25


def plain(text: str, rng: random.Random) -> str:
    """Without any diacritics."""
    return unaccented(text)


def telex(text: str, rng: random.Random) -> str:
    """With the input method off: every word in Telex keys, the tone last."""
    return _WORD.sub(lambda match: _keys(match.group(), _TELEX_LETTERS, _TELEX_TONES), nfc(text))


def telex_left_over(text: str, rng: random.Random) -> str:
    """With an input method that missed some words, and the tone at any place after its vowel."""
    return _WORD.sub(
        lambda match: (
            _keys(match.group(), _TELEX_LETTERS, _TELEX_TONES, rng)
            if rng.random() < _LEFT_OVER_SHARE
            else match.group()
        ),
        nfc(text),
    )


def vni(text: str, rng: random.Random) -> str:
    """With the input method off: every word in VNI keys, the tone last."""
    return _WORD.sub(lambda match: _keys(match.group(), _VNI_LETTERS, _VNI_TONES), nfc(text))


def stuck(text: str, rng: random.Random) -> str:
    """Without some of the spaces."""
    return re.sub(r"(?<=[^\W\d_]) (?=[^\W\d_])", lambda _: "" if rng.random() < _STUCK_SHARE else " ", nfc(text))


def stuck_plain(text: str, rng: random.Random) -> str:
    """Without diacritics and some of the spaces."""
    return unaccented(stuck(text, rng))


def shorthand(text: str, rng: random.Random) -> str:
    """With shorthand wherever there is one."""
    return _SHORTENED.sub(lambda match: rng.choice(_SHORT[match.group()]), nfc(text))


def misplaced_tones(text: str, rng: random.Random) -> str:
    """With the tone mark on another vowel of the syllable, where there is one."""
    return _WORD.sub(lambda match: _misplaced(match.group(), rng), nfc(text))


def stretched(text: str, rng: random.Random) -> str:
    """With the last letters of some words held down."""

    def held(match: re.Match[str]) -> str:
        word = match.group()
        return word + unaccented(word[-1]) * rng.randint(2, 5) if rng.random() < _STRETCHED_SHARE else word

    return _WORD.sub(held, nfc(text))


def disguised(text: str, rng: random.Random) -> str:
    """With invisible characters and look-alike letters in some words, decomposed as some systems send it."""

    def hidden(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) < 2 or rng.random() > _DISGUISED_SHARE:
            return word
        at = rng.randrange(1, len(word))
        swapped = word.translate(_LOOK_ALIKES) if not word.translate(_LOOK_ALIKES).isascii() else word
        return f"{swapped[:at]}\u200b{swapped[at:]}"

    return unicodedata.normalize("NFD", _WORD.sub(hidden, nfc(text)))


HABITS: dict[str, Habit] = {
    "plain": plain,
    "telex": telex,
    "telex_left_over": telex_left_over,
    "vni": vni,
    "stuck": stuck,
    "stuck_plain": stuck_plain,
    "shorthand": shorthand,
    "misplaced_tones": misplaced_tones,
    "stretched": stretched,
    "disguised": disguised,
}


def _keys(word: str, letters: dict[str, str], tones: dict[Tone, str], rng: random.Random | None = None) -> str:
    lower = word.lower()
    keys = [letters.get(letter, letter) for letter in without_tone(lower)]
    vowels = [at for at, letter in enumerate(without_tone(lower)) if letter in VOWELS]
    at = rng.randint(vowels[-1] + 1, len(keys)) if rng is not None and vowels else len(keys)
    return "".join([*keys[:at], tones[tone(lower)], *keys[at:]])


def _misplaced(word: str, rng: random.Random) -> str:
    mark, bare = tone(word), without_tone(word)
    if mark is Tone.NGANG:
        return word
    places = [at for at, letter in enumerate(bare.lower()) if letter in VOWELS]
    others = [nfc(bare[: at + 1] + mark + bare[at + 1 :]) for at in places]
    others = [other for other in others if other != word]
    return rng.choice(others) if others else word
