"""Which sum is the total: labels can be wrong, digits misread, and the sums still tell."""

from __future__ import annotations

from decimal import Decimal

from giong.documents.proving.totals import Goods, Role, Sum, hypotheses


def _goods(*amounts: int) -> list[Goods]:
    return [Goods(f"món {at}", "1", str(value), Decimal(value)) for at, value in enumerate(amounts)]


def _sum(role: Role, value: int) -> Sum:
    return Sum(role, Decimal(value))


def test_tendered_and_change_are_not_the_total() -> None:
    best = hypotheses([_sum(Role.TOTAL, 81_500), _sum(Role.TENDERED, 100_000), _sum(Role.CHANGE, 18_500)], [])[0]
    assert (best.value, best.proven) == (Decimal(81_500), True)


def test_a_misread_digit_is_outvoted_by_goods_and_cash() -> None:
    found = hypotheses([_sum(Role.TOTAL, 427_000), _sum(Role.TENDERED, 127_000)], _goods(33_000, 61_000, 33_000))
    assert found[0].value == Decimal(127_000)
    assert found[0].votes > 3 * found[1].votes


def test_a_discount_leads_from_the_goods_to_the_total() -> None:
    sums = [_sum(Role.SUBTOTAL, 594_500), _sum(Role.DISCOUNT, -59_000), _sum(Role.TOTAL, 535_500)]
    best = hypotheses(sums, _goods(432_500, 33_000, 129_000))[0]
    assert (best.value, best.proven) == (Decimal(535_500), True)


def test_goods_alone_are_a_guess_and_said_to_be_one() -> None:
    best = hypotheses([], _goods(5_000, 7_000))[0]
    assert (best.value, best.labelled, best.proven) == (Decimal(12_000), False, False)


def test_nothing_comes_of_nothing() -> None:
    assert hypotheses([], []) == []


def test_a_line_of_goods_by_weight_holds() -> None:
    assert Goods("Thịt", "1,250", "120.000", Decimal(150_000)).holds
    assert Goods("Thịt", "2", "120.000", Decimal(150_000)).holds is False
    assert Goods("Thịt", "", "120.000", Decimal(150_000)).holds is None
