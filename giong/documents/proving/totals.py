"""Which of the printed sums is the one to pay, told by labels and proven by arithmetic. Knows no page.

Labels alone mislead: "thành tiền" heads a column, "tiền khách trả" is what was handed over, and recognition misreads a
digit now and then. So every sum that may be the total is a hypothesis, and everything printed speaks for or against it:
its label, the goods that add up to it, what was tendered less the change, the subtotal less the discount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import product

from giong.documents.values.amounts import readings


class Role(StrEnum):
    """What a labelled sum is."""

    PAYABLE = "payable"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    DISCOUNT = "discount"
    TAX = "tax"
    FEE = "fee"
    TENDERED = "tendered"
    CHANGE = "change"
    COUNT = "count"


_WEIGHTS = {Role.PAYABLE: 3.0, Role.TOTAL: 2.5, Role.SUBTOTAL: 1.0, Role.TENDERED: 0.4}
_GOODS, _CASH, _REDUCED = 2.0, 2.0, 1.5
_MISREAD = 0.8
_MOST_TERMS = 6
_TOLERANCE = Decimal(1)
"""Dong: sums are rounded to whole ones, and shares of tax are not."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A labelled sum. `trust` is from 0 to 1: label and digits."""

    role: Role
    value: Decimal
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of goods; quantity and price as printed, "" where they are not."""

    name: str
    quantity: str
    price: str
    amount: Decimal
    code: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether quantity times price is the amount; None where one of them is not printed."""
        if not self.quantity or not self.price:
            return None
        pairs = product(readings(self.quantity), readings(self.price))
        return any(abs(count * price - self.amount) <= _TOLERANCE for count, price in pairs)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A sum that may be the total; `votes` is what speaks for it, `labelled` whether it was printed as one, `proven`
    whether arithmetic says the same.
    """

    value: Decimal
    votes: float
    labelled: bool
    proven: bool


def same(one: Decimal, other: Decimal) -> bool:
    """Whether two sums are one but for rounding."""
    return abs(one - other) <= _TOLERANCE


def hypotheses(sums: Sequence[Sum], goods: Sequence[Goods]) -> list[Hypothesis]:
    """The sums that may be the total, best first; none where no sum was labelled and no goods were found."""
    votes: dict[Decimal, float] = {}
    proven: set[Decimal] = set()
    for each in sums:
        if each.role in _WEIGHTS and each.value > 0:
            votes[each.value] = votes.get(each.value, 0.0) + _WEIGHTS[each.role] * each.trust
    labelled = set(votes)
    for value, weight in _derived(sums, goods):
        known = next((other for other in votes if same(other, value)), value)
        if known <= 0:
            continue
        votes[known] = votes.get(known, 0.0) + weight
        if known in labelled:
            proven.add(known)
    _take_back_misread(votes, proven)
    found = [Hypothesis(value, weight, value in labelled, value in proven) for value, weight in votes.items()]
    return sorted(found, key=lambda each: each.votes, reverse=True)


def _take_back_misread(votes: dict[Decimal, float], proven: set[Decimal]) -> None:
    """A sum that differs in one digit from a proven one is that one, misread: its votes go there."""
    for value in proven:
        for other in votes:
            if other not in proven and _one_digit_apart(value, other):
                votes[value] += _MISREAD * votes[other]
                votes[other] *= 1 - _MISREAD


def _one_digit_apart(one: Decimal, other: Decimal) -> bool:
    first, second = str(one), str(other)
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def _derived(sums: Sequence[Sum], goods: Sequence[Goods]) -> Iterable[tuple[Decimal, float]]:
    """Sums that follow from others, and how much that says."""
    if len(goods) > 1 or (goods and goods[0].holds):
        certain = sum(line.holds is not False for line in goods) / len(goods)
        yield sum((line.amount for line in goods), Decimal(0)), _GOODS * certain
    for handed, back in product(_of(sums, Role.TENDERED), _of(sums, Role.CHANGE)):
        if handed.value > back.value >= 0:
            yield handed.value - back.value, _CASH * min(handed.trust, back.trust)
    less = [Sum(Role.DISCOUNT, -abs(each.value), each.trust) for each in _of(sums, Role.DISCOUNT)]
    more = [*_of(sums, Role.TAX), *_of(sums, Role.FEE)]
    changes = [each for each in (*less, *more) if each.value][:_MOST_TERMS]
    bases = [*_of(sums, Role.SUBTOTAL), *_of(sums, Role.TOTAL)]
    for base in bases:
        for some in _choices(changes):
            if some:
                trust = min(base.trust, *(each.trust for each in some))
                yield base.value + sum((each.value for each in some), Decimal(0)), _REDUCED * trust / len(some)


def _of(sums: Iterable[Sum], role: Role) -> list[Sum]:
    return [each for each in sums if each.role is role]


def _choices(changes: Sequence[Sum]) -> Iterable[tuple[Sum, ...]]:
    """All of the changes, and each alone: a tax that is included is printed and not added."""
    yield tuple(changes)
    if len(changes) > 1:
        yield from ((each,) for each in changes)
