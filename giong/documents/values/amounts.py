"""Sums of money and quantities as they are printed: "127.000", "127,000đ", "1.250.000,50". Knows no label and no sum of
them.

Vietnamese papers group thousands by dots, tills and banks by commas or spaces as well, and recognition adds spaces and
takes letters for digits. Which sign groups and which is decimal is therefore decided by where it stands: three digits
behind it, or one or two at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_LOOK_ALIKE = str.maketrans("OoQDlI|iSsBZzq", "00001111558229")
_DIGIT = r"[0-9OoQDlI|iSsBZzq]"
_CURRENCY = r"(?:vn[dđ]|vnđ|₫|đồng|đong|dong|đ|d)"
# "447.695d": the letter of the currency is no digit that was misread.
_ENDED = rf"(?!(?!{_CURRENCY}(?![^\W\d_])){_DIGIT})"
# Groups first: what follows must not cut "127.000" after the "127". A group's sign may have a space behind it.
_NUMBER = re.compile(
    rf"(?<![\w/:])(?P<sign>[-−–+(]\s?)?(?:"
    rf"(?P<grouped>(?=[0-9OlISB]){_DIGIT}{{1,3}}(?:(?:\s?[.,'’·]\s?{_DIGIT}{{3}}{_ENDED})+|(?:\s\d{{3}}(?!\d|[.,]\d{{3}}))+))"
    rf"(?P<cents>[.,]{_DIGIT}{{1,2}}(?!\d))?"
    rf"|(?P<plain>\d+)(?P<places>[.,]\d{{1,4}})?)"
    rf"\)?(?:\s?(?P<currency>{_CURRENCY})(?![^\W\d_]))?(?!\d|[/:]\d)",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number found in a text. `is_money` says that it was printed as sums are: with groups or a currency."""

    value: Decimal
    start: int
    end: int
    raw: str
    is_money: bool
    decimals: int = 0


def find(text: str) -> list[Amount]:
    """Every number that may be a sum or a quantity, from left to right. Dates, codes and telephones are none."""
    found = []
    for match in _NUMBER.finditer(text):
        amount = _read(match)
        if amount is not None:
            found.append(amount)
    return found


def _read(match: re.Match[str]) -> Amount | None:
    if match["plain"] and not match["currency"] and match.string[match.end() : match.end() + 1].isalpha():
        return None  # "500ml", "A4" and the like
    negative = (match["sign"] or "").strip() in ("-", "−", "–", "(")
    if match["grouped"]:
        body = _SPACED.sub("", match["grouped"])
        digits = re.sub(r"\D", "", body.translate(_LOOK_ALIKE))
        real = sum(letter.isdigit() for letter in body)
        if 3 * real < len(digits):
            return None
        cents = (match["cents"] or "").lstrip(".,").translate(_LOOK_ALIKE)
    else:
        digits, cents = match["plain"], (match["places"] or "").lstrip(".,")
    value = Decimal(f"{digits}.{cents}") if cents.strip("0") else Decimal(digits)
    is_money = bool(match["grouped"]) or bool(match["currency"])
    start = match.start()
    return Amount(
        -value if negative else value, start, match.end(), match.group().strip(), is_money, decimals=len(cents)
    )


def amount(text: str) -> Decimal | None:
    """The sum of money in a text that holds but one, with or without its currency; None for anything else."""
    found = [each for each in find(text) if each.is_money] or find(text)
    return found[-1].value if len(found) == 1 else None


def written(value: Decimal) -> str:
    """Digits alone, as truth and systems keep sums: "127000"; decimals only where there are any, after a dot."""
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{plain:f}"


def readings(text: str) -> tuple[Decimal, ...]:
    """What a printed number may mean, the likelier first: "1.250" is 1250, or one and a quarter of a kilogram."""
    found = find(text)
    if len(found) != 1:
        return ()
    first = found[0].value
    match = re.fullmatch(r"\D*(\d{1,3})[.,](\d{3})\D*", text.strip())
    return (first, Decimal(f"{match[1]}.{match[2]}")) if match else (first,)
