"""What is printed on the paper settles what the check digits of its zone leave open, and the zone mends the letters of
the printed name. Knows values only, no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from giong.documents.mrz.lookalikes import FILLER
from giong.documents.mrz.proofs import Datum, State, check_digit
from giong.documents.mrz.zone import Mrz
from giong.text.unicode import fold, nfc

_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + FILLER)
_ALIKE = 78
"""So near, in per cent, are a name as printed and the same name as read in the zone."""


def settled(zone: Mrz, printed: Mapping[str, Iterable[str]]) -> Mrz:
    """The zone with every doubtful field that the print gives as its check digit allows. `printed` has the fields of
    the zone, in its writing but without fillers.
    """
    for name, values in printed.items():
        if zone.state(name) is State.DOUBTFUL:
            right = {text for value in values if (text := _allowed(zone, name, value))}
            if len(right) == 1:
                zone = _with(zone, name, Datum(right.pop(), State.MENDED, chance=0.1))
    return zone


def _allowed(zone: Mrz, name: str, value: str) -> str:
    """The printed value as the zone writes it, if its check digit is that of the zone and it is much like what was read
    there; "" otherwise.
    """
    place = zone.layout.fields[name]
    text = value.ljust(place.end - place.start, FILLER)
    if len(text) > place.end - place.start or not set(text) <= _ALPHABET:
        return ""
    if text in zone.data[name].choices:
        return text
    digit = zone.layout.proofs[name].of(zone.lines)
    near = fuzz.ratio(value, zone.data[name].text.strip(FILLER)) >= _ALIKE
    return text if near and digit == check_digit(text) else ""


def _with(zone: Mrz, name: str, datum: Datum) -> Mrz:
    lines = list(zone.lines)
    places = [(zone.layout.fields[name], datum.text)]
    if name in zone.layout.proofs:
        places.append((zone.layout.proofs[name], check_digit(datum.text)))
    for place, text in places:
        lines[place.line] = lines[place.line][: place.start] + text + lines[place.line][place.end :]
    return replace(zone, lines=tuple(lines), data={**zone.data, name: datum})


def written(day: date) -> str:
    """A day as the zone writes it."""
    return f"{day:%y%m%d}"


def named(zone: Mrz, name: str) -> Mrz:
    """The zone with the printed name, where its own was hardly read and resembles it."""
    surname, *given = _plain(name).split()
    if zone.doubt == 0 or not given:
        return zone
    place = zone.layout.fields["names"]
    text = (surname + FILLER * 2 + FILLER.join(given)).ljust(place.end - place.start, FILLER)
    if len(text) > place.end - place.start or fuzz.ratio(text, zone.data["names"].text) < _ALIKE:
        return zone
    return replace(_with(zone, "names", Datum(text)), doubt=0.0)


def _plain(name: str) -> str:
    return "".join(char for char in fold(nfc(name)).upper() if char.isalpha() or char == " ")


def spelt(name: str, zone: Mrz) -> str:
    """The printed name with the letters of the zone and the marks of the print; the name itself where the two are not
    one name, or the zone was not read without a doubt.
    """
    words, others = nfc(name).split(), zone.full_name.split()
    if zone.doubt or zone.name_is_cut or not zone.holds or len(words) != len(others):
        return name
    if fuzz.ratio(_plain(name), zone.full_name) < _ALIKE:
        return name
    return " ".join(_word(word, other) for word, other in zip(words, others, strict=True))


def _word(printed: str, plain: str) -> str:
    if _plain(printed) == plain:
        return printed
    if len(printed) != len(plain):
        return plain
    return "".join(
        mine if fold(mine).upper() == other else (other if mine.isupper() else other.lower())
        for mine, other in zip(printed, plain, strict=True)
    )
