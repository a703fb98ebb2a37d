"""Everything that is checked of an e-invoice, each under a code of its own. Knows no XML.

Codes begin with "einvoice."; what they prove: that it is written as laid down (`missing`, `repeated`, `decimal`,
`day`, `form`, `serial`, `number`, `rate`, `currency`), that its parts agree (`year`, `code`, `related`, `words` and the
sums of `totals.py`), who it is from (`seller_code`, `buyer_code`), that it was signed and by whom
(`seller_signature`, `tax_office_signature`, `signer`, `certificate_dates`, `certificate_root`, `signed_on`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby

from giong.documents.document import Check, Verdict
from giong.documents.einvoice import layout, parsing, totals, words
from giong.documents.einvoice.findings import Claim, unknown
from giong.documents.einvoice.invoice import Invoice
from giong.documents.einvoice.signatures import VIETNAM, Integrity, Signature, Signer
from giong.text.identity import citizen, is_tax_code

_FLAWS = {
    parsing.MISSING: ("Thiếu thành phần bắt buộc", "What must be there is missing"),
    parsing.REPEATED: ("Thành phần chỉ được có một lần lại lặp lại", "What may be there once is there again"),
    parsing.NUMBER: (
        "Số không đúng dạng (phần thập phân sau dấu chấm, không ngăn hàng nghìn)",
        "A number is not written as laid down (a dot before decimals, nothing between thousands)",
    ),
    parsing.DAY: ("Ngày không đúng dạng năm-tháng-ngày", "A date is not written year-month-day"),
}
_FLAW_FIELDS = {
    "TTChung/KHMSHDon": "form",
    "TTChung/KHHDon": "serial",
    "TTChung/SHDon": "number",
    "TTChung/NLap": "date",
    "NDHDon/NBan/Ten": "seller",
    "NDHDon/NBan/MST": "seller_tax_code",
    "NDHDon/NBan/DChi": "seller_address",
    "NDHDon/TToan/TgTCThue": "total_before_tax",
    "NDHDon/TToan/TgTThue": "tax",
    "NDHDon/TToan/TgTTTBSo": "total",
    "NDHDon/TToan/TgTTTBChu": "amount_in_words",
}
LONGEST_HOLIDAY = timedelta(days=12)
"""An invoice is signed on its day or, by Decree 70/2025/NĐ-CP art. 1, at the latest on the next day of work; which days
were holidays of that year is not known here.
"""


def proofs(invoice: Invoice, signed: Mapping[Signer, Signature]) -> list[Check]:
    return [
        *_written(invoice),
        *_header(invoice),
        *_codes(invoice),
        *_office_code(invoice),
        *_related(invoice),
        *totals.proofs(invoice),
        *_words(invoice),
        *_signed(invoice, signed),
    ]


# ── as laid down ──


def _written(invoice: Invoice) -> Iterator[Check]:
    """One check for each sort of flaw; the elements are named, what they hold is not."""
    for code, flaws in groupby(sorted(invoice.flaws, key=lambda flaw: flaw.code), key=lambda flaw: flaw.code):
        where = list(dict.fromkeys(flaw.where for flaw in flaws))
        fields = tuple(_FLAW_FIELDS[each] for each in where if each in _FLAW_FIELDS)
        vi, en = _FLAWS[code]
        yield Check(code, Verdict.FAILED, fields, f"{vi}: {', '.join(where)}", f"{en}: {', '.join(where)}")


_FORM = Claim(
    "einvoice.form",
    ("form",),
    "Ký hiệu mẫu số hợp lệ",
    "The form is one of those laid down",
    "Ký hiệu mẫu số không có trong quy định",
    "The form is none of those laid down",
)
_SERIAL = Claim(
    "einvoice.serial",
    ("serial",),
    "Ký hiệu hóa đơn đúng dạng",
    "The serial is written as laid down",
    "Ký hiệu hóa đơn không đúng dạng sáu ký tự theo quy định",
    "The serial has not the six signs laid down",
)
_NUMBER = Claim(
    "einvoice.number",
    ("number",),
    "Số hóa đơn đúng dạng",
    "The number is written as laid down",
    "Số hóa đơn không phải là số từ 1 đến 99999999",
    "The number is none from 1 to 99999999",
)
_YEAR = Claim(
    "einvoice.year",
    ("serial", "date"),
    "Năm trong ký hiệu khớp với ngày lập",
    "The year in the serial is that of the date",
    "Năm trong ký hiệu không khớp với ngày lập",
    "The year in the serial is not that of the date",
)
_RATE = Claim(
    "einvoice.rate",
    ("tax_rate",),
    "Thuế suất đúng dạng quy định",
    "Tax rates are written as laid down",
    "Thuế suất không đúng dạng quy định",
    "A tax rate is not written as laid down",
)
_CURRENCY = Claim(
    "einvoice.currency",
    ("total",),
    "Đơn vị tiền và tỷ giá đầy đủ",
    "Currency and exchange rate are there",
    "Ngoại tệ không hợp lệ hoặc thiếu tỷ giá",
    "A foreign currency that is none, or without its exchange rate",
)


def _header(invoice: Invoice) -> Iterator[Check]:
    if invoice.form:
        yield _FORM.told(invoice.form in layout.FORMS)
    serial = layout.SERIAL.fullmatch(invoice.serial)
    if invoice.serial:
        yield _SERIAL.told(serial is not None)
    if invoice.number:
        yield _NUMBER.told(layout.NUMBER.fullmatch(invoice.number) is not None)
    if serial and invoice.day:
        yield _YEAR.told(int(serial["year"]) == invoice.day.year % 100)
    rates = {item.rate for item in invoice.items} | {each.rate for each in invoice.totals.by_rate}
    if rates - {""}:
        yield _RATE.told(all(map(layout.is_rate, rates - {""})))
    if invoice.currency != layout.DONG:
        known = layout.CURRENCY.fullmatch(invoice.currency) is not None
        yield _CURRENCY.told(known and invoice.exchange_rate is not None and invoice.exchange_rate > 0)


_SELLER_CODE = Claim(
    "einvoice.seller_code",
    ("seller_tax_code",),
    "Chữ số kiểm tra của mã số thuế người bán đúng",
    "The check digit of the seller's tax code holds",
    "Mã số thuế người bán sai",
    "The seller's tax code is wrong",
)
_BUYER_CODE = Claim(
    "einvoice.buyer_code",
    ("buyer_tax_code",),
    "Chữ số kiểm tra của mã số thuế người mua đúng",
    "The check digit of the buyer's tax code holds",
    "Mã số thuế người mua sai",
    "The buyer's tax code is wrong",
)


def _codes(invoice: Invoice) -> Iterator[Check]:
    for claim, code in ((_SELLER_CODE, invoice.seller.tax_code), (_BUYER_CODE, invoice.buyer.tax_code)):
        if code:
            # Since 2025 persons use their citizen number (Circular 86/2024/TT-BTC art. 5).
            yield claim.told(is_tax_code(code) or citizen(code) is not None)


_CODED = Claim(
    "einvoice.code",
    ("serial",),
    "Mã của cơ quan thuế khớp với ký hiệu hóa đơn",
    "The tax office's code fits the serial",
    "Mã của cơ quan thuế không khớp với ký hiệu hóa đơn (loại có mã phải có mã đúng dạng, loại không mã thì không có)",
    "The tax office's code does not fit the serial (C must have one, K none)",
)


def _office_code(invoice: Invoice) -> Iterator[Check]:
    serial = layout.SERIAL.fullmatch(invoice.serial)
    if serial is None:
        return
    if serial["coded"] == "C":
        yield _CODED.told(layout.OFFICE_CODE.fullmatch(invoice.office_code) is not None)
    else:
        yield _CODED.told(not invoice.office_code)


_RELATED = Claim(
    "einvoice.related",
    ("related",),
    "Hóa đơn bị thay thế hoặc điều chỉnh được nêu rõ và có trước",
    "The invoice that is replaced or adjusted is named and is the older one",
    "Hóa đơn bị thay thế hoặc điều chỉnh không được nêu đúng",
    "The invoice that is replaced or adjusted is not rightly named",
)


def _related(invoice: Invoice) -> Iterator[Check]:
    related = invoice.related
    if related is None:
        return
    known = related.relation in list(layout.Relation) and related.serial != "" and related.number != ""
    itself = (related.form, related.serial, related.number) == (invoice.form, invoice.serial, invoice.number)
    later = related.day is not None and invoice.day is not None and related.day > invoice.day
    yield _RELATED.told(known and not itself and not later)


_WORDS = Claim(
    "einvoice.words",
    ("amount_in_words", "total"),
    "Số tiền bằng chữ khớp với tổng tiền",
    "The amount in words is the total",
    "Số tiền bằng chữ không khớp với tổng tiền",
    "The amount in words is not the total",
)


def _words(invoice: Invoice) -> Iterator[Check]:
    total, said = invoice.totals.total, invoice.totals.words
    if total is None or not said:
        return
    value = words.value(said)
    if value is None:
        vi, en = "Không hiểu được số tiền bằng chữ", "The amount in words could not be understood"
        yield unknown(_WORDS.code, ("amount_in_words",), vi, en)
        return
    # An adjustment downwards may say its sum without a sign.
    holds = value == total or (invoice.adjusts and value == abs(total))
    yield _WORDS.told(holds or (invoice.currency == layout.DONG and abs(value - total) < 1))


# ── signed, and by whom ──

_SELLER_SIGNED = Claim(
    "einvoice.seller_signature",
    (),
    "Chữ ký số của người bán nguyên vẹn: nội dung không bị sửa sau khi ký",
    "The seller's signature holds: nothing was changed after signing",
    "",
    "",
)
_OFFICE_SIGNED = Claim(
    "einvoice.tax_office_signature",
    (),
    "Chữ ký số của cơ quan thuế nguyên vẹn",
    "The tax office's signature holds",
    "",
    "",
)
_BROKEN = {
    Integrity.CHANGED: ("nội dung đã bị sửa sau khi ký", "the content was changed after signing"),
    Integrity.WEAK: ("ký bằng thuật toán hoặc khóa yếu", "made with a weak algorithm or key"),
    Integrity.UNREADABLE: ("chữ ký hoặc chứng thư số không đọc được", "signature or certificate cannot be read"),
}
_CASH_REGISTER, _SATURDAY = "M", 5


def _signed(invoice: Invoice, signed: Mapping[Signer, Signature]) -> Iterator[Check]:
    seller, office = signed.get(Signer.SELLER), signed.get(Signer.TAX_OFFICE)
    serial = layout.SERIAL.fullmatch(invoice.serial)
    from_register = serial is not None and serial["use"] == _CASH_REGISTER
    if seller is not None:
        yield _integrity(_SELLER_SIGNED, seller, "người bán", "seller's")
        yield from _certified(invoice, seller)
    elif from_register:
        # Decree 123/2020 art. 11: invoices of cash registers need no signature.
        vi = "Hóa đơn khởi tạo từ máy tính tiền, không bắt buộc ký số: không chứng minh được nội dung"
        en = "An invoice of a cash register, which need not be signed: its content cannot be proven"
        yield unknown(_SELLER_SIGNED.code, (), vi, en)
    else:
        yield Check(
            _SELLER_SIGNED.code, Verdict.FAILED, (), "Không có chữ ký số của người bán", "The seller did not sign"
        )
    if office is not None:
        yield _integrity(_OFFICE_SIGNED, office, "cơ quan thuế", "tax office's")
    elif serial is not None and serial["coded"] == "C" and not from_register:
        vi = "Hóa đơn có mã nhưng không có chữ ký số của cơ quan thuế"
        yield Check(_OFFICE_SIGNED.code, Verdict.FAILED, (), vi, "It has a code, and no signature of the tax office")


def _integrity(claim: Claim, signature: Signature, vi: str, en: str) -> Check:
    if signature.integrity is Integrity.HOLDS and signature.covers:
        return claim.told(True)
    if signature.integrity is Integrity.HOLDS:
        why, why_en = "chữ ký không bao gồm nội dung hóa đơn", "it does not cover the invoice"
    else:
        why, why_en = _BROKEN[signature.integrity]
    return Check(
        claim.code, Verdict.FAILED, (), f"Chữ ký số của {vi} không đạt: {why}", f"The {en} signature fails: {why_en}"
    )


_SIGNER = Claim(
    "einvoice.signer",
    ("seller_tax_code",),
    "Chứng thư số thuộc về mã số thuế của người bán",
    "The certificate belongs to the seller's tax code",
    "Chứng thư số thuộc về mã số thuế khác với người bán",
    "The certificate belongs to another tax code than the seller's",
)
_DATES = Claim(
    "einvoice.certificate_dates",
    (),
    "Chứng thư số còn hiệu lực khi ký",
    "The certificate was valid when it was used",
    "Chứng thư số chưa có hoặc đã hết hiệu lực khi ký",
    "The certificate was not valid when it was used",
)
_SIGNED_ON = Claim(
    "einvoice.signed_on",
    ("date",),
    "Thời điểm ký phù hợp với ngày lập",
    "The time of signing fits the date",
    "Thời điểm ký không phù hợp với ngày lập",
    "The time of signing does not fit the date",
)
_ROOT = Claim(
    "einvoice.certificate_root",
    (),
    "Chứng thư số do tổ chức chứng thực tin cậy cấp",
    "The certificate was issued by a trusted authority",
    "Chứng thư số không dẫn về tổ chức chứng thực tin cậy nào đã cho",
    "The certificate leads to none of the trusted authorities given",
)


def _certified(invoice: Invoice, signature: Signature) -> Iterator[Check]:
    certificate = signature.certificate
    if certificate is None:
        return
    if certificate.tax_code and invoice.seller.tax_code:
        # A branch (…-001) may sign with the certificate of the firm that it is a branch of.
        yield _SIGNER.told(certificate.tax_code[:10] == invoice.seller.tax_code[:10])
    else:
        vi, en = "Chứng thư số không ghi mã số thuế", "The certificate names no tax code"
        yield unknown(_SIGNER.code, ("seller_tax_code",), vi, en)
    moment = signature.signed_at or _noon(invoice)
    if moment is not None:
        yield _DATES.told(certificate.held_at(moment))
    if signature.signed_at is not None and invoice.day is not None:
        signed_on = signature.signed_at.astimezone(VIETNAM).date()
        yield _in_time(invoice.day, signed_on)
    if signature.rooted is not None:
        yield _ROOT.told(signature.rooted)
    else:
        vi = "Tính toàn vẹn đã kiểm tra; chứng thư số của người ký chưa được đối chiếu với tổ chức chứng thực gốc nào"
        en = "Integrity was checked; the signer's certificate was not checked against any root authority"
        yield unknown(_ROOT.code, (), vi, en)


def _in_time(day: date, signed_on: date) -> Check:
    following = day + timedelta(days=1)
    while following.weekday() >= _SATURDAY:
        following += timedelta(days=1)
    if following < signed_on <= day + LONGEST_HOLIDAY:
        vi, en = "Ký sau ngày lập nhiều ngày (có thể do ngày nghỉ)", "Signed days later, perhaps because of holidays"
        return unknown(_SIGNED_ON.code, ("date",), vi, en)
    return _SIGNED_ON.told(day <= signed_on <= following)


def _noon(invoice: Invoice) -> datetime | None:
    """Where the time of signing is not signed, the day of the invoice stands for it."""
    return datetime.combine(invoice.day, time(12), VIETNAM) if invoice.day else None
