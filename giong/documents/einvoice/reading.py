"""The bytes of an e-invoice become a document with proofs. Knows no picture and no page.

A value in XML is never misread, but it may not be what the seller wrote: so a field is as sure as the signature over it
and the checks that name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from cryptography import x509

from giong.documents.document import Check, Document, Field, Origin, Verdict
from giong.documents.einvoice import parsing, proofs
from giong.documents.einvoice.invoice import Invoice, Item
from giong.documents.einvoice.layout import DONG
from giong.documents.einvoice.opening import PAYLOAD, Element, opened
from giong.documents.einvoice.signatures import Integrity, Signature, Signer, signatures
from giong.documents.values import places
from giong.documents.values.amounts import written
from giong.vision.page import Block, Line, Page, Word
from giong.vision.shapes import Box

KIND = "einvoice"
_PROVEN, _UNPROVEN, _REFUTED = 1.0, 0.8, 0.4
_NOWHERE = Box(0, 0, 0, 0)


def read(data: bytes, *, roots: Sequence[x509.Certificate] = ()) -> Document:
    """What the XML says, with every proof. `roots` are certificates of authorities that are trusted; without them the
    check "einvoice.certificate_root" stays unknown.

    Raises what `opening.opened` and `signatures.signatures` raise.
    """
    root = opened(data)
    signed = signatures(root, roots)
    invoice = parsing.parsed(_payload(root, signed), _office_code(root))
    checks = tuple(proofs.proofs(invoice, signed))
    base = _base(signed)
    fields = {name: _field(name, value, base, checks) for name, value in _values(invoice) if value}
    types = dict.fromkeys(("seller_address", "buyer_address"), "address")
    located, about_places = places.located(fields, types)
    fields |= located
    rows = tuple(map(_row, invoice.items))
    return Document(
        KIND,
        1.0,
        fields=MappingProxyType(fields),
        checks=(*checks, *about_places),
        rows=rows,
        pages=(_page(invoice, fields.values(), rows),),
    )


def _payload(root: Element, signed: Mapping[Signer, Signature]) -> Element:
    """What was signed, as it was signed; what stands there where no signature holds."""
    for signer in (Signer.SELLER, Signer.TAX_OFFICE):
        if signer in signed and signed[signer].payload is not None:
            return signed[signer].payload
    return next(each for each in root if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == PAYLOAD)


def _office_code(root: Element) -> str:
    for each in root:
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == "MCCQT":
            return str(each.xpath("string()")).strip()
    return ""


def _base(signed: Mapping[Signer, Signature]) -> float:
    """How sure the values are before any other check."""
    seller = signed.get(Signer.SELLER)
    if seller is None:
        return _UNPROVEN
    return _PROVEN if seller.integrity is Integrity.HOLDS else _REFUTED


def _field(name: str, value: str, base: float, checks: Sequence[Check]) -> Field:
    own = tuple(check for check in checks if name in check.fields)
    doubted = any(check.verdict is Verdict.FAILED for check in own)
    confidence = min(base, _REFUTED) if doubted else base
    return Field(name, value, value, confidence, normalised=_normalised(value), origin=Origin.XML, checks=own)


def _normalised(value: str) -> str:
    day = value.split("/")
    return "-".join(reversed(day)) if [len(part) for part in day] == [2, 2, 4] else ""


def _values(invoice: Invoice) -> Iterator[tuple[str, str]]:
    seller, buyer, totals = invoice.seller, invoice.buyer, invoice.totals
    yield "seller", seller.name
    yield "seller_tax_code", seller.tax_code
    yield "seller_address", seller.address
    yield "buyer", buyer.name or buyer.person
    yield "buyer_tax_code", buyer.tax_code
    yield "buyer_address", buyer.address
    yield "form", invoice.form
    yield "serial", invoice.serial
    yield "number", invoice.number
    yield "date", f"{invoice.day:%d/%m/%Y}" if invoice.day else ""
    yield "payment_method", invoice.payment_method
    yield "currency", invoice.currency if invoice.currency != DONG else ""
    yield "exchange_rate", _number(invoice.exchange_rate) if invoice.currency != DONG else ""
    yield "total_before_tax", _number(totals.before_tax)
    yield "tax_rate", ", ".join(dict.fromkeys(each.rate for each in totals.by_rate if each.rate))
    yield "tax", _number(totals.tax)
    yield "total", _number(totals.total)
    yield "amount_in_words", totals.words
    yield "office_code", invoice.office_code
    if invoice.related is not None:
        related = invoice.related
        yield "related", f"{related.form}{related.serial} {related.number}".strip()
        yield "relation", {"1": "thay thế", "2": "điều chỉnh"}.get(related.relation, related.relation)


def _number(value: Decimal | None) -> str:
    return "" if value is None else written(value)


def _row(item: Item) -> dict[str, str]:
    """The columns of a printed invoice's rows."""
    cells = {
        "position": item.position,
        "name": item.name,
        "unit": item.unit,
        "quantity": _number(item.quantity),
        "unit_price": _number(item.price),
        "discount": _number(item.discount),
        "amount": _number(item.amount),
        "tax_rate": item.rate,
        "tax": _number(item.tax),
    }
    return {name: value for name, value in cells.items() if value}


def _page(invoice: Invoice, fields: Iterable[Field], rows: Sequence[Mapping[str, str]]) -> Page:
    """The text of it, so that it can be searched and shown as other papers are."""
    lines = [invoice.title] if invoice.title else []
    lines += [f"{field.name}: {field.value}" for field in fields]
    lines += [f"{name}: {value}" for name, value in invoice.extras]
    lines += [" | ".join(row.values()) for row in rows]
    return Page(1, 0, 0, blocks=(Block(tuple(_line(text) for text in lines)),))


def _line(text: str) -> Line:
    return Line(tuple(Word(word, _NOWHERE) for word in text.split()), _NOWHERE, engine="xml")
