"""The units below provinces: communes since 1 July 2025, districts and communes until the day before, and which became
which. Knows no address; finding them in one is `places`.

As they stood when the districts went: communes merged in 2024 and before are in no list here. Where an old commune was
divided, the first of its new ones got most of it; which one an address lies in, only a map tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from giong.text.lexicon import rows

CHANGED_ON = date(2025, 7, 1)
"""Resolutions 1654 to 1687/NQ-UBTVQH15: from this day, communes lie in provinces and there are no districts."""

_COMMUNES = {"P": "Phường", "X": "Xã", "T": "Thị trấn", "K": "Đặc khu"}
_DISTRICTS = {"Q": "Quận", "H": "Huyện", "TX": "Thị xã", "TP": "Thành phố"}


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today. `province` is one of the 34."""

    kind: str
    name: str
    province: str

    @property
    def full(self) -> str:
        """ "Phường Ba Đình", "Xã Ba Vì"."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class OldCommune:
    """A commune as it was until June 2025; `today` are those that it became part of, the most likely first. One
    of a name is not equal to another one of it elsewhere.
    """

    kind: str
    name: str
    today: tuple[Commune, ...]

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class District:
    """A district as it was until June 2025, with its communes; `province` is one of the 63. A few islands had no
    communes; `today` is what such a one became, and is empty for all others.
    """

    kind: str
    name: str
    province: str
    communes: tuple[OldCommune, ...]
    today: tuple[Commune, ...] = ()

    @property
    def full(self) -> str:
        """ "Quận Ba Đình", "Quận 1"."""
        return f"{self.kind} {self.name}"


@cache
def communes() -> Mapping[str, tuple[Commune, ...]]:
    """The communes of today by their province's name."""
    found = {}
    for province, listed in rows("communes.tsv"):
        cut = (each.partition(" ") for each in listed.split("|"))
        found[province] = tuple(Commune(_COMMUNES[kind], name, province) for kind, _, name in cut)
    return found


@cache
def districts() -> Mapping[str, tuple[District, ...]]:
    """The old districts by the name of their old province."""
    from giong.text.provinces import named

    found: dict[str, list[District]] = {}
    for province, district, listed in rows("districts.tsv"):
        known = named(province)
        assert known is not None
        own, gone = _old(listed, communes()[known.today])
        kind, _, name = district.partition(" ")
        found.setdefault(province, []).append(District(_DISTRICTS[kind], name, province, own, gone))
    return {province: tuple(own) for province, own in found.items()}


def _old(listed: str, today: tuple[Commune, ...]) -> tuple[tuple[OldCommune, ...], tuple[Commune, ...]]:
    """The communes of a district; and what the district itself became, where it had none ("- 5")."""
    own: list[OldCommune] = []
    gone: tuple[Commune, ...] = ()
    for each in listed.split("|"):
        unit, _, places = each.rpartition(" ")
        became = tuple(today[int(place)] for place in places.split(","))
        kind, _, name = unit.partition(" ")
        if kind == "-":
            gone = became
        else:
            own.append(OldCommune(_COMMUNES[kind], name, became))
    return tuple(own), gone


@cache
def old_of(commune: Commune) -> tuple[tuple[District, OldCommune], ...]:
    """What a commune of today was made of, in whole or in part."""
    return tuple(
        (district, old)
        for own in districts().values()
        for district in own
        for old in district.communes
        if commune in old.today
    )
