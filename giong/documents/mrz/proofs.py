"""Check digits of a machine-readable zone, and what they let one mend. Knows layouts; finds nothing, names nothing.

Weights 7-3-1, modulo 10 (ICAO Doc 9303-3, 4.9). How far they may be trusted: one wrong character is always noticed, of
two wrong ones a tenth pass by chance. A field that passes as read is PROVEN. One that does not is mended by changing
**one** character, and only into one that recognition takes for it: of some twenty such readings a tenth pass by
chance, so usually two or three do, and then the field is DOUBTFUL and they are its `choices`. Where a second proof
(the number written twice on a Vietnamese card, the digit over all, which weighs dates otherwise) leaves exactly one,
it is MENDED. `chance` is how many wrong readings would be expected to have passed as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

from giong.documents.mrz.layouts import Layout, Stretch
from giong.documents.mrz.lookalikes import FILLER, UNREADABLE, alternatives
from giong.text.dates import exists
from giong.text.identity import citizen

_WEIGHTS = (7, 3, 1)
_MOST_COMBINATIONS = 512
_TWICE_WRITTEN = 9
_MOST_CHANGES = 3
"""Of the 23 characters in which a Vietnamese card writes its number: every place where the two disagree is one."""


def check_digit(text: str) -> str:
    """The digit that proves a text of A-Z, 0-9 and fillers."""
    values = (0 if char == FILLER else int(char, 36) for char in text)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


class State(StrEnum):
    """How far a datum may be trusted."""

    PROVEN = "proven"
    MENDED = "mended"
    DOUBTFUL = "doubtful"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Datum:
    """One field as it stands in the zone, fillers included; a doubtful one as read, unless one reading passes."""

    text: str
    state: State = State.UNCHECKED
    choices: tuple[str, ...] = ()
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class _Option:
    """A reading that passes: what is written where, and how many characters of it were not read so."""

    written: tuple[tuple[Stretch, str], ...]
    changes: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """Fields that are proven together, and the readings of them that pass, out of so many `tried`. `proofs` is how many
    digits each passed.
    """

    names: tuple[str, ...]
    options: tuple[_Option, ...]
    tried: int
    proofs: int


@dataclass(frozen=True, slots=True)
class Proofs:
    """What came of proving: the lines with what was mended in them, every field, and whether the digit over all is
    right.
    """

    lines: tuple[str, ...]
    data: Mapping[str, Datum]
    whole: bool


def proven(layout: Layout, lines: Sequence[str]) -> Proofs:
    """Lines of the layout's lengths and classes, proven and mended."""
    names = [name for name in layout.proofs if not (layout.is_vietnamese_card and name in ("number", "optional"))]
    units = [_single(layout, name, lines) for name in names]
    if layout.is_vietnamese_card:
        units.insert(0, _twice_written(layout, lines))
    rows = [unit.options or (None,) for unit in units]
    combined = list(islice(product(*rows), _MOST_COMBINATIONS))
    passing = [row for row in combined if _whole_passes(layout, _with(lines, row))]
    kept = passing or combined
    data = {name: Datum(stretch.of(lines)) for name, stretch in layout.fields.items()}
    for at, unit in enumerate(units):
        left = tuple(dict.fromkeys(row[at] for row in kept if row[at] is not None))
        data |= _judged(layout, unit, left, lines, whole=bool(passing))
    clear = [kept[0][at] if len({row[at] for row in kept}) == 1 else None for at in range(len(units))]
    return Proofs(_with(lines, clear), data, bool(passing))


def _judged(
    layout: Layout, unit: _Unit, left: Sequence[_Option | None], lines: Sequence[str], *, whole: bool
) -> dict[str, Datum]:
    options = [option for option in left if option is not None]
    proofs = unit.proofs + (whole and any(layout.weighed_anew(name) for name in unit.names))
    chance = unit.tried * 0.1**proofs
    data = {}
    for name in unit.names:
        place = layout.fields[name]
        texts = _texts(options, place)
        if not options:
            data[name] = Datum(place.of(lines), State.DOUBTFUL)
        elif options[0].changes == 0:
            data[name] = Datum(texts[0], State.PROVEN, chance=chance)
        elif len(texts) == 1 and proofs > 1 and (options[0].changes == 1 or len(_texts(unit.options, place)) == 1):
            # Of two changed characters the digit over all says too little: a tenth of all pairs passes it.
            data[name] = Datum(texts[0], State.MENDED, chance=chance)
        else:
            data[name] = Datum(texts[0] if len(texts) == 1 else place.of(lines), State.DOUBTFUL, texts, chance)
    return data


def _texts(options: Sequence[_Option], place: Stretch) -> tuple[str, ...]:
    """What the readings have at this place, each once."""
    return tuple(dict.fromkeys(text for option in options for at, text in option.written if at == place))


def _with(lines: Sequence[str], row: Sequence[_Option | None]) -> tuple[str, ...]:
    mended = list(lines)
    for option in row:
        for at, text in option.written if option else ():
            mended[at.line] = mended[at.line][: at.start] + text + mended[at.line][at.end :]
    return tuple(mended)


def _whole_passes(layout: Layout, lines: Sequence[str]) -> bool:
    text = "".join(part.of(lines) for part in layout.parts)
    return UNREADABLE not in text and layout.whole.of(lines) == check_digit(text)


def _single(layout: Layout, name: str, lines: Sequence[str]) -> _Unit:
    """A field with a digit of its own: as read if it passes, else what differs in one character and passes."""
    place, proof = layout.fields[name], layout.proofs[name]
    read = place.of(lines) + proof.of(lines)
    if _passes(name, read):
        return _Unit((name,), (_Option(((place, read[:-1]), (proof, read[-1])), 0),), 1, 1)
    tried = sorted(set(_one_changed(read, place.of(layout.masks) + proof.of(layout.masks))))
    found = tuple(_Option(((place, text[:-1]), (proof, text[-1])), 1) for text in tried if _passes(name, text))
    return _Unit((name,), found, len(tried), 1)


def _one_changed(text: str, mask: str) -> Iterator[str]:
    """The texts that differ in one character; where one cannot be read it is that one, where several none."""
    unreadable = [at for at, char in enumerate(text) if char == UNREADABLE]
    if len(unreadable) > 1:
        return
    for at in unreadable or range(len(text)):
        for other in alternatives(text[at], mask[at]):
            yield text[:at] + other + text[at + 1 :]


def _passes(name: str, text: str) -> bool:
    value, digit = text[:-1], text[-1]
    if UNREADABLE in text:
        return False
    if name in ("birth", "expiry") and value.isdigit() and not exists(int(value[4:]), int(value[2:4]), 2000):
        return False
    return digit == check_digit(value) or (digit == FILLER and not value.strip(FILLER))


def _twice_written(layout: Layout, lines: Sequence[str]) -> _Unit:
    """The number of a Vietnamese card, whose last nine digits stand there twice, with a digit after each writing; its
    year of birth is that of the second line.
    """
    places = [layout.fields["number"], layout.proofs["number"], layout.fields["optional"], layout.proofs["optional"]]
    read = [place.of(lines) for place in places]
    year = layout.fields["birth"].of(lines)[:2]
    if read[0] == read[2][3:12] and _passes("number", read[0] + read[1]) and _passes("optional", read[2] + read[3]):
        possible = _is_possible(read[2][:12], year)
        option = _Option(tuple(zip(places, read, strict=True)), 0 if possible else 1)
        return _Unit(("number", "optional"), (option,), 1, _TWICE_WRITTEN + 2 if possible else 1)
    numbers = _numbers(read[0], read[2][:12])
    options = []
    for number in numbers:
        if not _is_possible(number, year):
            continue
        last = FILLER if read[3] == FILLER else check_digit(number)
        texts = [number[3:], check_digit(number[3:]), number + FILLER * 2, last]
        pairs = zip("".join(read), "".join(texts), strict=True)
        changes = sum(one != other for one, other in pairs)
        misread = (read[1] != texts[1]) + (read[3] != texts[3]) + (number[:3] != read[2][:3])
        if changes <= _MOST_CHANGES and misread <= 1:
            options.append(_Option(tuple(zip(places, texts, strict=True)), changes))
    fewest = min((option.changes for option in options), default=0)
    likely = tuple(option for option in options if option.changes == fewest)
    kept = all(option.written[2][1][:3] == read[2][:3] for option in likely)
    agreed = sum(one == other for one, other in zip(read[0], read[2][3:12], strict=True))
    return _Unit(("number", "optional"), likely, len(numbers), agreed + 1 if kept else 1)


def _is_possible(number: str, year: str) -> bool:
    """Whether such a number is issued to people born in this year of some century."""
    said = citizen(number)
    return said is not None and (not year.isdigit() or said.birth_year % 100 == int(year))


def _numbers(short: str, full: str) -> list[str]:
    """The twelve digits that two writings allow: at each place what either says, or, where they agree everywhere, one
    figure of the province, which stands there once, that was read wrongly.
    """
    either = [
        sorted({one, other} - {UNREADABLE}) or list("0123456789") for one, other in zip(short, full[3:], strict=True)
    ]
    heads = [full[:3], *(_one_changed(full[:3], "ddd") if short == full[3:] else ())]
    tails = ["".join(digits) for digits in islice(product(*either), _MOST_COMBINATIONS)]
    return [head + tail for head in heads for tail in tails if UNREADABLE not in head]
