"""Every number in words as digits, for words that answer a question about an amount; knows the way back to the words.

`written` changes only what is surely a number; here "ba" is 3 and "năm năm" is five years.
"""

from __future__ import annotations

from dataclasses import dataclass

from giong.text.heard import heard
from giong.text.lexicon import bag, table
from giong.text.numbers import scan
from giong.text.unicode import has_diacritics
from giong.text.words import word_at

_TYPED = table(
    "khong: không; mot: một; bon: bốn; nam: năm; bay: bảy; tam: tám; chin: chín; tram: trăm; nghin: nghìn; ngan: ngàn;"
    "trieu: triệu; ty: tỷ; ti: tỷ; ruoi: rưỡi; lam: lăm; tu: tư; le: lẻ; chuc: chục"
)
_SCALES = bag("trăm nghìn ngàn triệu tỷ tỉ k tr củ")
_TENS = bag("hai ba bốn năm sáu bảy tám chín 2 3 4 5 6 7 8 9")
_KEPT_AFTER = bag("thứ tháng")
_AFTER_NOUGHT = bag("phẩy phảy phần đồng giờ độ")
"""Before other words "không" is rather "no" than nought."""


@dataclass(frozen=True)
class Counted:
    """The text with digits; its i-th character stands for the original's from `starts[i]` to `ends[i]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Which part of the original text a part of this one, of one character or more, stands for."""
        return self.starts[start], self.ends[end - 1]


def counted(text: str, *, least: int = 1) -> Counted:
    """The text with each number of words replaced: "hai triệu tư" → "2400000", "ba tiếng rưỡi" → "3 tiếng rưỡi".

    `least` is the number of syllables from which on it is.
    """
    row = heard(text)
    words = row.words if has_diacritics(text) else _accented(row.words)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    copied = at = 0
    while at < len(words):
        found = _number_at(words, at)
        if found is None or found[1] - at < least:
            at += 1 if found is None else found[1] - at
            continue
        digits, end = found
        start, stop = row.spans[at].start, row.spans[end - 1].end
        pieces += [text[copied:start], digits]
        starts += [*range(copied, start), *([start] * len(digits))]
        ends += [*range(copied + 1, start + 1), *([stop] * len(digits))]
        copied, at = stop, end
    starts += range(copied, len(text))
    ends += range(copied + 1, len(text) + 1)
    return Counted("".join([*pieces, text[copied:]]), tuple(starts), tuple(ends))


def _number_at(words: tuple[str, ...], at: int) -> tuple[str, int] | None:
    before, word = word_at(words, at - 1), words[at]
    if word == "năm" and (before[:1].isdigit() or before in ("nửa", "nua", "rưỡi") or _ends_number(words, at)):
        return None
    if word == "không" and word_at(words, at + 1) not in _AFTER_NOUGHT and before != "số":
        return None
    if word == "tư" and before in _SCALES:
        return "4", at + 1
    if before in _KEPT_AFTER or word[:1].isdigit() or word_at(words, at + 1) in ("nửa", "nua"):
        return None
    number = scan(words, at)
    return (str(number.value), number.end) if number is not None else None


def _ends_number(words: tuple[str, ...], at: int) -> bool:
    """Whether a number of words ends just before this place."""
    return any((number := scan(words, start)) is not None and number.end == at for start in range(max(0, at - 5), at))


def _accented(words: tuple[str, ...]) -> tuple[str, ...]:
    """Number words typed without diacritics; "sau" stays, which is rather "after" than six."""
    found: list[str] = []
    for word in words:
        if word == "muoi":
            found.append("mươi" if found and found[-1] in _TENS else "mười")
        else:
            found.append(_TYPED.get(word, word))
    return tuple(found)
