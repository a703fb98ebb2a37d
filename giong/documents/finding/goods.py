"""Lines of goods on receipts and bills: name, quantity, price and amount, ruled or not. Knows no total.

The amount is the last sum of a row; what stands before it is told apart by arithmetic (quantity times price), not by
the place of a column, and a name without numbers belongs to the numbers that follow below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from giong.documents.finding.rows import Row
from giong.documents.proving.totals import Goods, same
from giong.documents.values.amounts import Amount, find

_CODE = re.compile(r"(?<!\w)\d{6,14}(?!\w)")
_TIMES = re.compile(r"(?<![^\W\d_])[xX×*](?=[\dOlI])")
"""The sign in "2x15.000"; a space of the same length stands for it."""
_NUMBERING = re.compile(r"^\s*\d{1,2}[.)\s]\s*(?=[^\W\d])")
_UNIT = re.compile(r"[^\W\d_]{1,6}\.?")
_LEAST_AMOUNT = 100
"""Dong: a smaller number is a quantity, a size or a share."""
_EDGE = " \t-–—:;,.*xX|=\"'`_~"


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What a row ends with: its amount, and the numbers before it."""

    amount: Amount
    before: tuple[Amount, ...]
    name: str


def goods(rows: Sequence[Row]) -> list[Goods]:
    """The goods of rows that lie between the heads of columns and the first total."""
    found: list[Goods] = []
    waiting: list[str] = []
    for row in rows:
        numbers = _numbers(row.text)
        if numbers is None:
            waiting.append(row.text)
            continue
        name = _whole_name(waiting, _name(numbers.name))
        quantity, price = _parts(numbers)
        code = _CODE.search(" ".join([*waiting, numbers.name]))
        if name or found or price:
            found.append(Goods(name, quantity, price, numbers.amount.value, code.group() if code else ""))
        waiting = []
    return found


def _whole_name(above: Sequence[str], own: str) -> str:
    """The name before the numbers, or the line above where only a unit of measure stands there."""
    if above and (len(own) < 3 or _UNIT.fullmatch(own)):
        name = _name(above[-1])
        return _name(f"{above[-2]} {name}") if len(above) > 1 and name[:1].islower() else name
    return own


def _numbers(text: str) -> _Numbers | None:
    """The run of numbers, units and signs at the end of a row, if its last number is a sum."""
    blanked = _CODE.sub(lambda match: " " * len(match.group()), _TIMES.sub(" ", text))
    amounts = find(blanked)
    if not amounts:
        return None
    last = amounts[-1]
    if not (last.is_money or abs(last.value) >= _LEAST_AMOUNT) or len(blanked[last.end :].strip(_EDGE)) > 3:
        return None
    run = [last]
    for amount in reversed(amounts[:-1]):
        between = blanked[amount.end : run[0].start].strip(_EDGE)
        if between and not _UNIT.fullmatch(between):
            break
        run.insert(0, amount)
    return _Numbers(last, tuple(run[:-1]), text[: run[0].start])


def _parts(numbers: _Numbers) -> tuple[str, str]:
    """Which of the numbers before the amount are the quantity and the price."""
    total = numbers.amount.value
    for price in numbers.before:
        for quantity in numbers.before:
            if quantity is not price and Goods("", quantity.raw, price.raw, total).holds and price.is_money:
                return quantity.raw, price.raw
    sums = [amount for amount in numbers.before if amount.is_money]
    counts = [amount for amount in numbers.before if not amount.is_money]
    price_raw = sums[-1].raw if sums else ""
    if not counts and len(sums) == 1 and same(sums[0].value, total):
        return "1", price_raw
    return (counts[-1].raw if counts else ""), price_raw


def _name(text: str) -> str:
    plain = _CODE.sub(" ", text)
    return re.sub(r"\s+", " ", _NUMBERING.sub("", plain)).strip(_EDGE)


def added(lines: Sequence[Goods]) -> Decimal:
    """What the goods come to."""
    return sum((line.amount for line in lines), Decimal(0))
