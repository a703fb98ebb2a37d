"""The payload of an e-invoice (DLHDon) becomes a value; what is not written as laid down is noted, not guessed. Knows
no signature and proves no sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from giong.documents.einvoice import layout
from giong.documents.einvoice.invoice import Flaw, Invoice, Item, Party, RateSum, Related, Totals
from giong.documents.einvoice.layout import Nature
from giong.documents.einvoice.opening import Element
from giong.text.unicode import fold, nfc

MISSING, REPEATED, NUMBER, DAY = "einvoice.missing", "einvoice.repeated", "einvoice.decimal", "einvoice.day"


def parsed(payload: Element, office_code: str = "") -> Invoice:
    """The invoice in a DLHDon; `office_code` stands beside it (MCCQT)."""
    reader = _Reader()
    top = _Part(payload, "")
    header = reader.one(top, "TTChung")
    content = reader.one(top, "NDHDon")
    seller, buyer = reader.one(content, "NBan"), reader.one(content, "NMua")
    reader.must(header, layout.HEADER)
    reader.must(seller, layout.SELLER)
    form = reader.text(header, "KHMSHDon")
    invoice = Invoice(
        form=form,
        serial=reader.text(header, "KHHDon"),
        number=reader.text(header, "SHDon"),
        day=reader.day(header, "NLap"),
        version=reader.text(header, "PBan"),
        title=reader.text(header, "THDon"),
        currency=reader.text(header, "DVTTe") or layout.DONG,
        exchange_rate=reader.decimal(header, "TGia"),
        payment_method=reader.text(header, "HTTToan"),
        seller=_party(reader, seller),
        buyer=_party(reader, buyer),
        items=tuple(_items(reader, content)),
        totals=_totals(reader, reader.one(content, "TToan"), form),
        related=_related(reader, header),
        office_code=office_code,
        extras=tuple(each for part in (header, top) for each in _extras(part)),
    )
    return replace(invoice, flaws=tuple(reader.flaws))


class _Part:
    """An element with the way to it; of nothing, every part is nothing."""

    def __init__(self, element: Element | None, path: str) -> None:
        self.element = element
        self.path = path
        self._below: defaultdict[str, list[Element]] | None = None

    def all(self, name: str) -> list[_Part]:
        if self._below is None:
            self._below = defaultdict(list)
            for each in self.element if self.element is not None else ():
                self._below[_name(each)].append(each)
        path = f"{self.path}/{name}".lstrip("/")
        found = self._below.get(name, [])
        return [_Part(each, path if len(found) == 1 else f"{path}[{at}]") for at, each in enumerate(found, start=1)]


class _Reader:
    """Takes parts out of parts and notes what is wrong with them."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def one(self, part: _Part, name: str) -> _Part:
        """The only part of that name; the first where there are several, which is noted."""
        found = part.all(name)
        if len(found) > 1:
            self._note(REPEATED, part, name)
        return found[0] if found else _Part(None, f"{part.path}/{name}".lstrip("/"))

    def text(self, part: _Part, name: str) -> str:
        element = self.one(part, name).element
        return "" if element is None else _said(element)

    def must(self, part: _Part, names: tuple[str, ...]) -> None:
        for name in names:
            if not any(_said(each.element) for each in part.all(name) if each.element is not None):
                self._note(MISSING, part, name)

    def decimal(self, part: _Part, name: str) -> Decimal | None:
        text = self.text(part, name)
        if not text:
            return None
        if layout.DECIMAL.fullmatch(text):
            return Decimal(text)
        self._note(NUMBER, part, name)
        return None

    def day(self, part: _Part, name: str) -> date | None:
        text = self.text(part, name)
        if not text:
            return None
        try:
            if layout.DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._note(DAY, part, name)
        return None

    def _note(self, code: str, part: _Part, name: str) -> None:
        self.flaws.append(Flaw(code, f"{part.path}/{name}".lstrip("/")))


def _party(reader: _Reader, part: _Part) -> Party:
    return Party(
        name=reader.text(part, "Ten"),
        tax_code=reader.text(part, "MST"),
        address=reader.text(part, "DChi"),
        person=reader.text(part, "HVTNMHang"),
        citizen_id=reader.text(part, "CCCDan"),
    )


def _items(reader: _Reader, content: _Part) -> Iterator[Item]:
    listed = reader.one(content, "DSHHDVu").all("HHDVu")
    if not listed:
        reader.must(content, ("DSHHDVu/HHDVu",))
    for part in listed:
        nature = reader.text(part, "TChat")
        taxes = [value for name, value in _extras(part) if fold(name) in layout.LINE_TAX]
        tax = Decimal(taxes[0]) if taxes and layout.DECIMAL.fullmatch(taxes[0]) else None
        yield Item(
            position=reader.text(part, "STT"),
            nature=Nature(nature) if nature in list(Nature) else Nature.GOODS,
            name=reader.text(part, "THHDVu"),
            unit=reader.text(part, "DVTinh"),
            quantity=reader.decimal(part, "SLuong"),
            price=reader.decimal(part, "DGia"),
            discount_percent=reader.decimal(part, "TLCKhau"),
            discount=reader.decimal(part, "STCKhau"),
            amount=reader.decimal(part, "ThTien"),
            rate=reader.text(part, "TSuat"),
            tax=tax,
        )


def _totals(reader: _Reader, part: _Part, form: str) -> Totals:
    if form not in layout.NO_MONEY_FORMS:
        reader.must(part, layout.TAXED_TOTALS if form in layout.TAXED_FORMS else layout.TOTALS)
    rates = reader.one(part, "THTTLTSuat").all("LTSuat")
    fees = [reader.decimal(fee, "TPhi") for fee in reader.one(part, "DSLPhi").all("LPhi")]
    return Totals(
        by_rate=tuple(
            RateSum(reader.text(rate, "TSuat"), reader.decimal(rate, "ThTien"), reader.decimal(rate, "TThue"))
            for rate in rates
        ),
        before_tax=reader.decimal(part, "TgTCThue"),
        tax=reader.decimal(part, "TgTThue"),
        fees=tuple(fee for fee in fees if fee is not None),
        trade_discount=reader.decimal(part, "TTCKTMai"),
        other_reduction=reader.decimal(part, "TGTKhac"),
        total=reader.decimal(part, "TgTTTBSo"),
        words=reader.text(part, "TgTTTBChu"),
    )


def _related(reader: _Reader, header: _Part) -> Related | None:
    part = reader.one(header, "TTHDLQuan")
    if part.element is None:
        return None
    reader.must(part, layout.RELATED)
    return Related(
        relation=reader.text(part, "TCHDon"),
        form=reader.text(part, "KHMSHDCLQuan"),
        serial=reader.text(part, "KHHDCLQuan"),
        number=reader.text(part, "SHDCLQuan"),
        day=reader.day(part, "NLHDCLQuan"),
    )


def _extras(part: _Part) -> Iterator[tuple[str, str]]:
    """The fields of a TTKhac: name and value."""
    for others in part.all("TTKhac"):
        for each in others.all("TTin"):
            names, values = each.all("TTruong"), each.all("DLieu")
            if names and values and names[0].element is not None and values[0].element is not None:
                yield _said(names[0].element), _said(values[0].element)


def _name(element: Element) -> str:
    """Without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _said(element: Element) -> str:
    """All letters of an element, comments left out: nothing put in between may cut a number in two."""
    text = str(element.xpath("string()")) if len(element) else element.text or ""
    return " ".join(nfc(text).split())
