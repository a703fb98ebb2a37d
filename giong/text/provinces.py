"""The provinces of Vietnam, the 63 until 30 June 2025 and the 34 since: names, numbers, which became which. Knows no
district and no commune.

People go on naming the old ones, and identity numbers keep the old numbers, so both are read wherever a place is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.text.lexicon import one_of, rows
from giong.text.unicode import fold, nfc

_CITIES = frozenset({"Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"})
"""Since 2025, under the central government."""


@dataclass(frozen=True)
class Province:
    """A province as it was until June 2025, and the one to which it belongs now."""

    number: str
    """In citizens' identity numbers: "001"."""
    name: str
    kind: str
    today: str
    """The name of the province since July 2025."""
    today_number: str
    plates: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def merged(self) -> bool:
        """Whether its name is no longer on the map."""
        return self.name != self.today

    @property
    def full_today(self) -> str:
        """ "tỉnh Phú Thọ", "thành phố Hồ Chí Minh"."""
        return f"thành phố {self.today}" if self.today in _CITIES else f"tỉnh {self.today}"


@dataclass(frozen=True)
class Place:
    """A province named in a text."""

    province: Province
    start: int
    end: int


def _read() -> tuple[Province, ...]:
    found = []
    for row in rows("provinces.tsv"):
        number, name, kind, today, today_number, plates, *also = row
        names = tuple(also[0].split("|")) if also else ()
        found.append(Province(number, name, kind, today, today_number, tuple(plates.split()), names))
    return tuple(found)


PROVINCES = _read()
BY_NUMBER = {province.number: province for province in PROVINCES}
BY_PLATE = {plate: province for province in PROVINCES for plate in province.plates}
TODAY = tuple(dict.fromkeys(province.today for province in PROVINCES))
"""The names of the 34."""

_SPACES = re.compile(r"\s*[–-]\s*|\s+")
_NAMED = {
    _SPACES.sub(" ", nfc(name).lower()): province
    for province in reversed(PROVINCES)
    for name in (province.name, *province.also)
}
_PLAIN = {fold(name): province for name, province in _NAMED.items()}
_LEAD = r"(?:(?:thành phố|tỉnh|tp\.?|t\.)\s*)?"
_PLAIN_LEAD = r"(?:(?:thanh pho|tinh|tp\.?|t\.)\s*)?"
_SHORT = 3
"""A name of so few letters ("hn", "đn", "sg") stands for a province only at the end of an address."""


def _pattern(names: dict[str, Province], lead: str) -> re.Pattern[str]:
    long = one_of(name for name in names if len(name) > _SHORT or name == "huế").replace(r"\ ", r"(?:\s*[–-]\s*|\s+)")
    short = one_of(name for name in names if len(name) <= _SHORT and name != "huế")
    return re.compile(rf"(?<!\w){lead}(?:({long})|({short})(?=\W*$))(?!\w)", re.IGNORECASE)


_PATTERN = _pattern(_NAMED, _LEAD)
_PLAIN_PATTERN = _pattern(_PLAIN, _PLAIN_LEAD)
_STREET_BEFORE = re.compile(r"(?:đường|phố|đại lộ|cầu|chợ|ngõ|số \d+[\w/]*|^\d+[\w/]*)\s+$", re.IGNORECASE)


def find(text: str) -> Place | None:
    """The province that a text names, the last where it names several: an address goes from small to large.

    A street of that name ("phố Hà Nam", "12 Thái Bình") is none.
    """
    text = nfc(text)
    for pattern, names, words in ((_PATTERN, _NAMED, text), (_PLAIN_PATTERN, _PLAIN, fold(text))):
        if len(words) != len(text):
            continue
        places = [
            Place(names[_SPACES.sub(" ", (match[1] or match[2]).lower())], *match.span())
            for match in pattern.finditer(words)
            if not _STREET_BEFORE.search(text[: match.start()])
        ]
        if places:
            return places[-1]
    return None


def named(name: str) -> Province | None:
    """The province of exactly this name, old or new, with or without diacritics; None for any other text."""
    words = _SPACES.sub(" ", nfc(name).lower().strip())
    return _NAMED.get(words) or _PLAIN.get(fold(words))
