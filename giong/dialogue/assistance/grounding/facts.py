"""What in a sentence can be right or wrong by itself: numbers with their units, days of the week, names, addresses of
the web. Knows no passage.

Times and dates are taken apart ("7:30", "7h30" and "7 giờ 30" are 7 and 30), amounts are brought to their value ("1,25
triệu" is 1250000), and small numbers may be words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from giong.text.lexicon import bag
from giong.text.numbers import is_grouped
from giong.text.sentences import sentences
from giong.text.unicode import nfc
from giong.text.written import written

_TOKEN = re.compile(r"https?://[^\s)\]>”]+|[\w.+-]+@[\w-]+\.[\w.]+|\d+x\d+|\d+(?:[.,]\d+)*%?|[^\W\d_]+")
_DIGITS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
"""“Một” is too often no number; “năm” is one only before a unit."""
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_UNITS = {
    **{unit: unit for unit in bag("ngày giờ phút tháng tuần lần đồng % người bản tuổi km cm kg kwh lít trang bộ kỳ")},
    "năm": "năm", "đ": "đồng", "vnđ": "đồng", "h": "giờ", "g": "giờ", "tiếng": "giờ", "mét": "m", "m": "m",
}  # fmt: skip
_WEEKDAYS = {"hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, **{str(day): day for day in range(2, 8)}}
_NO_NAMES = bag("dạ vâng thưa ạ em anh chị quý khách xin theo ông bà cô chú bác")


@dataclass(frozen=True)
class Fact:
    """`kind` says what it may be confused with: a unit, "weekday", "name" or "link"; "" is a number without unit. `at`
    is the token's place in the sentence.
    """

    value: str
    kind: str
    at: int

    def same(self, other: Fact) -> bool:
        """Whether both state the same; a missing unit contradicts none, and a name may be a part of the other."""
        if self.kind == other.kind == "name":
            return f" {self.value} " in f" {other.value} " or f" {other.value} " in f" {self.value} "
        return self.value == other.value and (self.kind == other.kind or "" in (self.kind, other.kind))


@dataclass(frozen=True)
class Read:
    """A sentence as words in lower case and facts; `tokens[fact.at]` is where a fact stands."""

    tokens: tuple[str, ...]
    facts: tuple[Fact, ...]


def read(text: str) -> Read:
    """The words and facts of `text`, usually one sentence."""
    raw = _TOKEN.findall(written(nfc(text)))
    tokens = tuple(token.lower() for token in raw)
    facts = [*_numbers(tokens, raw), *_names(text, raw)]
    facts += [
        Fact(token.rstrip(".,;:"), "link", at) for at, token in enumerate(tokens) if "@" in token or "://" in token
    ]
    return Read(tokens, tuple(sorted(facts, key=lambda fact: fact.at)))


def _numbers(tokens: tuple[str, ...], raw: list[str]) -> Iterator[Fact]:
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if before == "thứ" and token in _WEEKDAYS:
            yield Fact(str(_WEEKDAYS[token]), "weekday", at)
        elif token == "chủ" and after == "nhật":
            yield Fact("8", "weekday", at)
        elif token[0].isdigit():
            yield from _number(token, tokens, at)
        elif raw[at] in _DIGITS and (token != "năm" or (after in _UNITS and not before[:1].isdigit())):
            yield Fact(str(_DIGITS[token]), _UNITS.get(after, ""), at)


def _number(token: str, tokens: tuple[str, ...], at: int) -> Iterator[Fact]:
    if "x" in token:
        yield Fact(token, "size", at)
        return
    literal = token.rstrip("%")
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    value, unit = _value(literal), "%" if token.endswith("%") else _UNITS.get(after, "")
    if after in _SCALES:
        value *= _SCALES[after]
        unit = _UNITS.get(tokens[at + 2] if at + 2 < len(tokens) else "", "")
    if value or literal != "00":
        yield Fact(f"{value:.6f}".rstrip("0").rstrip("."), unit, at)


def _value(literal: str) -> float:
    if is_grouped(literal):
        return float(re.sub(r"\D", "", literal))
    head, _, tail = literal.replace(",", ".").partition(".")
    return float(f"{head}.{re.sub(r'[^0-9]', '', tail) or 0}")


def _names(text: str, raw: list[str]) -> Iterator[Fact]:
    """Words written large one after the other; a single one that begins a sentence is none."""
    opening = _openings(text, raw)
    at = 0
    while at < len(raw):
        end = at
        while end < len(raw) and raw[end][:1].isupper() and not _names_nobody(raw, end):
            end += 1
        first = at + 1 if at in opening and end == at + 1 else at
        if first < end:
            yield Fact(" ".join(raw[first:end]).lower(), "name", first)
        at = max(end, at + 1)


def _names_nobody(raw: list[str], at: int) -> bool:
    """A courtesy, or a day of the week, which some write large."""
    before = raw[at - 1].lower() if at else ""
    return raw[at].lower() in _NO_NAMES or before == "thứ" or (before, raw[at].lower()) == ("chủ", "nhật")


def _openings(text: str, raw: list[str]) -> set[int]:
    """Which tokens begin a sentence, whatever courtesy they begin it with."""
    openings, at = set(), 0
    for sentence in sentences(text):
        openings.add(at)
        count = len(_TOKEN.findall(written(nfc(sentence.text))))
        while at < len(raw) - 1 and raw[at].lower() in _NO_NAMES:
            at += 1
            openings.add(at)
            count -= 1
        at += count
    return openings
