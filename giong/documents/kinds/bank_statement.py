"""The statement of an account: its postings as rows, and the balance that they prove row by row. Knows no bank.

Every row must take the balance before it to the balance behind it; a statement that was changed in one number, or read
wrongly in one, fails there and the check names the rows. Statements run forwards or backwards in time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from giong.documents.codes import banks
from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import printed
from giong.documents.finding.columns import Heads, heads, table
from giong.documents.finding.labels import Label, likeness
from giong.documents.finding.labels import find as find_labels
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.proving.totals import same
from giong.documents.values.amounts import amount, written
from giong.documents.values.amounts import find as find_amounts
from giong.documents.values.timestamps import days, stamp
from giong.vision.page import Page

_TITLES = (
    "SAO KÊ TÀI KHOẢN",
    "SỔ PHỤ TÀI KHOẢN",
    "SỔ PHỤ",
    "SAO KÊ GIAO DỊCH",
    "ACCOUNT STATEMENT",
    "BANK STATEMENT",
    "SAO KÊ",
)


def _lettered(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _summed(text: str) -> bool:
    return bool(find_amounts(text))


def _dated(text: str) -> bool:
    return bool(days(text))


_LABELS = (
    Label(
        "account_name",
        (
            "Tên tài khoản",
            "Chủ tài khoản",
            "Tên khách hàng",
            "Tên chủ tài khoản",
            "Khách hàng",
            "Account name",
            "Customer name",
        ),
        accepts=_lettered,
    ),
    Label(
        "account_number",
        ("Số tài khoản", "Tài khoản số", "Account number", "Account No", "Số TK", "Tài khoản"),
        accepts=lambda t: bool(re.search(r"\d{4}", re.sub(r"[\s.]", "", t))),
    ),
    Label("period_from", ("Từ ngày", "From date", "From", "Kỳ sao kê từ ngày", "Kỳ sao kê"), accepts=_dated),
    Label("period_to", ("Đến ngày", "To date", "đến"), accepts=_dated),
    Label("opening_balance", ("Số dư đầu kỳ", "Số dư đầu", "Opening balance", "Dư đầu kỳ"), accepts=_summed),
    Label(
        "closing_balance",
        ("Số dư cuối kỳ", "Số dư cuối", "Closing balance", "Dư cuối kỳ", "Ending balance"),
        accepts=_summed,
    ),
    Label(
        "total_debit",
        ("Tổng phát sinh nợ", "Tổng ghi nợ", "Tổng tiền ra", "Phát sinh nợ trong kỳ", "Total debit", "Total debits"),
        accepts=_summed,
    ),
    Label(
        "total_credit",
        ("Tổng phát sinh có", "Tổng ghi có", "Tổng tiền vào", "Phát sinh có trong kỳ", "Total credit", "Total credits"),
        accepts=_summed,
    ),
    Label(
        "",
        (
            "Loại tiền",
            "Địa chỉ",
            "Mã khách hàng",
            "CIF",
            "Chi nhánh",
            "Currency",
            "Address",
            "Branch",
            "Loại tài khoản",
        ),
    ),
)


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+(]?[\d.,\s]+\)?(?:đ|vnd)?", text.strip(), re.IGNORECASE))


_COLUMNS = (
    Label(
        "date",
        ("Ngày giao dịch", "Ngày GD", "Ngày", "Transaction date", "Date", "Ngày hiệu lực", "Thời gian"),
        accepts=_dated,
    ),
    Label("code", ("Số tham chiếu", "Số bút toán", "Số CT", "Mã giao dịch", "Ref No", "Số chứng từ", "Doc No")),
    Label(
        "description", ("Diễn giải", "Nội dung", "Nội dung giao dịch", "Mô tả", "Description", "Remarks", "Chi tiết")
    ),
    Label(
        "debit",
        ("Ghi nợ", "Phát sinh nợ", "Nợ", "Debit", "Tiền ra", "Số tiền ghi nợ", "Rút ra", "Chi"),
        accepts=_number,
    ),
    Label(
        "credit",
        ("Ghi có", "Phát sinh có", "Có", "Credit", "Tiền vào", "Số tiền ghi có", "Gửi vào", "Thu"),
        accepts=_number,
    ),
    Label("balance", ("Số dư", "Balance", "Số dư cuối", "Số dư tài khoản"), accepts=_number),
)


class BankStatement:
    """Implements `Kind` and `Tabular`."""

    name = "bank_statement"
    vi = "Sao kê tài khoản"
    en = "Account statement"
    shape = Shape.SHEET
    fields = (
        FieldSpec("bank", "Ngân hàng", "Bank", required=False, personal=False),
        FieldSpec("account_name", "Tên tài khoản", "Account name"),
        FieldSpec("account_number", "Số tài khoản", "Account number"),
        FieldSpec("period_from", "Từ ngày", "From", type="date", required=False, personal=False),
        FieldSpec("period_to", "Đến ngày", "To", type="date", required=False, personal=False),
        FieldSpec("opening_balance", "Số dư đầu kỳ", "Opening balance", type="money", required=False),
        FieldSpec("closing_balance", "Số dư cuối kỳ", "Closing balance", type="money", required=False),
        FieldSpec("total_debit", "Tổng ghi nợ", "Total debits", type="money", required=False),
        FieldSpec("total_credit", "Tổng ghi có", "Total credits", type="money", required=False),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        page = paper.pages[0]
        title = 0.5 * (likeness(page, _TITLES[:-1]) > 0.85)
        found = heads(page, _COLUMNS)
        columns = 0.3 * (found is not None and {"debit", "credit"} <= found.fields)
        labels = {hit.label.field for hit in find_labels(page, _LABELS) if hit.label.field}
        return min(1.0, title + columns + 0.06 * len(labels))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        if not paper.pages:
            return {}
        found = printed.candidates(paper, _LABELS, self.fields)
        found["account_number"] = [each for one in found.get("account_number", ()) if (each := _as_account(one))]
        found["bank"] = [
            Candidate(name, line.text, 0.8 * line.confidence, page=page.number, boxes=(line.box,))
            for page in paper.pages[:1]
            for line in page.lines
            if (name := banks.named(line.text)) and line.box.top < 0.3 * page.height_px
        ][:1]
        return printed.ordered({name: several for name, several in found.items() if several})

    def rows(self, paper: Paper) -> Sequence[Mapping[str, str]]:
        return [row for page in paper.pages for row in _postings(page, _heads_of(paper, page))]

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        postings = self.rows(paper)
        return [*_running(postings), *_totals(fields, postings)]


def _as_account(each: Candidate) -> Candidate | None:
    match = re.search(r"\d[\d\s.\-]{3,}\d", each.raw)
    return replace(each, value=re.sub(r"\D", "", match.group())) if match else None


def _heads_of(paper: Paper, page: Page) -> Heads | None:
    """The heads on this page, or those of the first one where a table goes on without them."""
    own = heads(page, _COLUMNS)
    if own is not None or page is paper.pages[0]:
        return own
    first = heads(paper.pages[0], _COLUMNS)
    return replace(first, top=0.0, bottom=0.0) if first else None


def _postings(page: Page, found: Heads | None) -> list[Mapping[str, str]]:
    if found is None:
        return []
    ends = [
        hit.box.top
        for hit in find_labels(page, _LABELS)
        if hit.label.field in ("closing_balance", "total_debit", "total_credit") and hit.box.top > found.bottom
    ]
    lines = table(page, found, until=min(ends, default=page.height_px), anchors=frozenset({"date"}))
    return [_shaped(line) for line in lines if {"debit", "credit"} & line.keys()]


def _shaped(line: Mapping[str, str]) -> dict[str, str]:
    shaped = dict(line)
    shaped["date"] = stamp(line.get("date", "")) or line.get("date", "")
    for column in ("debit", "credit", "balance"):
        value = amount(line.get(column, ""))
        if value is not None:
            shaped[column] = written(value)
    return shaped


def _moved(posting: Mapping[str, str]) -> Decimal:
    return abs(_sum(posting, "credit")) - abs(_sum(posting, "debit"))


def _sum(posting: Mapping[str, str], column: str) -> Decimal:
    text = posting.get(column, "")
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else Decimal(0)


def _running(postings: Sequence[Mapping[str, str]]) -> list[Check]:
    """Whether each balance follows from the one before, read downwards or upwards, whichever fits better."""
    if len(postings) < 2 or any("balance" not in posting for posting in postings):
        return []
    down = [at for at, (one, other) in enumerate(pairwise(postings), start=2) if not _follows(one, other)]
    up = [at for at, (one, other) in enumerate(pairwise(postings), start=1) if not _follows(other, one)]
    wrong = min(down, up, key=len)
    if not wrong:
        vi, en = "Số dư khớp qua từng dòng giao dịch", "Each balance follows from the one before it"
        return [Check("statement.balance", Verdict.PASSED, (), vi, en)]
    numbers = ", ".join(map(str, wrong))
    vi, en = f"Số dư không khớp ở dòng {numbers}", f"The balance does not follow in row {numbers}"
    return [Check("statement.balance", Verdict.FAILED, (), vi, en)]


def _follows(before: Mapping[str, str], posting: Mapping[str, str]) -> bool:
    return same(_sum(before, "balance") + _moved(posting), _sum(posting, "balance"))


def _totals(fields: Mapping[str, Field], postings: Sequence[Mapping[str, str]]) -> list[Check]:
    opening, closing = fields.get("opening_balance"), fields.get("closing_balance")
    if opening is None or closing is None or not postings:
        return []
    moved = sum((_moved(posting) for posting in postings), Decimal(0))
    holds = same(Decimal(opening.value) + moved, Decimal(closing.value))
    return [
        Check(
            "statement.total",
            Verdict.PASSED if holds else Verdict.FAILED,
            ("opening_balance", "closing_balance"),
            "Số dư đầu kỳ cộng các giao dịch " + ("đúng bằng" if holds else "không bằng") + " số dư cuối kỳ",
            "Opening balance and postings " + ("make" if holds else "do not make") + " the closing balance",
        )
    ]
