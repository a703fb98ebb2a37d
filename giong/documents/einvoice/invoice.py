"""An e-invoice as plain frozen values. Knows no XML and no signature."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from giong.documents.einvoice.layout import DONG, Nature


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it must be written: `code` says what, `where` in which element ("TTChung/SHDon")."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer. `person` is who bought, where the buyer is no firm or sent someone."""

    name: str = ""
    tax_code: str = ""
    address: str = ""
    person: str = ""
    citizen_id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line. None and "" where the file says nothing; `tax` only where a maker's own field says it."""

    position: str
    nature: Nature
    name: str
    unit: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    discount_percent: Decimal | None = None
    discount: Decimal | None = None
    amount: Decimal | None = None
    rate: str = ""
    tax: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RateSum:
    """What is taxed at one rate, and the tax."""

    rate: str
    amount: Decimal | None
    tax: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    by_rate: tuple[RateSum, ...] = ()
    before_tax: Decimal | None = None
    tax: Decimal | None = None
    fees: tuple[Decimal, ...] = ()
    trade_discount: Decimal | None = None
    other_reduction: Decimal | None = None
    total: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """The invoice that this one replaces ("1") or adjusts ("2")."""

    relation: str
    form: str
    serial: str
    number: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """`key` is what no two invoices share. `extras` are the fields that the software's maker added, by their names."""

    form: str = ""
    serial: str = ""
    number: str = ""
    day: date | None = None
    version: str = ""
    title: str = ""
    currency: str = DONG
    exchange_rate: Decimal | None = None
    payment_method: str = ""
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    items: tuple[Item, ...] = ()
    totals: Totals = field(default_factory=Totals)
    related: Related | None = None
    office_code: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    flaws: tuple[Flaw, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        return self.seller.tax_code, self.serial, self.number

    @property
    def adjusts(self) -> bool:
        return self.related is not None and self.related.relation == "2"
