"""Machine-readable zones as they are printed (ICAO 9303, parts 3 to 5). Writes only; knows no reader."""

from __future__ import annotations

from datetime import date

from giong.text.unicode import fold

_WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    total = 0
    for place, letter in enumerate(text):
        value = 0 if letter == "<" else int(letter) if letter.isdigit() else ord(letter) - 55
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def _filled(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def _day(day: date | None) -> str:
    return day.strftime("%y%m%d") if day else "991231"


def name(full: str, length: int, *, joined: bool = False) -> str:
    """Surname, two fillers, the rest; some cards have but one filler after the surname (`joined`)."""
    surname, *rest = fold(full).upper().split()
    return _filled(surname + ("<" if joined else "<<") + "<".join(rest), length)


def td1(*, number: str, full_name: str, dob: date, sex: str, expires: date | None, joined: bool = False) -> str:
    """A citizen's card: the last nine digits as document number, all twelve as optional data."""
    short = number[-9:]
    optional = f"{number}<<"
    first = f"IDVNM{short}{check_digit(short)}{optional}{check_digit(optional)}"
    letter = "M" if sex == "Nam" else "F"
    born, until = _day(dob), _day(expires)
    second = f"{born}{check_digit(born)}{letter}{until}{check_digit(until)}VNM{'<' * 11}"
    composite = first[5:] + second[0:7] + second[8:15] + second[18:29]
    return "\n".join((first, second + check_digit(composite), name(full_name, 30, joined=joined)))


def td3(*, number: str, personal: str, full_name: str, dob: date, sex: str, expires: date) -> str:
    """A passport."""
    letter = "M" if sex == "Nam" else "F"
    born, until, document = _day(dob), _day(expires), _filled(number, 9)
    own = _filled(personal, 14)
    document, born, until, own = (part + check_digit(part) for part in (document, born, until, own))
    composite = document + born + until + own
    second = f"{document}VNM{born}{letter}{until}{own}"
    return "\n".join(("P<VNM" + name(full_name, 39), second + check_digit(composite)))
