"""A transcript as a row of syllables to be read: the row, what a reader returns, and runs of digits; knows no class of
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giong.text.compounds import NOT_NUMBERS
from giong.text.lexicon import bag
from giong.text.numbers import DIGITS, Numeral, scan
from giong.text.unicode import nfc
from giong.text.words import Span, word_at

_TOKEN = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+(?:[.,:/]\d+)*|[^\w\s]|_")
# Syllables looked at for one run: no number that people dictate is longer, and reading stays linear.
_LONGEST_RUN = 32
_LOOSE_DIGITS = DIGITS | {"tư": 4, "lăm": 5, "nhăm": 5, "mốt": 1}


@dataclass(frozen=True)
class Reading:
    """Syllables up to `end` (exclusive) are written as `text`."""

    end: int
    text: str


@dataclass(frozen=True)
class Heard:
    """The tokens of a transcript: syllables, and punctuation as tokens of their own, so that no number reaches across
    it.
    """

    text: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]


def heard(text: str) -> Heard:
    """Cut a transcript into tokens; `words` are composed and lower-case."""
    spans = tuple(Span(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text))
    return Heard(text, spans, tuple(nfc(span.text).lower() for span in spans))


@dataclass(frozen=True)
class DigitRun:
    """Digits said one after another; `end` is the index after the last syllable."""

    digits: str
    end: int


def digit_run(words: Sequence[str], start: int, *, commas: bool = False, guarded: bool = True) -> DigitRun | None:
    """Digit words in a row from `start`, "hai số tám" counting as "tám tám"; with `commas`, reaching across them.

    `guarded` stops before a compound such as "ba em", in which a digit word is none.
    """
    digits: list[str] = []
    at = end = start
    while at < len(words) and len(digits) < _LONGEST_RUN:
        piece = _digits_at(words, at, guarded=guarded)
        if piece is None:
            if commas and digits and words[at] in (",", ".", "-") and at == end:
                at += 1
                continue
            break
        digits.append(piece[0])
        at = end = piece[1]
    return DigitRun("".join(digits), end) if digits else None


def _digits_at(words: Sequence[str], at: int, *, guarded: bool = True) -> tuple[str, int] | None:
    digit = (_LOOSE_DIGITS if at else DIGITS).get(words[at])
    following = words[at + 1] if at + 1 < len(words) else ""
    if digit is None or following in ("mươi", "trăm", "chục"):
        return None
    if 2 <= digit <= 6 and following in ("số", "con"):
        repeated = DIGITS.get(words[at + 2]) if at + 2 < len(words) else None
        if repeated is not None:
            return str(repeated) * digit, at + 3
    if guarded and f"{words[at]} {following}" in NOT_NUMBERS:
        return None
    return str(digit), at + 1


def number_run(words: Sequence[str], start: int) -> DigitRun | None:
    """Numbers up to 999 in a row, written side by side: "không chín tám ba mươi hai" → 09832. Commas are passed."""
    digits: list[str] = []
    at = end = start
    while at < len(words) and len(digits) < _LONGEST_RUN:
        if digits and words[at] in (",", "-", ".") and at == end:
            at += 1
            continue
        piece = _digits_at(words, at)
        found = scan(words, at)
        if found is not None and found.end - at > 1 and not found.loose and found.value < 1000:
            digits.append(str(found.value))
            at = end = found.end
        elif piece is not None:
            digits.append(piece[0])
            at = end = piece[1]
        else:
            break
    return DigitRun("".join(digits), end) if digits else None


def year(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """A year said at `start` as a number ("hai nghìn không trăm hai mươi sáu"), as digits ("hai không hai sáu") or as
    its last two digits of ten or more ("chín lăm" → 95); with the index after it.
    """
    for run in (digit_run(words, start), number_run(words, start)):
        if run is not None and len(run.digits) == 4 and run.digits[:2] in ("19", "20"):
            return int(run.digits), run.end
    found = scan(words, start)
    if found is None:
        return None
    if found.value in (1000, 2000) and word_at(words, found.end) == "năm" and _ends(words, found.end + 1):
        return found.value + 5, found.end + 1
    if 1000 <= found.value <= 2999 and word_at(words, found.end) not in _COUNTED:
        return found.strict or found.value, found.end
    return _short_year(words, start, found)


_COUNTED = bag("đồng đô người tỷ tỉ triệu nghìn ngàn usd")


def _short_year(words: Sequence[str], start: int, found: Numeral) -> tuple[int, int] | None:
    """ "chín lăm" or "chín mươi lăm": two digits from the sixties on, or any where the phrase ends."""
    run = digit_run(words, start)
    if run is not None and len(run.digits) == 2 and run.digits[0] in "6789" and run.end >= found.end:
        return int(run.digits), run.end
    if 10 <= found.value <= 99 and found.end - start > 1 and not found.loose and _ends(words, found.end):
        return found.value, found.end
    return None


def _ends(words: Sequence[str], at: int) -> bool:
    """Whether the phrase ends before this place."""
    return word_at(words, at) in ("", ".", ",", "?", "ạ")
