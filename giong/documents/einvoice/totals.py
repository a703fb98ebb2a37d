"""The sums of an e-invoice, proven from its lines up. Knows no XML and no words for numbers.

What may differ is rounding alone: a line by half of the last place of its price (times the quantity) and one whole
unit of money, a tax by half a unit for each line that was rounded by itself. Sums of printed sums may not differ by
more than one unit. A unit is a dong, or a cent of a foreign currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from giong.documents.document import Check
from giong.documents.einvoice.findings import Claim
from giong.documents.einvoice.invoice import Invoice, Item, RateSum
from giong.documents.einvoice.layout import DONG, NO_MONEY_FORMS, Nature, is_rate, share

_HALF = Decimal("0.5")
_MOST_PLACES = 4
"""Decimals of a quantity that was rounded, and did not come out even."""

_LINE = Claim(
    "einvoice.line",
    (),
    "Số lượng nhân đơn giá trừ chiết khấu bằng thành tiền ở mọi dòng",
    "Quantity times price less discount is the amount in every line",
    "Số lượng nhân đơn giá trừ chiết khấu không bằng thành tiền",
    "Quantity times price less discount is not the amount",
)
_RATES = Claim(
    "einvoice.rates",
    ("total_before_tax",),
    "Các dòng hàng cộng lại đúng bằng tiền hàng theo từng thuế suất",
    "The lines add up to what is taxed at each rate",
    "Các dòng hàng cộng lại không bằng tiền hàng theo thuế suất",
    "The lines do not add up to what is taxed at a rate",
)
_RATE_TAX = Claim(
    "einvoice.rate_tax",
    ("tax",),
    "Tiền thuế đúng bằng thuế suất nhân tiền hàng ở từng thuế suất",
    "The tax at each rate is its share of the amount",
    "Tiền thuế không bằng thuế suất nhân tiền hàng",
    "The tax is not its share of the amount",
)
_BEFORE_TAX = Claim(
    "einvoice.before_tax",
    ("total_before_tax",),
    "Cộng tiền hàng chưa thuế đúng",
    "The total before tax adds up",
    "Cộng tiền hàng chưa thuế sai",
    "The total before tax does not add up",
)
_TAX = Claim(
    "einvoice.tax",
    ("tax",),
    "Cộng tiền thuế đúng",
    "The tax adds up",
    "Cộng tiền thuế sai",
    "The tax does not add up",
)
_TOTAL = Claim(
    "einvoice.total",
    ("total",),
    "Tổng tiền thanh toán đúng",
    "The total adds up",
    "Tổng tiền thanh toán sai",
    "The total does not add up",
)


def proofs(invoice: Invoice) -> Iterator[Check]:
    """Every sum that can be proven from what is there."""
    if invoice.form in NO_MONEY_FORMS and invoice.totals.total is None:
        return
    unit = Decimal(1) if invoice.currency == DONG else Decimal("0.01")
    wrong = [item.position or str(at) for at, item in enumerate(invoice.items, 1) if not _line_holds(item, unit)]
    yield _LINE.told(not wrong, f"dòng {', '.join(wrong)}")
    if invoice.totals.by_rate:
        yield from _by_rate(invoice, unit)
    yield from _grand(invoice, unit)


def _line_holds(item: Item, unit: Decimal) -> bool:
    if item.nature is Nature.NOTE or item.quantity is None or item.price is None or item.amount is None:
        return True
    gross = item.quantity * item.price
    if item.nature is Nature.GIFT and not item.amount:
        return True
    discount = item.discount
    if discount is None:
        discount = gross * (item.discount_percent or Decimal(0)) / 100
    expected = gross - discount
    if item.nature is Nature.DISCOUNT:
        expected, amount = abs(expected), abs(item.amount)
    else:
        amount = item.amount
    return abs(expected - amount) <= unit + _rounding(item)


def _rounding(item: Item) -> Decimal:
    """By how much a product may differ because its factors were rounded."""
    price, quantity = item.price or Decimal(0), item.quantity or Decimal(0)
    allowed = Decimal(0)
    if _places(price):
        allowed += abs(quantity) * _HALF.scaleb(-_places(price))
    if _places(quantity) >= _MOST_PLACES:
        allowed += abs(price) * _HALF.scaleb(-_places(quantity))
    return allowed


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def counted(item: Item) -> Decimal:
    """What a line adds to the sum: discounts take away, gifts and notes add nothing."""
    amount = item.amount or Decimal(0)
    if item.nature is Nature.DISCOUNT:
        return -abs(amount)
    return Decimal(0) if item.nature in (Nature.GIFT, Nature.NOTE) else amount


def _by_rate(invoice: Invoice, unit: Decimal) -> Iterator[Check]:
    lines: defaultdict[str, list[Item]] = defaultdict(list)
    for item in invoice.items:
        if counted(item):
            lines[_key(item.rate)].append(item)
    sums = {_key(each.rate): each for each in invoice.totals.by_rate}
    if all(rate for rate in lines):
        wrong = [
            rate
            for rate in {**lines, **sums}
            if abs(sum(map(counted, lines[rate]), Decimal(0)) - _amount(sums.get(rate))) > unit
        ]
        yield _RATES.told(not wrong, ", ".join(wrong))
    wrong = [
        each.rate
        for each in invoice.totals.by_rate
        if each.amount is not None
        and abs(each.amount * share(each.rate) - (each.tax or Decimal(0)))
        > unit * max(Decimal(1), _HALF * (len(lines[_key(each.rate)]) + 1))
    ]
    yield _RATE_TAX.told(not wrong, ", ".join(wrong))


def _key(rate: str) -> str:
    """One spelling for one rate: "KHAC:8%", "8.0%" and "8%" are the same."""
    return f"{(share(rate) * 100).normalize():f}%" if is_rate(rate) and rate.endswith("%") else rate


def _amount(each: RateSum | None) -> Decimal:
    return Decimal(0) if each is None else each.amount or Decimal(0)


def _grand(invoice: Invoice, unit: Decimal) -> Iterator[Check]:
    totals = invoice.totals
    goods = sum(map(counted, invoice.items), Decimal(0))
    discount = totals.trade_discount or Decimal(0)
    if totals.before_tax is not None:
        by_rate = sum((_amount(each) for each in totals.by_rate), Decimal(0))
        # Makers of software state the trade discount before or after they take it off.
        expected = {goods, goods - discount, *([by_rate] if totals.by_rate else ())}
        agree = not totals.by_rate or abs(by_rate - totals.before_tax) <= unit
        yield _BEFORE_TAX.told(agree and _any(expected, totals.before_tax, unit))
    if totals.tax is not None and totals.by_rate:
        taxes = sum((each.tax or Decimal(0) for each in totals.by_rate), Decimal(0))
        yield _TAX.told(abs(taxes - totals.tax) <= unit)
    if totals.total is not None:
        net = goods if totals.before_tax is None else totals.before_tax + (totals.tax or Decimal(0))
        net += sum(totals.fees, Decimal(0)) - (totals.other_reduction or Decimal(0))
        yield _TOTAL.told(_any({net, net - discount}, totals.total, unit))


def _any(expected: set[Decimal], given: Decimal, unit: Decimal) -> bool:
    return any(abs(each - given) <= unit for each in expected)
