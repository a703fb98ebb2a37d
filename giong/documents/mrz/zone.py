"""The machine-readable zone of passports and cards as values: parsed and proven. Knows no page and
decides nothing about the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from giong.documents.mrz import names
from giong.documents.mrz.layouts import LAYOUTS, Layout
from giong.documents.mrz.lookalikes import FILLER, Coerced, coerced, fitted, plain
from giong.documents.mrz.proofs import Datum, State, proven
from giong.text.dates import exists
from giong.text.identity import citizen
from giong.vision.shapes import Box

_MOST_MISFITS = 0.15
"""Of the characters; with more it is another layout, or no zone at all."""
_MOST_STRAYED = 2
"""Of the letters that a layout prescribes: "IDVNM", "P"."""
_MOST_VARIANTS = 4
_POINTS = {State.PROVEN: 3, State.MENDED: 2, State.DOUBTFUL: 0, State.UNCHECKED: 0}


@dataclass(frozen=True)
class Mrz:
    """A zone that was parsed: its lines as they ought to be, and each field. `composite` is whether the digit over all
    fields is right; `changed` and `unreadable` count the characters that no check digit was asked about, `doubt` is how
    much had to be supposed for the names.
    """

    layout: Layout
    lines: tuple[str, ...]
    data: Mapping[str, Datum]
    composite: bool
    changed: int = 0
    unreadable: int = 0
    doubt: float = 0.0
    boxes: tuple[Box, ...] = ()

    @property
    def name(self) -> str:
        """ "TD1", "TD2" or "TD3"."""
        return self.layout.name

    @property
    def vietnamese(self) -> bool:
        return self.layout.vietnamese

    def state(self, name: str) -> State:
        datum = self.data.get(name)
        return datum.state if datum else State.UNCHECKED

    @property
    def proven(self) -> bool:
        """Whether every field that has a check digit passed as it was read, and the digit over all with them."""
        return self.composite and all(self.state(name) is State.PROVEN for name in self.layout.proofs)

    @property
    def holds(self) -> bool:
        """Whether nothing is in doubt: proven, or mended in the only way."""
        sure = (State.PROVEN, State.MENDED)
        return self.composite and all(self.state(name) in sure for name in self.layout.proofs)

    def trust(self, name: str) -> float:
        """How likely the field is right, from 0 to 1, by its proofs alone and not calibrated."""
        state = self.state(name)
        if state is State.PROVEN:
            return 0.99 if self.composite else 0.93
        if state is State.MENDED:
            return max(0.6, 0.95 - 0.3 * self.data[name].chance)
        if state is State.DOUBTFUL:
            return 0.2
        return (0.9 if self.holds else 0.6) * (1 - 0.2 * min(2.0, self.doubt) if name == "names" else 1.0)

    @property
    def number(self) -> str:
        """The document's number; of a Vietnamese card all twelve digits."""
        return self.personal_number if self.layout.is_vietnamese_card else self.data["number"].text.strip(FILLER)

    @property
    def personal_number(self) -> str:
        """The optional data: in Vietnamese papers the citizen's number (in old passports nine digits)."""
        return self.data["optional"].text.strip(FILLER)

    @property
    def sex(self) -> str:
        """ "M", "F", or "" when it is not said."""
        text = self.data["sex"].text
        return text if text in ("M", "F") else ""

    @property
    def issuer(self) -> str:
        return self.data["issuer"].text.strip(FILLER)

    @property
    def nationality(self) -> str:
        return self.data["nationality"].text.strip(FILLER)

    @property
    def surname(self) -> str:
        return _words(self.data["names"].text.partition("<<")[0])

    @property
    def given(self) -> str:
        return _words(self.data["names"].text.partition("<<")[2])

    @property
    def full_name(self) -> str:
        """In the Vietnamese order, without tones."""
        return f"{self.surname} {self.given}".strip()

    @property
    def name_is_cut(self) -> bool:
        """Whether the names fill their field, so that some of them may be missing (Doc 9303-4, 4.2.3)."""
        return not self.data["names"].text.endswith(FILLER)

    def birth(self, today: date) -> date | None:
        """The day of birth, in the century of the citizen's number, else the last that is not in the future."""
        digits = self.data["birth"].text
        said = citizen(self.personal_number) if self.vietnamese else None
        if said is not None and f"{said.birth_year % 100:02}" == digits[:2]:
            return _day(digits, said.birth_year // 100 * 100)
        recent = _day(digits, 2000)
        return recent if recent is not None and recent <= today else _day(digits, 1900)

    def expiry(self) -> date | None:
        """The last day on which it is valid: no paper with a zone that is still read expired before 2000."""
        return _day(self.data["expiry"].text, 2000)

    @property
    def is_forever(self) -> bool:
        """Whether a Vietnamese card says that it does not expire."""
        return self.layout.is_vietnamese_card and self.data["expiry"].text == "991231"


def _words(text: str) -> str:
    return " ".join(word for word in text.split(FILLER) if word)


def _day(digits: str, century: int) -> date | None:
    if not re.fullmatch(r"\d{6}", digits, re.ASCII):
        return None
    year, month, day = century + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    return date(year, month, day) if exists(day, month, year) else None


def parse(lines: Sequence[str]) -> Mrz | None:
    """The zone that these lines write, mended where its check digits show how; None if they write none."""
    return best([[line] for line in lines])


def best(readings: Sequence[Sequence[str]]) -> Mrz | None:
    """The zone that its lines write, each of which was read in one way or several, the best way first."""
    texts = [[plain(text) for text in line] for line in readings]
    found = [zone for layout in LAYOUTS if len(layout.masks) == len(texts) for zone in _zones(layout, texts)]
    return max(found, key=worth, default=None)


def worth(zone: Mrz) -> tuple[bool, int, float]:
    """What zones are compared by: how much of them is proven, and how little had to be taken for something else."""
    passed = sum(_POINTS[zone.state(name)] for name in zone.layout.proofs if name != "optional")
    return zone.vietnamese, passed + 2 * zone.composite, -zone.changed - 3 * zone.unreadable - zone.doubt


def _zones(layout: Layout, texts: Sequence[Sequence[str]]) -> Iterator[Mrz]:
    variants = [_variants(layout, line, ways) for line, ways in enumerate(texts)]
    size = sum(map(len, layout.masks))
    for lines in product(*variants):
        strayed, unreadable = sum(line.strayed for line in lines), sum(line.unreadable for line in lines)
        changed = sum(line.changed for line in lines)
        if (
            strayed <= (_MOST_STRAYED if layout.vietnamese else 0)
            and strayed + unreadable + 0.3 * changed <= _MOST_MISFITS * size
        ):
            proofs = proven(layout, [line.text for line in lines])
            if not layout.vietnamese and all(proofs.data[name].state is State.DOUBTFUL for name in ("birth", "expiry")):
                continue
            doubt = sum(line.doubt for line in lines)
            yield Mrz(layout, proofs.lines, proofs.data, proofs.whole, changed, unreadable, doubt)


def _variants(layout: Layout, line: int, ways: Sequence[str]) -> list[Coerced]:
    """What the line may be, by its ways of being read; a line of names alone is only the likeliest."""
    if layout.names_alone(line):
        found = [variant for text in ways for variant in _names(text, layout, line)]
        return [min(found, key=lambda variant: variant.cost)] if found else []
    mask = layout.masks[line]
    found = [variant for text in ways for variant in fitted(text, mask)]
    several = list(dict.fromkeys(sorted(found, key=lambda variant: variant.cost)))
    return several[:_MOST_VARIANTS]


_FILLED = re.compile(r"<<<.*|[<KCEL]*<[<KCEL]{3,}$|K{3,}$|<<[KCELSX]?$")


def _names(text: str, layout: Layout, line: int) -> list[Coerced]:
    """The line with the names, with true fillers in it, where they are often lost or read as letters."""
    place, mask = layout.fields["names"], layout.masks[line]
    lead, field = text[: place.start], coerced(text[place.start :], "a" * len(text[place.start :])).text
    if layout.vietnamese:
        read = names.tidied(field, whole=len(text) == len(mask))
    else:
        read = names.Names(_without_filling(field), 0.0)
    whole = (lead + read.text)[: len(mask)].ljust(len(mask), FILLER)
    return [replace(variant, doubt=read.doubt) for variant in fitted(whole, mask)]


def _without_filling(field: str) -> str:
    """Names of any language: what stands behind them goes where it is the same sign over and over."""
    end = _FILLED.search(field)
    if end and all(len(set(word)) <= 1 for word in end[0].split(FILLER)):
        field = field[: end.start()]
    return field.rstrip(FILLER)
