"""The slip of a bank transfer, from an app or a counter, and the VietQR that asks for one. Knows no bank's layout.

Where a VietQR stands on the paper its account, amount and purpose are a second source: what print and code agree in is
as good as certain, and where they differ the slip was changed or the code belongs to another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from giong.documents.codes import banks, vietqr
from giong.documents.document import Candidate, Check, Field, Origin, Verdict
from giong.documents.finding import printed
from giong.documents.finding.labels import Label, likeness
from giong.documents.finding.labels import find as find_labels
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.values.amounts import find as find_amounts
from giong.documents.values.amounts import written
from giong.documents.values.timestamps import days, stamp, times, without_days
from giong.errors import BadInput
from giong.text.unicode import fold
from giong.vision.page import Page

_TITLES = (
    "GIAO DỊCH THÀNH CÔNG",
    "CHUYỂN TIỀN THÀNH CÔNG",
    "CHUYỂN KHOẢN THÀNH CÔNG",
    "BIÊN LAI CHUYỂN TIỀN",
    "BIÊN LAI GIAO DỊCH",
    "ỦY NHIỆM CHI",
    "LỆNH CHUYỂN TIỀN",
    "GIẤY BÁO CÓ",
    "GIẤY BÁO NỢ",
    "CHI TIẾT GIAO DỊCH",
    "TRANSFER SUCCESSFUL",
    "PAYMENT ORDER",
)


def _lettered(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 3


def _account(text: str) -> bool:
    return bool(_ACCOUNT.search(text))


def _summed(text: str) -> bool:
    return bool(find_amounts(text))


_ACCOUNT = re.compile(r"(?<![\w.,])(?:\d[\d\s.\-]{4,22}\d|[*xX]{2,}\d{2,6}|\d{2,6}[*xX]{2,}\d{2,6})(?![\w,]|\.\d)")
_LABELS = (
    Label(
        "receiver",
        (
            "Tên người thụ hưởng",
            "Tên người nhận",
            "Người thụ hưởng",
            "Người nhận",
            "Đơn vị thụ hưởng",
            "Đơn vị nhận tiền",
            "Tên tài khoản thụ hưởng",
            "Tên tài khoản nhận",
            "Tên đơn vị thụ hưởng",
            "Chủ tài khoản",
            "Tên tài khoản",
            "Beneficiary name",
            "Beneficiary",
            "Recipient",
            "Đến",
        ),
        accepts=_lettered,
    ),
    Label(
        "receiver_account",
        (
            "Số tài khoản thụ hưởng",
            "Tài khoản thụ hưởng",
            "Số tài khoản nhận",
            "Tài khoản nhận",
            "Đến tài khoản",
            "Tài khoản người nhận",
            "Tài khoản ghi có",
            "Tài khoản đích",
            "Số tài khoản",
            "Số tài khoản/thẻ",
            "Beneficiary account",
            "To account",
            "Credit account",
        ),
        accepts=_account,
    ),
    Label(
        "receiver_bank",
        (
            "Ngân hàng thụ hưởng",
            "Ngân hàng nhận",
            "Ngân hàng người nhận",
            "Tại ngân hàng",
            "Beneficiary bank",
            "Ngân hàng",
        ),
        lines=2,
        accepts=_lettered,
    ),
    Label(
        "sender",
        (
            "Tên người chuyển",
            "Người chuyển",
            "Người chuyển tiền",
            "Tên đơn vị trả tiền",
            "Đơn vị trả tiền",
            "Tên tài khoản nguồn",
            "Người gửi",
            "Sender",
            "Remitter",
            "Tên tài khoản trích nợ",
        ),
        accepts=_lettered,
    ),
    Label(
        "sender_account",
        (
            "Tài khoản nguồn",
            "Từ tài khoản",
            "Tài khoản trích nợ",
            "Số tài khoản trích nợ",
            "Tài khoản ghi nợ",
            "Tài khoản chuyển",
            "Tài khoản người chuyển",
            "Số tài khoản nguồn",
            "From account",
            "Debit account",
            "Source account",
        ),
        accepts=_account,
    ),
    Label(
        "amount",
        (
            "Số tiền giao dịch",
            "Số tiền chuyển",
            "Số tiền chuyển khoản",
            "Số tiền bằng số",
            "Số tiền",
            "Amount",
            "Giá trị giao dịch",
        ),
        accepts=_summed,
    ),
    Label(
        "fee",
        ("Phí giao dịch", "Phí chuyển tiền", "Phí dịch vụ", "Số tiền phí", "Phí chuyển", "Fee"),
        accepts=lambda t: bool(t),
    ),
    Label(
        "content",
        (
            "Nội dung chuyển tiền",
            "Nội dung chuyển khoản",
            "Nội dung giao dịch",
            "Nội dung thanh toán",
            "Nội dung",
            "Diễn giải",
            "Lời nhắn",
            "Description",
            "Message",
            "Remark",
            "Details",
        ),
        lines=3,
    ),
    Label(
        "timestamp",
        (
            "Thời gian giao dịch",
            "Ngày giờ giao dịch",
            "Thời gian thực hiện",
            "Ngày thực hiện",
            "Ngày giao dịch",
            "Thời gian",
            "Transaction date",
            "Date and time",
            "Time",
        ),
        accepts=lambda t: bool(days(t) or times(t)),
    ),
    Label(
        "transaction_code",
        (
            "Mã giao dịch",
            "Số giao dịch",
            "Số tham chiếu",
            "Mã tham chiếu",
            "Số bút toán",
            "Mã chuẩn chi",
            "Số lệnh giao dịch",
            "Mã lệnh",
            "Mã tra cứu",
            "Transaction ID",
            "Reference number",
            "Trans. ID",
            "Số chứng từ",
        ),
        accepts=lambda t: bool(re.search(r"\d{3}", t)),
    ),
    Label(
        "",
        ("Hình thức chuyển tiền", "Loại giao dịch", "Bằng chữ", "Số tiền bằng chữ", "Số dư", "Hotline"),
    ),
)


class BankSlip:
    """Implements `Kind`."""

    name = "bank_slip"
    vi = "Biên lai chuyển khoản"
    en = "Bank transfer slip"
    shape = Shape.SHEET
    fields = (
        FieldSpec("bank", "Ngân hàng", "Bank", required=False, personal=False),
        FieldSpec("sender", "Người chuyển", "Sender", required=False),
        FieldSpec("sender_account", "Tài khoản chuyển", "Sender's account", required=False),
        FieldSpec("receiver", "Người nhận", "Receiver"),
        FieldSpec("receiver_account", "Tài khoản nhận", "Receiver's account"),
        FieldSpec("receiver_bank", "Ngân hàng nhận", "Receiver's bank", personal=False),
        FieldSpec("amount", "Số tiền", "Amount", type="money"),
        FieldSpec("fee", "Phí", "Fee", type="money", required=False),
        FieldSpec("content", "Nội dung", "Content", required=False),
        FieldSpec("timestamp", "Thời gian", "Time", type="timestamp", required=False),
        FieldSpec("transaction_code", "Mã giao dịch", "Transaction code", required=False),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        page = paper.pages[0]
        code = 0.6 * any(True for _ in _codes(page))
        title = 0.5 * (likeness(page, _TITLES) > 0.85)
        found = {hit.label.field for hit in find_labels(page, _LABELS) if hit.label.field}
        telling = found & {"receiver", "receiver_account", "receiver_bank", "transaction_code", "content", "amount"}
        return min(1.0, code + title + 0.08 * len(telling))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        if not paper.pages:
            return {}
        forms = [replace(field, type="text") if field.name == "fee" else field for field in self.fields]
        found = printed.candidates(paper, _LABELS, forms)
        for name in ("receiver_account", "sender_account"):
            found[name] = [each for one in found.get(name, ()) if (each := _as_account(one))]
        found["transaction_code"] = [_as_code(each) for each in found.get("transaction_code", ())]
        found["fee"] = [each for one in found.get("fee", ()) if (each := _as_fee(one))]
        found["timestamp"] = _timestamps(paper, found.get("timestamp", ()))
        found["bank"] = _bank(paper)
        if not found.get("amount"):
            found["amount"] = _largest_sum(paper.pages[0])
        for page in paper.pages:
            for transfer in _codes(page):
                for name, candidate in _of_code(transfer, page):
                    found.setdefault(name, []).append(candidate)
        return printed.ordered({name: several for name, several in found.items() if several})

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks: list[Check] = []
        for page in paper.pages:
            for transfer in _codes(page):
                checks += _code_checks(transfer, fields)
        return checks


def _codes(page: Page) -> Iterator[vietqr.Transfer]:
    """The VietQR payloads on a page; other codes and damaged ones are passed over."""
    for barcode in page.barcodes:
        try:
            yield vietqr.parse(barcode.text)
        except BadInput:
            continue


def _of_code(transfer: vietqr.Transfer, page: Page) -> Iterator[tuple[str, Candidate]]:
    said = {
        "receiver_account": transfer.account,
        "receiver_bank": transfer.bank,
        "amount": transfer.amount.split(".")[0],
        "content": transfer.purpose,
    }
    for name, value in said.items():
        if value:
            yield name, Candidate(value, value, 0.99, Origin.QR, page.number)


def _as_account(each: Candidate) -> Candidate | None:
    match = _ACCOUNT.search(each.raw)
    return replace(each, value=re.sub(r"[\s.\-]", "", match.group())) if match else None


def _as_code(each: Candidate) -> Candidate:
    words = [word for word in each.raw.split() if re.search(r"\d", word)]
    return replace(each, value=words[0].strip(".,;:|") if words else each.value)


def _as_fee(each: Candidate) -> Candidate | None:
    if re.search(r"mien phi|free|khong", fold(each.raw)):
        return replace(each, value="0")
    sums = find_amounts(each.raw)
    return replace(each, value=written(sums[0].value)) if sums else None


def _timestamps(paper: Paper, labelled: Sequence[Candidate]) -> list[Candidate]:
    whole = [replace(each, value=value) for each in labelled if (value := stamp(each.raw))]
    if whole:
        return whole
    for page in paper.pages:
        for line in page.lines:
            value = stamp(line.text)
            if value and times(without_days(line.text)):
                return [Candidate(value, line.text, 0.75 * line.confidence, page=page.number, boxes=(line.box,))]
    return []


def _bank(paper: Paper) -> list[Candidate]:
    """The bank whose slip it is stands at the top, before anything is labelled."""
    page = paper.pages[0]
    first = min((hit.box.top for hit in find_labels(page, _LABELS) if hit.label.field), default=page.height_px)
    for line in page.lines:
        name = banks.named(line.text)
        if name and line.box.top < first:
            return [Candidate(name, line.text, 0.8 * line.confidence, page=page.number, boxes=(line.box,))]
    return []


def _largest_sum(page: Page) -> list[Candidate]:
    """An amount without a label: apps print it in the largest letters of all, with its currency."""
    sums = [
        (line.box.height_px, amount, line)
        for line in page.lines
        for amount in find_amounts(line.text)
        if amount.is_money and re.search(r"(?:đ|vnd)\b", line.text, re.IGNORECASE)
    ]
    if not sums:
        return []
    _, amount, line = max(sums, key=lambda each: each[0])
    return [
        Candidate(written(abs(amount.value)), amount.raw, 0.8 * line.confidence, page=page.number, boxes=(line.box,))
    ]


def _code_checks(transfer: vietqr.Transfer, fields: Mapping[str, Field]) -> Iterator[Check]:
    vi, en = "Mã VietQR nguyên vẹn, mã kiểm tra đúng", "The VietQR is whole, its checksum holds"
    yield Check("vietqr.crc", Verdict.PASSED, (), vi, en)
    pairs = (
        ("receiver_account", transfer.account, "tài khoản", "account"),
        ("amount", transfer.amount, "số tiền", "amount"),
    )
    for name, said, vi_name, en_name in pairs:
        field = fields.get(name)
        if field is None or not said:
            continue
        holds = field.value == said.split(".")[0]
        yield Check(
            f"vietqr.{name}",
            Verdict.PASSED if holds else Verdict.FAILED,
            (name,),
            f"Mã VietQR và chữ in {'khớp' if holds else 'khác'} nhau về {vi_name}",
            f"VietQR and print {'agree' if holds else 'differ'} in the {en_name}",
        )
