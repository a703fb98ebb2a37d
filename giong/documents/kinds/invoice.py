"""The invoice as printed or as PDF: the picture of an e-invoice, which itself is the XML. Knows no provider's template.

Seller and buyer are told apart by where the buyer's part begins. Sums prove each other: goods add up to the total
before tax, tax is its share, both make the total, and the amount in words says the same number. No rate of tax is made
up: where none is printed there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from giong.documents.document import Candidate, Check, Field, Origin, Verdict
from giong.documents.finding import printed
from giong.documents.finding.columns import heads, table
from giong.documents.finding.goods import goods
from giong.documents.finding.labels import Label, Segment, divided, joined, likeness
from giong.documents.finding.labels import find as find_labels
from giong.documents.finding.part import between, with_pages
from giong.documents.finding.rows import rows
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.proving import tax_code
from giong.documents.proving.totals import same
from giong.documents.values import in_words
from giong.documents.values.amounts import find as find_amounts
from giong.documents.values.amounts import readings, written
from giong.documents.values.sellers import spelt
from giong.documents.values.timestamps import days
from giong.text.unicode import fold
from giong.vision.page import Page

_TITLES = (
    "HÓA ĐƠN GIÁ TRỊ GIA TĂNG",
    "HÓA ĐƠN BÁN HÀNG",
    "VAT INVOICE",
    "HÓA ĐƠN ĐIỆN TỬ",
    "PHIẾU XUẤT KHO KIÊM VẬN CHUYỂN NỘI BỘ",
)


def _lettered(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 3


def _summed(text: str) -> bool:
    return bool(find_amounts(text))


def _taxed(text: str) -> bool:
    """Whether a sum stands there besides the rate: "(8%): 800.000"."""
    return _summed(_RATE.sub(" ", text))


def _coded(text: str) -> bool:
    return tax_code.read(text) is not None


_SERIAL = re.compile(r"(?<!\w)([1-6])?\s?([CK])\s?([0-9OoIl]{2})\s?([TDLMNBGHX])\s?([A-Z0-9]{2})(?!\w)")
_RATE = re.compile(r"(?<!\d)(\d{1,2})\s?%")
_FORM = re.compile(r"(?<!\w)(?:[1-6](?!\w)|0\d[A-Z]{2,4}\d?(?:/\d{3})?)")
""" "1" (Circular 78/2021/TT-BTC), or "01GTKT0/001" as before."""
_AS_DIGITS = str.maketrans("OoIl", "0011")
_SUMS = ("total_before_tax", "tax", "total")
_NO_TAX = re.compile(r"(?<!\w)(KCT|KKKNT|không chịu thuế)(?!\w)", re.IGNORECASE)

_HEADER = (
    Label(
        "form",
        ("Mẫu số", "Mẫu số (Form)", "Form", "Ký hiệu mẫu số hóa đơn", "Form No"),
        accepts=lambda t: bool(_FORM.search(t)),
    ),
    Label(
        "serial",
        ("Ký hiệu", "Ký hiệu (Serial)", "Serial", "Ký hiệu hóa đơn", "Serial No"),
        accepts=lambda t: bool(_SERIAL.search(t)),
    ),
    Label(
        "number",
        ("Số hóa đơn", "Số (No.)", "Số (Invoice No.)", "Số", "Invoice No", "No."),
        accepts=lambda t: bool(re.fullmatch(r"\W*\d{1,8}\W*", t)),
    ),
)
_PARTY = (
    Label(
        "name",
        (
            "Đơn vị bán hàng (Seller)",
            "Đơn vị bán hàng",
            "Đơn vị bán",
            "Tên người bán",
            "Người bán hàng",
            "Seller",
            "Tên đơn vị (Company's name)",
            "Tên đơn vị (Company)",
            "Tên đơn vị",
            "Đơn vị mua hàng",
            "Đơn vị (Company)",
            "Đơn vị",
            "Company's name",
            "Company name",
            "Tên tổ chức, cá nhân",
        ),
        lines=2,
        accepts=_lettered,
    ),
    Label(
        "person",
        (
            "Họ tên người mua hàng (Buyer)",
            "Họ tên người mua hàng",
            "Họ và tên người mua hàng",
            "Họ tên người mua",
            "Tên người mua",
            "Người mua hàng",
            "Người mua",
            "Khách hàng",
            "Buyer",
            "Customer's name",
        ),
        accepts=_lettered,
    ),
    Label("code", ("Mã số thuế (Tax code)", "Mã số thuế", "MST", "Tax code", "Tax Code", "MST/CCCD"), accepts=_coded),
    Label("address", ("Địa chỉ (Address)", "Địa chỉ", "Address", "Đ/c"), lines=2, accepts=_lettered),
    Label(
        "payment_method",
        (
            "Hình thức thanh toán (Payment method)",
            "Hình thức thanh toán",
            "Payment method",
            "HTTT",
            "Phương thức thanh toán",
        ),
        accepts=lambda t: sum(map(str.isalpha, t)) >= 2,
    ),
    Label("", ("Số tài khoản (Account No.)", "Số tài khoản", "Account No", "STK", "Điện thoại", "Tel", "Fax", "Phone")),
    Label("", ("Đồng tiền thanh toán", "Email", "Website", "Ghi chú", "Đơn vị tiền tệ", "Ngân hàng", "Tại ngân hàng")),
    Label("", ("Mã của CQT", "Mã CQT", "Mã cơ quan thuế", "Ký hiệu", "Mẫu số", "Mã tra cứu", "Số bảng kê", "Căn cước")),
    Label("", ("Số (No.)", "Số (Invoice No.)", "Số hóa đơn", "Invoice No")),
    Label("serial_number", ("Số",), accepts=lambda t: bool(re.fullmatch(r"\W*\d{5,8}\W*", t))),
    Label("", ("Hóa đơn giá trị gia tăng", "Bản thể hiện của hóa đơn điện tử", "VAT invoice", "Tên hàng hóa, dịch vụ")),
)
_BUYER = Label(
    "buyer",
    (
        "Họ tên người mua hàng",
        "Họ và tên người mua hàng",
        "Họ tên người mua",
        "Tên người mua",
        "Người mua hàng",
        "Đơn vị mua hàng",
        "Khách hàng",
        "Buyer",
        "Customer",
        "Người mua",
    ),
)
_SELLER = Label("seller", ("Đơn vị bán hàng", "Người bán hàng", "Tên người bán", "Người bán", "Seller"))
_TOTALS = (
    Label(
        "total_before_tax",
        (
            "Cộng tiền hàng (Total amount)",
            "Cộng tiền hàng",
            "Cộng tiền hàng hóa, dịch vụ",
            "Tổng tiền hàng",
            "Tổng tiền chưa có thuế GTGT",
            "Tổng tiền chưa thuế",
            "Cộng tiền hàng chưa thuế",
            "Thành tiền trước thuế",
            "Total before VAT",
            "Sub total",
            "Tổng cộng thành tiền chưa thuế",
        ),
        accepts=_summed,
    ),
    Label(
        "tax",
        (
            "Tiền thuế GTGT (VAT amount)",
            "Tiền thuế GTGT",
            "Tiền thuế giá trị gia tăng",
            "Tổng tiền thuế GTGT",
            "Tổng tiền thuế",
            "Tổng cộng tiền thuế",
            "VAT amount",
            "Cộng tiền thuế GTGT",
        ),
        accepts=_taxed,
    ),
    Label("tax_rate", ("Thuế suất GTGT (VAT rate)", "Thuế suất GTGT", "Thuế suất", "VAT rate", "Thuế GTGT")),
    Label(
        "total",
        (
            "Tổng cộng tiền thanh toán (Total payment)",
            "Tổng cộng tiền thanh toán",
            "Tổng tiền thanh toán",
            "Tổng cộng thanh toán",
            "Tổng thanh toán",
            "Tổng số tiền thanh toán",
            "Total payment",
            "Grand total",
            "Tổng cộng",
        ),
        accepts=_summed,
    ),
    Label(
        "amount_in_words",
        (
            "Số tiền viết bằng chữ (Amount in words)",
            "Số tiền viết bằng chữ",
            "Số tiền bằng chữ",
            "Tổng tiền bằng chữ",
            "Viết bằng chữ",
            "Bằng chữ",
            "Amount in words",
        ),
        lines=2,
        accepts=_lettered,
    ),
    Label(
        "",
        (
            "Người mua hàng",
            "Người bán hàng",
            "Thủ trưởng đơn vị",
            "Signature valid",
            "Ký bởi",
            "Tra cứu tại",
            "Chiết khấu",
        ),
    ),
)


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s]+(?:đ|vnd)?", text.strip(), re.IGNORECASE))


_COLUMNS = (
    Label("position", ("STT", "Số TT", "TT", "No."), accepts=lambda t: bool(re.fullmatch(r"\W*\d{1,3}\W*", t))),
    Label(
        "name",
        (
            "Tên hàng hóa, dịch vụ",
            "Tên hàng hóa",
            "Hàng hóa, dịch vụ",
            "Tên hàng",
            "Description",
            "Diễn giải",
            "Nội dung",
        ),
        accepts=_lettered,
    ),
    Label(
        "unit",
        ("Đơn vị tính", "ĐVT", "Unit", "Đơn vị"),
        accepts=lambda t: bool(re.search(r"[^\W\d]", t)) and len(t) < 12,
    ),
    Label("quantity", ("Số lượng", "SL", "Quantity", "Qty"), accepts=_number),
    Label("unit_price", ("Đơn giá", "Unit price", "Giá"), accepts=_number),
    Label("amount", ("Thành tiền", "Amount", "Tiền hàng", "Thành tiền trước thuế", "Tiền chưa thuế"), accepts=_number),
    Label(
        "tax_rate",
        ("Thuế suất", "Thuế suất GTGT", "% GTGT", "VAT rate"),
        accepts=lambda t: bool(_RATE.search(t) or _NO_TAX.search(t)),
    ),
    Label("tax", ("Tiền thuế", "Tiền thuế GTGT", "VAT amount"), accepts=_number),
)


class Invoice:
    """Implements `Kind` and `Tabular`."""

    name = "invoice"
    vi = "Hóa đơn giá trị gia tăng"
    en = "VAT invoice"
    shape = Shape.SHEET
    fields = (
        FieldSpec("seller", "Người bán", "Seller", type="organisation", personal=False),
        FieldSpec("seller_tax_code", "Mã số thuế người bán", "Seller's tax code", type="tax_code", personal=False),
        FieldSpec("seller_address", "Địa chỉ người bán", "Seller's address", "address", required=False, personal=False),
        FieldSpec("buyer", "Người mua", "Buyer", type="organisation"),
        FieldSpec("buyer_tax_code", "Mã số thuế người mua", "Buyer's tax code", type="tax_code", required=False),
        FieldSpec("buyer_address", "Địa chỉ người mua", "Buyer's address", type="address", required=False),
        FieldSpec("form", "Ký hiệu mẫu số", "Form", required=False, personal=False),
        FieldSpec("serial", "Ký hiệu hóa đơn", "Serial", personal=False),
        FieldSpec("number", "Số hóa đơn", "Number", personal=False),
        FieldSpec("date", "Ngày lập", "Date", type="date", personal=False),
        FieldSpec("payment_method", "Hình thức thanh toán", "Payment method", required=False, personal=False),
        FieldSpec("total_before_tax", "Cộng tiền hàng", "Total before tax", "money", required=False, personal=False),
        FieldSpec("tax_rate", "Thuế suất", "Tax rate", required=False, personal=False),
        FieldSpec("tax", "Tiền thuế", "Tax", type="money", required=False, personal=False),
        FieldSpec("total", "Tổng tiền thanh toán", "Total", type="money", personal=False),
        FieldSpec("amount_in_words", "Số tiền bằng chữ", "Amount in words", required=False, personal=False),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        page = paper.pages[0]
        title = max(likeness(page, _TITLES[:1]), likeness(page, _TITLES[2:]))
        sale = likeness(page, _TITLES[1:2])
        marks = {hit.label.field for hit in find_labels(page, (*_HEADER[1:2], _BUYER, *_TOTALS[:4]))}
        serial = any(_SERIAL.search(line.text) for line in page.lines)
        known = 0.6 * (title > 0.85) or 0.3 * (sale > 0.85 and serial)
        return min(1.0, known + 0.15 * serial + 0.08 * len(marks))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        if not paper.pages:
            return {}
        seller, buyer = _parties(paper)
        found: dict[str, Sequence[Candidate]] = {}
        found |= _party(seller, "seller")
        found |= _party(buyer, "buyer")
        found |= _header(with_pages(paper, (between(paper.pages[0], bottom=_top_of_goods(paper.pages[0])),)))
        found["date"] = _dates(paper)
        found |= _totals(paper)
        found |= {"seller": found.get("seller") or _letterhead(seller)}
        return printed.ordered({name: several for name, several in found.items() if several})

    def rows(self, paper: Paper) -> Sequence[Mapping[str, str]]:
        return [row for page in paper.pages for row in _goods(page)]

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        return [
            *tax_code.check(fields.get("seller_tax_code"), code="invoice.seller_code"),
            *tax_code.check(fields.get("buyer_tax_code"), code="invoice.buyer_code"),
            *_words_check(fields),
            *_sum_check(fields),
            *_share_check(fields),
            *_goods_check(fields, self.rows(paper)),
            *_serial_check(fields),
        ]


# ── parts ──


def _parties(paper: Paper) -> tuple[Paper, Paper]:
    """What stands above the buyer's part, and that part as far as the goods."""
    first = paper.pages[0]
    end = _top_of_goods(first)
    sides = find_labels(first, (_BUYER, _SELLER))
    hits = [hit for hit in sides if hit.label is _BUYER and hit.box.middle[1] < end]
    if not hits:
        halves = [hit for hit in find_labels(first, _PARTY) if hit.label.field == "code" and hit.box.middle[1] < end]
        if len(halves) < 2:
            return with_pages(paper, (between(first, bottom=end),)), with_pages(paper, ())
        start = (halves[0].box.bottom + halves[1].box.top) / 2
    else:
        start = hits[0].box.middle[1] - 0.6 * hits[0].segment.height_px
    above, below = between(first, bottom=start), between(first, top=start, bottom=end)
    return with_pages(paper, (above,)), with_pages(paper, (below,))


def _top_of_goods(page: Page) -> float:
    """Where the table of goods begins, or the totals where there are no heads of columns."""
    found = heads(page, _COLUMNS)
    return found.top if found else _first_total(page)


def _first_total(page: Page) -> float:
    tops = [hit.box.top for hit in find_labels(page, _TOTALS) if hit.label.field]
    return min(tops, default=page.height_px)


_PARTY_FIELDS = (
    FieldSpec("name", "", "", type="organisation"),
    FieldSpec("person", "", ""),
    FieldSpec("code", "", ""),
    FieldSpec("address", "", "", type="address"),
    FieldSpec("payment_method", "", ""),
)


def _party(part: Paper, who: str) -> dict[str, Sequence[Candidate]]:
    found = printed.candidates(part, _PARTY, _PARTY_FIELDS)
    codes = [
        replace(each, value=code.value, likelihood=each.likelihood * code.trust)
        for each in found.get("code", ())
        if (code := tax_code.read(each.raw))
    ]
    named = found.get("name") or found.get("person", [])
    result: dict[str, Sequence[Candidate]] = {
        who: named[:1],
        f"{who}_tax_code": codes[:1],
        f"{who}_address": found.get("address", [])[:1],
    }
    if who == "buyer":
        result["payment_method"] = found.get("payment_method", [])[:1]
    return result


_NEXT_LINE = 1.9
"""Line heights."""
_COMPANY = re.compile(
    r"^\W*(?:cong ty|cty|doanh nghiep|ho kinh doanh|cua hang|chi nhanh|hop tac xa|tong cong ty|tap doan|ngan hang)"
)


def _letterhead(part: Paper) -> list[Candidate]:
    """A seller without a label: the line that begins as names of companies do, and one in capitals right below it."""
    for page in part.pages:
        _, pieces = divided(page, (*_PARTY, *_HEADER))
        for piece in pieces:
            if _COMPANY.match(fold(piece.text)):
                name = [piece, *(other for other in pieces if _goes_on(piece, other))][:2]
                text = joined([each.text for each in name])
                likelihood = 0.85 * printed.sureness([word for each in name for word in each.words])
                boxes = tuple(each.box for each in name)
                return [Candidate(spelt(text), text, likelihood, page=page.number, boxes=boxes)]
    return []


def _goes_on(name: Segment, other: Segment) -> bool:
    """Whether a line is the second one of a name in capitals."""
    drop = other.box.middle[1] - name.box.middle[1]
    beneath = 0.5 * name.height_px < drop < _NEXT_LINE * name.height_px and other.box.left < name.box.right
    alike = abs(other.height_px - name.height_px) < 0.4 * name.height_px
    return beneath and alike and name.text.isupper() and other.text.isupper()


def _header(paper: Paper) -> dict[str, Sequence[Candidate]]:
    """Form, serial and number; "1C26TAA" is the form and the serial together."""
    found = printed.candidates(paper, _HEADER, ())
    serials = [each for each in found.get("serial", ()) if _SERIAL.search(each.raw)] or _anywhere(paper)
    result: dict[str, Sequence[Candidate]] = {}
    for each in serials[:1]:
        match = _SERIAL.search(each.raw)
        if match is None:
            continue
        serial = match[2] + match[3].translate(_AS_DIGITS) + match[4] + match[5]
        result["serial"] = [replace(each, value=serial, boxes=())]
        if match[1]:
            result["form"] = [replace(each, value=match[1], boxes=())]
    if "form" not in result:
        forms = [(each, _FORM.search(each.raw)) for each in found.get("form", ())]
        result["form"] = [replace(each, value=match[0], boxes=()) for each, match in forms[:1] if match]
    numbers = [(each, re.search(r"\d{1,8}", each.raw)) for each in found.get("number", ())]
    result["number"] = [replace(each, value=match[0]) for each, match in numbers if match][:1]
    return result


def _anywhere(paper: Paper) -> list[Candidate]:
    return [
        Candidate(match[0], match[0], 0.7 * line.confidence, page=page.number, boxes=(line.box,))
        for page in paper.pages[:1]
        for line in page.lines
        if (match := _SERIAL.search(line.text))
    ]


def _dates(paper: Paper) -> list[Candidate]:
    """The day under the title; the day of signing stands at the end."""
    found = []
    for line in (line for page in paper.pages[:1] for line in page.lines):
        said = re.search(r"ng[aàá]y|date", line.text, re.IGNORECASE) is not None
        signed = re.search(r"ky ngay|ngay ky|signed|ky boi", fold(line.text)) is not None
        for day in days(line.text):
            likelihood = (0.9 if said else 0.6) * (0.3 if signed else 1.0) * line.confidence
            found.append(Candidate(day.value, line.text, likelihood, boxes=(line.box,)))
    return found[:1] if len(found) == 1 else sorted(found, key=lambda each: each.likelihood, reverse=True)[:1]


def _totals(paper: Paper) -> dict[str, Sequence[Candidate]]:
    specs = [field for field in Invoice.fields if field.type == "money"]
    last = paper.pages[-1]
    found_heads = heads(last, _COLUMNS)
    below = between(last, top=found_heads.bottom) if found_heads else last
    pages = (*paper.pages[:-1], below) if len(paper.pages) > 1 else (below,)
    found = printed.candidates(with_pages(paper, pages), _TOTALS, specs)
    taxes = [hit for page in pages for hit in find_labels(page, _TOTALS) if hit.label.field in ("tax", "tax_rate")]
    beside = [Candidate(rate, hit.segment.text, 0.85 * hit.score) for hit in taxes if (rate := _rate(hit.segment.text))]
    rates = [replace(each, value=rate) for each in found.get("tax_rate", ()) if (rate := _rate(each.raw))]
    sums = {name: _likeliest(found.get(name, ())) for name in _SUMS}
    sums["amount_in_words"] = _likeliest(found.get("amount_in_words", ()))
    proven = _proven(sums)
    return {
        **{name: proven.get(name, ()) for name in _SUMS},
        "tax_rate": (rates or beside)[:1],
        "amount_in_words": [
            replace(each, value=each.value.strip(" .;:/")) for each in found.get("amount_in_words", ())
        ][:1],
    }


def _proven(found: Mapping[str, Sequence[Candidate]]) -> dict[str, Sequence[Candidate]]:
    """The sums with what follows from the others: the words say the total, and any two of three the third one. What is
    printed stays the first witness; the other one raises or lowers what is believed of it.
    """
    result = {name: list(several) for name, several in found.items()}
    for words in result.get("amount_in_words", ()):
        said = in_words.value(words.raw)
        if said is not None:
            result.setdefault("total", []).append(_derived(Decimal(said), words, 0.85 * words.likelihood))
    best = {name: max(result[name], key=_likelihood) for name in _SUMS if result.get(name)}
    values = {name: Decimal(each.value) for name, each in best.items() if _is_sum(each.value)}
    if len(values) == len(_SUMS):
        before, tax, total = (values[name] for name in _SUMS)
        for name, value in (("total_before_tax", total - tax), ("tax", total - before)):
            if value > 0:
                result[name].append(_derived(value, best["total"], 0.55 * best["total"].likelihood))
    return {name: sorted(several, key=_likelihood, reverse=True) for name, several in result.items()}


def _likelihood(each: Candidate) -> float:
    return each.likelihood


def _derived(value: Decimal, source: Candidate, likelihood: float) -> Candidate:
    return Candidate(written(value), source.raw, likelihood, Origin.DERIVED, source.page)


def _likeliest(found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda each: each.likelihood, reverse=True)[:1]


def _rate(text: str) -> str:
    """ "8%", "KCT" (not subject to the tax) or "KKKNT" (not declared); "" where none is printed."""
    if match := _RATE.search(text):
        return f"{int(match[1])}%"
    if match := _NO_TAX.search(text):
        return "KCT" if " " in match[1] else match[1].upper()
    return ""


# ── goods ──


def _goods(page: Page) -> list[Mapping[str, str]]:
    found = heads(page, _COLUMNS)
    if found is None:
        return []
    end = _first_total(between(page, top=found.bottom))
    lines = table(page, found, until=end, anchors=frozenset({"amount", "unit_price"}))
    if not lines:
        return [
            {"name": line.name, "quantity": line.quantity, "unit_price": line.price, "amount": written(line.amount)}
            for line in goods([row for row in rows(page) if found.bottom < row.box.middle[1] < end])
        ]
    return [_shaped(line) for line in lines if "amount" in line or "name" in line]


def _shaped(line: Mapping[str, str]) -> dict[str, str]:
    shaped = dict(line)
    for column in ("unit_price", "amount", "tax"):
        values = readings(line.get(column, ""))
        if values:
            shaped[column] = written(values[0])
    if "tax_rate" in line:
        shaped["tax_rate"] = _rate(line["tax_rate"])
    return shaped


# ── checks ──


def _sums(fields: Mapping[str, Field]) -> dict[str, Decimal]:
    names = ("total_before_tax", "tax", "total")
    return {name: Decimal(fields[name].value) for name in names if name in fields and _is_sum(fields[name].value)}


def _is_sum(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", text) is not None


def _checked(code: str, holds: bool, fields: tuple[str, ...], sentences: tuple[str, str, str, str]) -> Check:
    """A check with its sentences: vi and en where it holds, vi and en where it does not."""
    vi, en, not_vi, not_en = sentences
    verdict = Verdict.PASSED if holds else Verdict.FAILED
    return Check(code, verdict, fields, vi if holds else not_vi, en if holds else not_en)


def _words_check(fields: Mapping[str, Field]) -> list[Check]:
    words, total = fields.get("amount_in_words"), _sums(fields).get("total")
    if words is None or total is None:
        return []
    said = in_words.value(words.value)
    if said is None:
        vi, en = "Không hiểu được số tiền bằng chữ", "The amount in words could not be understood"
        return [Check("invoice.words", Verdict.UNKNOWN, ("amount_in_words",), vi, en)]
    sentences = (
        "Số tiền bằng chữ khớp với tổng tiền",
        "The amount in words is the total",
        "Số tiền bằng chữ không khớp với tổng tiền",
        "The amount in words is not the total",
    )
    return [_checked("invoice.words", same(Decimal(said), total), ("amount_in_words", "total"), sentences)]


def _sum_check(fields: Mapping[str, Field]) -> list[Check]:
    sums = _sums(fields)
    if len(sums) < 3:
        return []
    sentences = (
        "Tiền hàng cộng tiền thuế đúng bằng tổng tiền",
        "Goods and tax make the total",
        "Tiền hàng cộng tiền thuế không bằng tổng tiền",
        "Goods and tax do not make the total",
    )
    holds = same(sums["total_before_tax"] + sums["tax"], sums["total"])
    return [_checked("invoice.sum", holds, ("total_before_tax", "tax", "total"), sentences)]


def _share_check(fields: Mapping[str, Field]) -> list[Check]:
    sums, rate = _sums(fields), fields.get("tax_rate")
    if rate is None or not rate.value.endswith("%") or not {"tax", "total_before_tax"} <= sums.keys():
        return []
    share = sums["total_before_tax"] * Decimal(rate.value.rstrip("%")) / 100
    sentences = (
        "Tiền thuế đúng bằng thuế suất nhân tiền hàng",
        "The tax is its rate of the total before tax",
        "Tiền thuế không bằng thuế suất nhân tiền hàng",
        "The tax is not its rate of the total before tax",
    )
    holds = same(share.quantize(Decimal(1), ROUND_HALF_UP), sums["tax"])
    return [_checked("invoice.tax", holds, ("tax_rate", "tax", "total_before_tax"), sentences)]


def _goods_check(fields: Mapping[str, Field], lines: Sequence[Mapping[str, str]]) -> list[Check]:
    before = _sums(fields).get("total_before_tax", _sums(fields).get("total"))
    amounts = [Decimal(line["amount"]) for line in lines if _is_sum(line.get("amount", ""))]
    if before is None or not amounts or len(amounts) < len(lines):
        return []
    sentences = (
        "Các dòng hàng cộng lại đúng bằng tiền hàng",
        "The goods add up",
        "Các dòng hàng cộng lại không bằng tiền hàng",
        "The goods do not add up",
    )
    holds = same(sum(amounts, Decimal(0)), before)
    found = [_checked("invoice.goods", holds, ("total_before_tax",), sentences)]
    wrong = [str(at) for at, line in enumerate(lines, start=1) if not _line_holds(line)]
    if wrong:
        vi = f"Số lượng nhân đơn giá không bằng thành tiền ở dòng {', '.join(wrong)}"
        en = f"Quantity times price is not the amount in line {', '.join(wrong)}"
        found.append(Check("invoice.line", Verdict.FAILED, (), vi, en))
    return found


def _line_holds(line: Mapping[str, str]) -> bool:
    if not all(line.get(column) for column in ("quantity", "unit_price", "amount")):
        return True
    price, amount = Decimal(line["unit_price"]), line["amount"]
    return not _is_sum(amount) or any(same(count * price, Decimal(amount)) for count in readings(line["quantity"]))


def _serial_check(fields: Mapping[str, Field]) -> list[Check]:
    """The two digits of the serial are the year in which the invoice was made (Circular 32/2025/TT-BTC art. 5)."""
    serial, date = fields.get("serial"), fields.get("date")
    if serial is None or date is None or not re.match(r"[CK]\d\d", serial.value):
        return []
    sentences = (
        "Năm trong ký hiệu khớp với ngày lập",
        "The year in the serial is that of the date",
        "Năm trong ký hiệu không khớp với ngày lập",
        "The year in the serial is not that of the date",
    )
    return [_checked("invoice.year", serial.value[1:3] == date.value[-2:], ("serial", "date"), sentences)]
