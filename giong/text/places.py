"""The units that an address names, from its end: province, district, commune; in the tree of today or in that until
June 2025. Knows no street and no map.

People drop marks and kinds ("q hai ba trung"), abbreviate ("P.3, Q.1, TP.HCM"), leave out commas and name old units
long after they are gone. So an address is taken apart from its end, word by word, along both trees; the reading that
goes deeper wins, then the one that keeps more of the printed marks. A name is never guessed by its sound, only by its
letters without marks; where several units remain, none is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from giong.text import provinces
from giong.text.communes import Commune, District, OldCommune, communes, districts
from giong.text.provinces import PROVINCES, TODAY
from giong.text.tones import to_new
from giong.text.unicode import fold, nfc


class Unit(Protocol):
    """What all levels have in common."""

    @property
    def kind(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Named:
    """Where a unit's name stands in the text, without its kind."""

    unit: Unit
    start: int
    end: int
    said: bool = False
    """Whether its kind stands before it."""


@dataclass(frozen=True, slots=True)
class Old:
    """The units until June 2025; the commune may be unknown."""

    province: str
    district: District | None = None
    commune: OldCommune | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names. `today` are the communes in which it may lie now, the most likely first; none where the
    address names no commune. `province` is the one of today. `start` is where the units begin in the text.
    """

    province: str
    today: tuple[Commune, ...]
    old: Old | None
    named: tuple[Named, ...]
    start: int

    @property
    def depth(self) -> int:
        """How many levels were found."""
        return len(self.named)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    plain: str
    start: int
    end: int
    parted: bool
    """Whether a comma or the like stands behind it."""


_WORD = re.compile(r"\d+|[^\W\d_]+")
_PARTED = re.compile(r"[,;\n]|\s[-–]\s")
_KINDS = {
    "Phường": ("phuong", "p", "f", "ph"),
    "Xã": ("xa", "x"),
    "Thị trấn": ("thi tran", "tt"),
    "Đặc khu": ("dac khu",),
    "Quận": ("quan", "q"),
    "Huyện": ("huyen", "h"),
    "Thị xã": ("thi xa", "tx"),
    "Thành phố": ("thanh pho", "tp", "t p"),
    "thành phố": ("thanh pho", "tp", "t p"),
    "tỉnh": ("tinh", "t"),
}
_LEVELS = (frozenset({"Phường", "Xã", "Thị trấn", "Đặc khu"}), frozenset({"Quận", "Huyện", "Thị xã", "Thành phố"}))
_COUNTRY = ("viet nam", "vietnam", "vn")
_SURE_DEPTH = 3
"""Three names that lie in one another are no accident; of two, one may be another place with other marks."""
_LONGEST = 6
"""Words of a unit's name."""


def find(text: str) -> Place | None:
    """The place that an address names, as deep as one can be sure of; None where it names no province and no district
    that there is but once.
    """
    text = nfc(text)
    words = _words(text)
    end = _before_country(words)
    found = [
        place
        for province, named, at in _provinces_at(words, end)
        for place in (*_in_old(words, at, province, named), *_in_today(words, at, province, named))
    ]
    best = max(found, key=lambda place: (place.depth, _kept(place, text), place.old is None), default=None)
    # Alone, the name of a province may be that of a street.
    return best if best is None or best.depth > 1 or provinces.find(text) is not None else None


def misplaced(text: str) -> District | None:
    """A district that an address names, with its kind, in a province in which there is none of that name, though
    elsewhere there is; None where nothing speaks against the address.
    """
    place = find(text)
    if place is None or place.depth > 1 or place.old is None:
        return None
    words = _words(nfc(text))
    end = next((at for at, word in enumerate(words) if word.start >= place.start), len(words))
    named = [each for each in _at(words, end, _everywhere()) if each.said]
    return next((each for found in named for each in _everywhere() if each is found.unit), None)


def spelt(text: str) -> str:
    """The address with the names of its units as they are spelt, where only marks differ; the text as it was wherever
    that is not sure. Older and newer places of the mark ("Hoà", "Hòa") are both right.
    """
    text = nfc(text)
    place = find(text)
    if place is None:
        return text
    for named in sorted(place.named, key=lambda each: each.start, reverse=True):
        if place.depth < _SURE_DEPTH and not named.said:
            continue
        printed = text[named.start : named.end]
        right = named.unit.name
        if fold(printed) == fold(right) and to_new(printed.lower()) != to_new(right.lower()):
            text = text[: named.start] + _cased(right, printed) + text[named.end :]
    return text


def _cased(name: str, printed: str) -> str:
    return name.upper() if printed.isupper() and len(printed) > 1 else name


def _kept(place: Place, text: str) -> int:
    """How many names are printed exactly as they are spelt."""
    return sum(to_new(text[each.start : each.end].lower()) == to_new(each.unit.name.lower()) for each in place.named)


def _words(text: str) -> list[_Word]:
    found = list(_WORD.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        _Word(match[0].lower(), fold(match[0]), *match.span(), _PARTED.search(text[match.end() : end]) is not None)
        for match, end in zip(found, ends, strict=False)
    ]


# ── provinces ──


@dataclass(frozen=True, slots=True)
class _Whole:
    """A province as a unit."""

    kind: str
    name: str


def _provinces_at(words: Sequence[_Word], end: int) -> Iterator[tuple[str, tuple[Named, ...], int]]:
    """The provinces that may stand at the end, with the place where what is before them ends."""
    for size in range(min(_LONGEST, end), 0, -1):
        plain = " ".join(word.plain for word in words[end - size : end])
        known = provinces.named(plain)
        if known is None and plain == "hcm":
            known = provinces.named("Hồ Chí Minh")
        if known is not None:
            kind = known.kind
            name = known.name if fold(known.name) == plain else _alias(plain, known.name)
            named = Named(_Whole(kind, name), words[end - size].start, words[end - 1].end)
            yield known.name, (named,), _before_kind(words, end - size, kind)
            return
    for district, at in _unique_districts(words, end):
        yield district.province, (), at


def _alias(plain: str, name: str) -> str:
    """An abbreviation is right as it is printed, so it is no name to be mended."""
    return name if plain == fold(name) else plain


def _unique_districts(words: Sequence[_Word], end: int) -> Iterator[tuple[District, int]]:
    """Without a province: a district that there is but once in the country, said with its kind."""
    said = [named.unit for named in _at(words, end, _everywhere()) if named.said]
    found = [district for district in _everywhere() if any(district is unit for unit in said)]
    if len(found) == 1:
        yield found[0], end


def _before_country(words: Sequence[_Word]) -> int:
    for size in (2, 1):
        if " ".join(word.plain for word in words[-size:]) in _COUNTRY and len(words) > size:
            return len(words) - size
    return len(words)


# ── the two trees ──


def _in_old(words: Sequence[_Word], end: int, province: str, named: tuple[Named, ...]) -> Iterator[Place]:
    today = next(each.today for each in PROVINCES if each.name == province)
    own = districts().get(province, ())
    at_districts = _at(words, end, own)
    for found in at_districts:
        district = next(each for each in own if each is found.unit)
        start = _index(words, found)
        before = _before_kind(words, start, district.kind)
        inside = _one(_at(words, before, district.communes), words)
        if inside is None:
            old = Old(province, district)
            yield Place(today, district.today, old, (found, *named), _start(words, before, found))
        else:
            commune = next(each for each in district.communes if each is inside.unit)
            at = _before_kind(words, _index(words, inside), commune.kind)
            names = (inside, found, *named)
            yield Place(today, commune.today, Old(province, district, commune), names, _start(words, at, inside))
    if not at_districts and named:
        yield Place(today, (), Old(province), named, _start(words, end, named[0]))


def _in_today(words: Sequence[_Word], end: int, province: str, named: tuple[Named, ...]) -> Iterator[Place]:
    """Without a district: a commune of today, or an old one that there is but once in its province."""
    if province in TODAY:
        found = _one(_at(words, end, communes()[province]), words)
        if found is not None:
            commune = next(each for each in communes()[province] if each is found.unit)
            at = _before_kind(words, _index(words, found), commune.kind)
            yield Place(province, (commune,), None, (found, *named), _start(words, at, found))
    today = next(each.today for each in PROVINCES if each.name == province)
    found = _one(_at(words, end, _old_communes(province)), words)
    if found is not None:
        pairs = ((district, old) for district in districts()[province] for old in district.communes)
        district, old = next(pair for pair in pairs if pair[1] is found.unit)
        at = _before_kind(words, _index(words, found), old.kind)
        yield Place(today, old.today, Old(province, district, old), (found, *named), _start(words, at, found))


def _start(words: Sequence[_Word], at: int, named: Named) -> int:
    return words[at].start if at < len(words) else named.start


# ── names at a place ──


def _at(words: Sequence[_Word], end: int, units: tuple[Unit, ...]) -> list[Named]:
    """The units whose names end there: the longest names, and of those the ones whose kind is said, if any is."""
    by_name = _by_name(units)
    for size in range(min(_LONGEST, end), 0, -1):
        plain = _number(" ".join(word.plain for word in words[end - size : end]))
        fitting = [unit for unit in by_name.get(plain, ()) if not _says_other_level(words, end - size, unit.kind)]
        said = [unit for unit in fitting if _says(words, end - size, unit.kind)]
        if plain.isdigit() and not said:
            continue
        if fitting:
            span = words[end - size].start, words[end - 1].end
            return [Named(unit, *span, said=bool(said)) for unit in said or fitting]
    return []


def _one(found: Sequence[Named], words: Sequence[_Word]) -> Named | None:
    """The only one; of several that differ in marks alone, the one that is printed exactly."""
    if len(found) <= 1:
        return found[0] if found else None
    at = _index(words, found[0])
    printed = " ".join(word.text for word in words[at:] if word.end <= found[0].end)
    exact = [each for each in found if to_new(each.unit.name.lower()) == to_new(printed.lower())]
    return exact[0] if len(exact) == 1 else None


@cache
def _old_communes(province: str) -> tuple[OldCommune, ...]:
    return tuple(old for district in districts().get(province, ()) for old in district.communes)


@cache
def _everywhere() -> tuple[District, ...]:
    """The districts whose names are words."""
    return tuple(district for own in districts().values() for district in own if not district.name.isdigit())


@cache
def _by_name(units: tuple[Unit, ...]) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        key = " ".join(word.group() for word in _WORD.finditer(fold(unit.name)))
        found[key] = (*found.get(key, ()), unit)
    return found


def _number(plain: str) -> str:
    return plain.lstrip("0") if plain.isdigit() else plain


def _before_kind(words: Sequence[_Word], at: int, kind: str) -> int:
    """Where what stands before the kind ends, be it said as it is or as another of its level; `at` where none is."""
    level = next((level for level in _LEVELS if kind in level), frozenset({kind}))
    for said in (kind, *sorted(level)):
        size = _says(words, at, said)
        if size:
            return at - size
    return at


def _says(words: Sequence[_Word], at: int, kind: str) -> int:
    """How many words before a place say the kind; 0 where none do. "Phúc Xá" ends in no kind: marks count where there
    are any, and a comma parts.
    """
    for said in _KINDS.get(kind, ()):
        size = said.count(" ") + 1
        before = words[max(0, at - size) : at]
        printed = " ".join(word.text for word in before)
        if fold(printed) == said and printed in (said, kind.lower()) and not any(word.parted for word in before):
            return size
    return 0


def _says_other_level(words: Sequence[_Word], at: int, kind: str) -> bool:
    """Whether a kind is said that no unit of this level has: "quận" before the name of a commune."""
    own = next((level for level in _LEVELS if kind in level), frozenset())
    others = (each for level in _LEVELS if level is not own for each in level)
    return not any(_says(words, at, each) for each in own) and any(_says(words, at, each) for each in others)


def _index(words: Sequence[_Word], named: Named) -> int:
    return next(at for at, word in enumerate(words) if word.start == named.start)
