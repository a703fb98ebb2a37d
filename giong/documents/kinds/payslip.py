"""The payslip: who was paid, for which month, what was added and what taken off. Knows no employer's form.

Items of pay are rows with a sum at their end. Gross less deductions is net: where the three are printed they prove each
other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import printed
from giong.documents.finding.labels import Label, likeness
from giong.documents.finding.labels import find as find_labels
from giong.documents.finding.rows import rows
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.proving.totals import same
from giong.documents.values import in_words
from giong.documents.values.amounts import find as find_amounts
from giong.documents.values.amounts import written
from giong.documents.values.syllables import mended
from giong.text.unicode import fold

_TITLES = (
    "PHIẾU LƯƠNG",
    "PHIẾU CHI LƯƠNG",
    "BẢNG LƯƠNG",
    "PHIẾU THANH TOÁN LƯƠNG",
    "PAYSLIP",
    "PAY SLIP",
    "SALARY SLIP",
)


def _lettered(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _summed(text: str) -> bool:
    return any(each.is_money or each.value >= 1000 for each in find_amounts(text))


_LABELS = (
    Label(
        "employee",
        (
            "Họ và tên nhân viên",
            "Tên nhân viên",
            "Họ và tên",
            "Họ tên",
            "Employee name",
            "Full name",
            "Employee",
        ),
        accepts=_lettered,
    ),
    Label(
        "employee_code",
        ("Mã nhân viên", "Mã NV", "Mã số nhân viên", "MSNV", "Employee ID", "Employee code"),
        accepts=lambda t: any(map(str.isdigit, t)),
    ),
    Label("department", ("Phòng ban", "Bộ phận", "Đơn vị", "Department", "Phòng"), accepts=_lettered),
    Label("position", ("Chức vụ", "Chức danh", "Vị trí", "Position", "Job title"), accepts=_lettered),
    Label(
        "gross",
        (
            "Tổng thu nhập",
            "Tổng lương",
            "Tổng cộng thu nhập",
            "Tổng các khoản thu nhập",
            "Tổng lương và phụ cấp",
            "Gross salary",
            "Gross pay",
            "Total earnings",
        ),
        accepts=_summed,
    ),
    Label(
        "deductions",
        ("Tổng các khoản khấu trừ", "Tổng khấu trừ", "Tổng các khoản trừ", "Tổng giảm trừ", "Total deductions"),
        accepts=_summed,
    ),
    Label(
        "net",
        (
            "Số tiền thực nhận",
            "Số tiền lương thực nhận",
            "Thực nhận",
            "Thực lĩnh",
            "Thực lãnh",
            "Lương thực nhận",
            "Lương thực lĩnh",
            "Còn được lĩnh",
            "Net salary",
            "Net pay",
            "Take home pay",
        ),
        accepts=_summed,
    ),
    Label("in_words", ("Bằng chữ", "Số tiền bằng chữ", "In words"), lines=2, accepts=_lettered),
    Label("", ("Người lập biểu", "Ký nhận", "Kế toán trưởng", "Giám đốc", "Ngày công", "Số người phụ thuộc")),
)
_PERIOD = re.compile(
    r"th[aáàả]ng\s*(\d{1,2})\s*(?:n[aăắ]m|[/\-.])\s*((?:19|20)\d{2})|(?<!\d/)(?<!\d)(\d{1,2})/((?:19|20)\d{2})",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"^\W*(?:cong ty|cty|tap doan|tong cong ty|ngan hang|truong|benh vien|so |cuc |chi nhanh|doanh nghiep)"
)
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-d])\s?[.)\s]\s*(?=[^\W\d])", re.IGNORECASE)


class Payslip:
    """Implements `Kind` and `Tabular`."""

    name = "payslip"
    vi = "Phiếu lương"
    en = "Payslip"
    shape = Shape.SHEET
    fields = (
        FieldSpec("company", "Đơn vị", "Company", required=False, personal=False),
        FieldSpec("employee", "Họ và tên", "Employee"),
        FieldSpec("employee_code", "Mã nhân viên", "Employee code", required=False),
        FieldSpec("department", "Phòng ban", "Department", required=False),
        FieldSpec("position", "Chức vụ", "Position", required=False),
        FieldSpec("period", "Kỳ lương", "Period", personal=False),
        FieldSpec("gross", "Tổng thu nhập", "Gross", type="money", required=False),
        FieldSpec("deductions", "Tổng khấu trừ", "Deductions", type="money", required=False),
        FieldSpec("net", "Thực nhận", "Net", type="money"),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        page = paper.pages[0]
        found = {hit.label.field for hit in find_labels(page, _LABELS) if hit.label.field}
        return min(1.0, 0.6 * (likeness(page, _TITLES) > 0.85) + 0.08 * len(found) + 0.1 * ("net" in found))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = printed.candidates(paper, _LABELS, self.fields)
        found.pop("in_words", None)
        codes = [(each, re.search(r"[A-Z]*[\-.]?\d[\w\-.]*", each.raw)) for each in found.get("employee_code", ())]
        found["employee_code"] = [replace(each, value=match.group()) for each, match in codes if match]
        found["period"] = _periods(paper)
        found["company"] = _companies(paper)
        return printed.ordered({name: several for name, several in found.items() if several})

    def rows(self, paper: Paper) -> Sequence[Mapping[str, str]]:
        return [item for page in paper.pages for row in rows(page) if (item := _item(row.text))]

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks: list[Check] = []
        sums = {name: Decimal(fields[name].value) for name in ("gross", "deductions", "net") if name in fields}
        if len(sums) == 3:
            holds = same(sums["gross"] - sums["deductions"], sums["net"])
            vi = "Thu nhập trừ khấu trừ " + ("đúng bằng" if holds else "không bằng") + " số thực nhận"
            en = "Gross less deductions " + ("is" if holds else "is not") + " net"
            checks.append(Check("payslip.net", _verdict(holds), ("gross", "deductions", "net"), vi, en))
        said = [
            value
            for each in printed.candidates(paper, _LABELS, ()).get("in_words", ())
            if (value := in_words.value(each.raw)) is not None
        ]
        if said and "net" in sums:
            holds = any(same(Decimal(value), sums["net"]) for value in said)
            vi = "Số thực nhận bằng chữ " + ("khớp" if holds else "không khớp") + " với số"
            en = "Net in words " + ("is" if holds else "is not") + " net in figures"
            checks.append(Check("payslip.words", _verdict(holds), ("net",), vi, en))
        return checks


def _verdict(holds: bool) -> Verdict:
    return Verdict.PASSED if holds else Verdict.FAILED


def _periods(paper: Paper) -> list[Candidate]:
    """The month, as mm/yyyy: in the title or just below it."""
    for page in paper.pages[:1]:
        for line in page.lines:
            match = _PERIOD.search(line.text)
            month = int(match[1] or match[3]) if match else 0
            if match and 1 <= month <= 12:
                value = f"{month:02d}/{match[2] or match[4]}"
                return [Candidate(value, line.text, 0.9 * line.confidence, page=page.number)]
    return []


def _companies(paper: Paper) -> list[Candidate]:
    return [
        Candidate(mended(line.text), line.text, 0.85 * line.confidence, page=page.number, boxes=(line.box,))
        for page in paper.pages[:1]
        for line in page.lines
        if line.box.top < 0.3 * page.height_px and _COMPANY.match(fold(line.text))
    ][:1]


def _item(text: str) -> dict[str, str] | None:
    """A row of pay: words, and a sum at its end."""
    text = _NUMBERING.sub("", text)
    sums = find_amounts(text)
    if not sums or not (sums[-1].is_money or sums[-1].value == 0) or text[sums[-1].end :].strip(" .đĐVNDvnd)"):
        return None
    name = text[: sums[0].start].strip(" .:;-–|")
    return {"name": mended(name), "amount": written(sums[-1].value)} if _lettered(name) else None
