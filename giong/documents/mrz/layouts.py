"""Where everything stands in a machine-readable zone, for each of its forms. Knows no value and proves nothing.

Layouts follow ICAO Doc 9303, parts 4 to 6. The Vietnamese card with a chip fills TD1 its own way: the last nine of the
twelve digits as the document number, then all twelve as optional data, two fillers, and a check digit over those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line, from `start` to before `end`."""

    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True)
class Layout:
    """One form of zone. `masks` are written as in `lookalikes`; `proofs` name the check digit of a field; `whole` is
    the digit over all of them, and `parts` what it is counted over.
    """

    name: str
    masks: tuple[str, ...]
    fields: Mapping[str, Stretch]
    proofs: Mapping[str, Stretch]
    whole: Stretch
    parts: tuple[Stretch, ...]
    vietnamese: bool = False

    @property
    def is_vietnamese_card(self) -> bool:
        return self.vietnamese and self.name == "TD1"

    def names_alone(self, line: int) -> bool:
        """Whether the line holds the names, and nothing that a check digit proves."""
        return self.fields["names"].line == line

    def weighed_anew(self, name: str) -> bool:
        """Whether the digit over all weighs this field otherwise than its own does, so that it proves it once more.

        The weights repeat after three characters: a field that starts at a third one there passes both or neither.
        """
        place, before = self.fields[name], 0
        for part in self.parts:
            if part.line == place.line and part.start <= place.start < part.end:
                return (before + place.start - part.start) % 3 != 0
            before += part.end - part.start
        return False


_TD1_FIELDS = {
    "code": Stretch(0, 0, 2),
    "issuer": Stretch(0, 2, 5),
    "number": Stretch(0, 5, 14),
    "optional": Stretch(0, 15, 30),
    "birth": Stretch(1, 0, 6),
    "sex": Stretch(1, 7, 8),
    "expiry": Stretch(1, 8, 14),
    "nationality": Stretch(1, 15, 18),
    "optional_2": Stretch(1, 18, 29),
    "names": Stretch(2, 0, 30),
}
_TD1_PROOFS = {"number": Stretch(0, 14, 15), "birth": Stretch(1, 6, 7), "expiry": Stretch(1, 14, 15)}
_TD1_WHOLE = Stretch(1, 29, 30)
_TD1_PARTS = (Stretch(0, 5, 30), Stretch(1, 0, 7), Stretch(1, 8, 15), Stretch(1, 18, 29))


def _two_lines(name: str, masks: tuple[str, str], *, vietnamese: bool = False) -> Layout:
    """TD2 and TD3 differ in the room for names and for optional data; only TD3 has a digit for the latter."""
    width = len(masks[0])
    end = width - 2 if name == "TD3" else width - 1
    fields = {
        "code": Stretch(0, 0, 2),
        "issuer": Stretch(0, 2, 5),
        "names": Stretch(0, 5, width),
        "number": Stretch(1, 0, 9),
        "nationality": Stretch(1, 10, 13),
        "birth": Stretch(1, 13, 19),
        "sex": Stretch(1, 20, 21),
        "expiry": Stretch(1, 21, 27),
        "optional": Stretch(1, 28, end),
    }
    proofs = {"number": Stretch(1, 9, 10), "birth": Stretch(1, 19, 20), "expiry": Stretch(1, 27, 28)}
    if name == "TD3":
        proofs["optional"] = Stretch(1, end, end + 1)
    parts = (Stretch(1, 0, 10), Stretch(1, 13, 20), Stretch(1, 21, width - 1))
    return Layout(name, masks, fields, proofs, Stretch(1, width - 1, width), parts, vietnamese)


_VIETNAMESE_CARD = ("IDVNM" + "d" * 22 + "<<c", "d" * 7 + "s" + "d" * 7 + "VNM" + "<" * 11 + "d", "a" * 30)
_VIETNAMESE_PASSPORT = (
    "PaVNM" + "a" * 39,
    "l" + "d" * 7 + "n" + "d" + "VNM" + "d" * 7 + "s" + "d" * 7 + "n" * 14 + "cd",
)

LAYOUTS = (
    Layout(
        "TD1",
        _VIETNAMESE_CARD,
        {**_TD1_FIELDS, "optional": Stretch(0, 15, 29)},
        {**_TD1_PROOFS, "optional": Stretch(0, 29, 30)},
        _TD1_WHOLE,
        _TD1_PARTS,
        vietnamese=True,
    ),
    _two_lines("TD3", _VIETNAMESE_PASSPORT, vietnamese=True),
    Layout(
        "TD1",
        ("lalaa" + "x" * 9 + "c" + "x" * 15, "n" * 6 + "ds" + "n" * 6 + "dlaa" + "x" * 11 + "d", "a" * 30),
        _TD1_FIELDS,
        _TD1_PROOFS,
        _TD1_WHOLE,
        _TD1_PARTS,
    ),
    _two_lines("TD3", ("Palaa" + "a" * 39, "x" * 9 + "dlaa" + "n" * 6 + "ds" + "n" * 6 + "d" + "x" * 14 + "cd")),
    _two_lines("TD2", ("lalaa" + "a" * 31, "x" * 9 + "dlaa" + "n" * 6 + "ds" + "n" * 6 + "d" + "x" * 7 + "d")),
)
"""The narrower one before the one that it is a case of."""
