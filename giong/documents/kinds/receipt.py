"""The receipt of a till: who sold, where, when, what and for how much. Knows no shop and no layout.

Receipts have no labels worth the name, so they are read by structure: the name of the seller stands above everything
else that is not a greeting, a number or an address, and the total is the sum that the others add up to
(`documents/proving/totals.py`). `timestamp` is "dd/mm/yyyy" with the time as printed behind it ("16/08/2020 17:18").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding.goods import added, goods
from giong.documents.finding.labels import Hit, Label, Segment, joined, likeness
from giong.documents.finding.labels import find as find_labels
from giong.documents.finding.rows import Row, rows
from giong.documents.finding.segments import sureness
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.proving.totals import Goods, Hypothesis, Role, Sum, hypotheses, same
from giong.documents.values import addresses
from giong.documents.values.amounts import Amount, find, written
from giong.documents.values.sellers import spelt as spelt_seller
from giong.documents.values.shaped import ends_with_province, place
from giong.documents.values.syllables import mended
from giong.documents.values.timestamps import days, stamp, times, without_days
from giong.text.unicode import fold
from giong.vision.page import Page
from giong.vision.shapes import Box, around

TITLES = (
    "HÓA ĐƠN BÁN HÀNG",
    "HÓA ĐƠN BÁN LẺ",
    "HÓA ĐƠN THANH TOÁN",
    "HÓA ĐƠN TÍNH TIỀN",
    "HÓA ĐƠN TẠM TÍNH",
    "PHIẾU TÍNH TIỀN",
    "PHIẾU THANH TOÁN",
    "PHIẾU BÁN HÀNG",
    "PHIẾU TẠM TÍNH",
    "PHIẾU BÁN LẺ",
    "PHIẾU XUẤT HÀNG",
    "BILL THANH TOÁN",
    "BIÊN LAI BÁN HÀNG",
    "HÓA ĐƠN",
    "SALES RECEIPT",
    "RECEIPT",
    "TẠM TÍNH",
)

_SUMS = (
    Label(
        Role.PAYABLE,
        (
            "Tổng tiền phải thanh toán",
            "Tổng tiền phải t.toán",
            "Tổng phải thanh toán",
            "Số tiền phải trả",
            "Khách phải trả",
            "Khách cần trả",
            "Phải thanh toán",
            "Phải trả",
            "Cần thanh toán",
            "Tổng thanh toán",
            "Tổng tiền thanh toán",
            "Tổng tiền t.toán",
            "Tổng t.toán",
            "Số tiền thanh toán",
            "Thanh toán",
            "Grand total",
            "Total due",
            "Amount due",
            "Net total",
            "Total payment",
        ),
    ),
    Label(
        Role.TOTAL,
        (
            "Tổng cộng",
            "Tổng tiền",
            "Tổng hóa đơn",
            "Tổng giá trị",
            "Tổng số tiền",
            "Tổng thành tiền",
            "T.cộng",
            "T.tiền",
            "Total",
            "Total amount",
            "Tổng bill",
            "Thành tiền",
            "Cộng tiền",
            "Tổng",
            "Cộng",
        ),
    ),
    Label(
        Role.SUBTOTAL,
        (
            "Tổng tiền hàng",
            "Cộng tiền hàng",
            "Tiền hàng",
            "Tạm tính",
            "Subtotal",
            "Sub total",
            "Cộng thành tiền",
            "Tổng chưa giảm",
            "Tiền trước thuế",
            "Trị giá",
        ),
    ),
    Label(
        Role.DISCOUNT,
        (
            "Giảm giá",
            "Chiết khấu",
            "Tổng tiền đã giảm",
            "Tổng giảm",
            "Tiền giảm",
            "Tiền giảm giá",
            "Tổng tiền giảm",
            "Khuyến mãi",
            "Khuyến mại",
            "Discount",
            "Voucher",
            "Tổng chiết khấu",
            "Tiết kiệm",
        ),
    ),
    Label(Role.TAX, ("Tiền thuế GTGT", "Thuế GTGT", "Thuế VAT", "Tiền thuế", "Thuế suất", "VAT")),
    Label(Role.FEE, ("Phí dịch vụ", "Phụ thu", "Service charge", "Phí giao hàng", "Phí vận chuyển")),
    Label(
        Role.TENDERED,
        (
            "Tiền khách đưa",
            "Tiền khách trả",
            "Khách đưa",
            "Khách trả",
            "Khách thanh toán",
            "Tiền nhận",
            "Tiền mặt",
            "Tiền mặt VND",
            "Số tiền nhận",
            "Khách hàng trả",
            "Đã thanh toán",
            "Đã nhận",
            "Cash",
            "Tendered",
            "Thanh toán tiền mặt",
            "Tiền đưa",
        ),
    ),
    Label(
        Role.CHANGE,
        (
            "Tiền trả lại",
            "Trả lại khách",
            "Tiền thừa trả khách",
            "Tiền thừa",
            "Tiền thối",
            "Tiền thối lại",
            "Thối lại",
            "Trả lại",
            "Tiền dư",
            "Change",
        ),
    ),
    Label(
        Role.COUNT,
        (
            "Tổng số lượng",
            "Tổng số",
            "Tổng SL",
            "Số lượng",
            "Tổng mặt hàng",
            "Số mặt hàng",
            "Tổng số món",
            "Tổng sản phẩm",
            "Số món",
            "Điểm tích lũy",
            "Tổng điểm",
            "Điểm",
        ),
    ),
)

_COLUMNS = (
    Label(
        "name",
        ("Tên hàng", "Mặt hàng", "Tên món", "Sản phẩm", "Tên sản phẩm", "Hàng hóa", "Tên hàng hóa", "Item", "Món"),
    ),
    Label("number", ("STT", "TT", "No.")),
    Label("unit", ("ĐVT", "Đơn vị tính", "Unit")),
    Label("quantity", ("SL", "Số lượng", "Qty", "S.Lượng", "Quantity")),
    Label("price", ("Đơn giá", "Giá bán", "Giá", "Đ.Giá", "Price", "Unit price")),
    Label("amount", ("Thành tiền", "T.Tiền", "T.Tiền(VNĐ)", "Amount", "Th.tiền", "Tổng")),
)
_NOT_SELLER = re.compile(
    r"(?<!\w)(?:tel|dt|dien thoai|sdt|hotline|phone|fax|mobile|zalo|mst|ma so thue|tax code|www|http|website|email|"
    r"facebook|wifi|pass|so hd|so phieu|so gd|so ct|so bill|ma hd|ma gd|hd so|hoa don so|bill no|order|ban so|ban:|"
    r"thu ngan|nhan vien|nv|nvbh|cashier|khach hang|ngay|thoi gian|in luc|"
    r"xin chao|kinh chao|welcome|cam on|hen gap lai|han hanh|thank|no\.|the thanh vien|ma kh)(?!\w)"
    r"|(?<!\w)(?:ca|gio|quay|pos|khach|date|time|lien|number|table)(?:\s(?:so|le))?\s*(?:[:#.]|\d)"
)
"""Words that names of shops hold too ("CÀ PHÊ", "KHÁCH SẠN") only count with a number or a colon."""
_WEB = re.compile(r"www|http|\.com|\.vn|@|fb\.")
_PHONE = re.compile(r"(?:\+?84|0)[\d .\-]{8,13}")
_BRANCH = re.compile(r"^(?:vm\s?\+|wm\s?\+|vm\s|cn\s|cn:|chi nhanh|ch\s|cua hang|st\s|sieu thi|store|co so|cs\s?\d)")
_DATED = re.compile(r"(?<!\w)(?:ngay|date|thoi gian|gio|in luc|time|ngay ban|luc|issued)(?!\w)")
_NOT_DATED = re.compile(r"(?<!\w)(?:hsd|nsx|han|doi tra|sinh|khuyen mai|den ngay|tu ngay|ap dung|het han|exp)(?!\w)")
_PREFIX = re.compile(
    r"^\s*(?:tên\s+)?(?:đơn vị(?: bán(?: hàng)?)?|người bán|cửa hàng|seller)\s*[:：]\s*", re.IGNORECASE
)
_ADDRESS_PREFIX = re.compile(
    r"^\s*(?:đ[iíịỉ]a?\s?ch[iíịỉ]|đ\s?[/.]?\s?c|đ[iíl]c(?=\s?[:;])|dc|dia chi|address|addr?|trụ sở(?: chính)?)"
    r"\s*[:;.：]?\s*",
    re.IGNORECASE,
)
_ONLY_TIME = re.compile(r"\W*\d{1,2}\s?[:h]\s?\d{2}(?:\s?:\s?\d{2})?\W*")
_TITLE = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(title)) for title in TITLES)})(?!\w)")
"""In whole words: "BÁCH HÓA ĐỒNG TÂM" is no bill."""
_SHORT_TITLES = frozenset(fold(title) for title in ("HÓA ĐƠN", *TITLES[-3:]))
"""Titles only where they stand alone."""
_UNFINISHED = re.compile(r"(?:,|(?<!\w)(?:tp|thanh pho|tinh|quan|q|phuong|p)\.?)\s*$")
"""An address goes on below, even in capitals ("TP.HCM")."""
_EDGE = " \t-–—:;,.*=_~'\"`|•·"
_UNREAD_LABEL = 0.7
"""How far a total is trusted that nothing but the goods above it makes one."""
_LEAST_SUM = 1000
"""Dong; a smaller number without a currency is no sum."""
_LONGEST_TITLE = 40
_HEADS_SHARE = 0.7
"""Of the letters of a row; heads of columns stand alone."""
_WRAPPED_SHARE = 0.72
"""A line of at least this share of the paper's text width may go on in the next one."""
_LEGIBLE = 0.45
_SURE = 0.5
_HEAD_SHARE = 0.5
"""Of the rows; the head of a receipt is never longer."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A sum with its label and the row that holds its number."""

    sum: Sum
    raw: str
    segment: Segment
    row: int


class Receipt:
    """Implements `Kind` and `Tabular`."""

    name = "receipt"
    vi = "Hóa đơn bán lẻ"
    en = "Retail receipt"
    shape = Shape.STRIP
    fields = (
        FieldSpec("seller", "Nơi bán", "Seller", type="organisation", personal=False),
        FieldSpec("address", "Địa chỉ", "Address", type="address", required=False, personal=False),
        FieldSpec("timestamp", "Thời gian", "Time", type="timestamp", personal=False),
        FieldSpec("total_cost", "Tổng tiền", "Total", type="money", personal=False),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        page = paper.pages[0]
        title = likeness(page, TITLES[:-3])
        layout = _Layout.of(page)
        roles = {each.sum.role for each in layout.sums}
        named = title > 0.8 or 0.6 * any(fold(row.text).strip(_EDGE) in _SHORT_TITLES for row in layout.rows)
        found = 0.45 * named + 0.2 * bool(roles & {Role.TOTAL, Role.PAYABLE})
        found += 0.2 * bool(roles & {Role.TENDERED, Role.CHANGE, Role.COUNT}) + 0.15 * (layout.head_row is not None)
        found += 0.1 * bool(layout.goods) + 0.1 * (page.height_px > 1.6 * page.width_px)
        return min(1.0, found)

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        if not paper.pages:
            return {}
        layout = _Layout.of(paper.pages[0])
        last = layout if len(paper.pages) == 1 else _Layout.of(paper.pages[-1])
        seller, address = layout.seller_and_address()
        return {
            "seller": seller,
            "address": address,
            "timestamp": layout.timestamps(paper) or last.timestamps(paper),
            "total_cost": last.totals(paper),
        }

    def rows(self, paper: Paper) -> Sequence[Mapping[str, str]]:
        return [_as_row(line) for page in paper.pages for line in _Layout.of(page).goods]

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        total = fields.get("total_cost")
        if total is None or not paper.pages:
            return ()
        layout = _Layout.of(paper.pages[-1])
        return [*_items_check(layout, Decimal(total.value)), *_cash_check(layout, Decimal(total.value))]


@dataclass(frozen=True)
class _Layout:
    """A receipt taken apart: which rows are its head, its goods and its sums."""

    page: Page
    rows: tuple[Row, ...]
    title_row: int | None
    head_row: int | None
    sums: tuple[_Labelled, ...]
    goods: tuple[Goods, ...]

    @classmethod
    def of(cls, page: Page) -> _Layout:
        found = rows(page)
        title = next((at for at, row in enumerate(found) if _is_title(row)), None)
        head = _head_row(page, found)
        sums = _sums(page, found, after=max(at for at in (head, title, -1) if at is not None))
        bought = _goods(found, title, head, sums)
        if not any(each.sum.role in (Role.PAYABLE, Role.TOTAL, Role.SUBTOTAL) for each in sums):
            bought, unlabelled = _parted_from_total(bought, found)
            sums += unlabelled
        return cls(page, tuple(found), title, head, tuple(sums), tuple(bought))

    def seller_and_address(self) -> tuple[list[Candidate], list[Candidate]]:
        head = self._head()
        address = _address_rows(head)
        first = address[0] if address else len(head)
        sellers = _without_pictures([at for at in range(first) if _may_be_seller(head[at])], head)
        if not sellers:
            above = self.title_row if self.title_row else len(head)
            sellers = [at for at in range(above) if at not in address and _may_be_seller(head[at])][:1]
        if sellers and not address:
            address = _next_unclaimed(head, sellers)
        return _seller(head, sellers, address), _address(head, address)

    def _head(self) -> list[Row]:
        """The rows above the goods, the title left out."""
        ends = [at for at in (self.head_row, *(each.row for each in self.sums)) if at is not None]
        end = min(ends, default=max(1, int(_HEAD_SHARE * len(self.rows))))
        return [row for at, row in enumerate(self.rows[:end]) if at != self.title_row]

    def timestamps(self, paper: Paper) -> list[Candidate]:
        found = []
        for at, row in enumerate(self.rows):
            for day in days(row.text):
                plain = fold(row.text[: day.start])
                likelihood = 0.75 + 0.2 * bool(_DATED.search(plain)) - 0.5 * bool(_NOT_DATED.search(plain))
                value = stamp(row.text[day.start :]) if times(without_days(row.text[day.start :])) else ""
                value = value or max(stamp(row.text[: day.end]), stamp(row.text[day.start :]), key=len) or day.value
                if len(value) == len(day.value):
                    value = self._with_time(at, day.value)
                box = row.box
                found.append(
                    Candidate(value, row.text, likelihood * row.confidence**0.2, page=self.page.number, boxes=(box,))
                )
        return sorted(found, key=lambda each: (each.likelihood, len(each.value)), reverse=True)

    def _with_time(self, at: int, day: str) -> str:
        """A date whose time stands in the row above or below."""
        for near in (at, at + 1, at - 1):
            if 0 <= near < len(self.rows) and (near == at or not days(self.rows[near].text)):
                row = self.rows[near]
                found = times(without_days(row.text))
                if found and (near == at or _DATED.search(fold(row.text)) or _holds_only_time(row)):
                    return f"{day} {found[-1].value}"
        return day

    def totals(self, paper: Paper) -> list[Candidate]:
        printed = [each.sum for each in self.sums]
        found = hypotheses(printed, self.goods)
        if not found:
            return []
        candidates = []
        for rank, each in enumerate(found[:3]):
            source = next((one for one in self.sums if same(one.sum.value, each.value)), None)
            rival = found[1].votes if rank == 0 and len(found) > 1 else found[0].votes
            share = each.votes / (each.votes + rival) if len(found) > 1 else 0.9
            likelihood = _likelihood(each, share)
            boxes = (source.segment.box,) if source else ()
            raw = source.raw if source else written(each.value)
            candidates.append(
                Candidate(
                    written(each.value),
                    raw,
                    likelihood if rank == 0 else 0.5 * share,
                    page=self.page.number,
                    boxes=boxes,
                )
            )
        return candidates


def _holds_only_time(row: Row) -> bool:
    """Whether something in the row is a time and nothing else: what a narrow paper broke off behind a date."""
    return any(times(segment.text) and _ONLY_TIME.fullmatch(segment.text) for segment in row.segments)


def _likelihood(each: Hypothesis, share: float) -> float:
    """What is believed of the best hypothesis, which has this share of the votes of it and its rival. A sum that only
    follows from others, and is printed nowhere as a total, may lack a discount.
    """
    if not each.labelled:
        return 0.4 * share
    return min(0.99, 0.5 + 0.5 * share) if each.proven else min(0.9, 0.4 + 0.55 * share)


def _is_title(row: Row) -> bool:
    plain = fold(row.text)
    return len(plain) < _LONGEST_TITLE and _TITLE.search(plain) is not None


def _rows_of(page: Page, found: Sequence[Row], labels: Sequence[Label]) -> dict[int, list[Hit]]:
    """The labels found, by the number of the row in which they stand."""
    at = {segment.words: number for number, row in enumerate(found) for segment in row.segments}
    hits: dict[int, list[Hit]] = {}
    for hit in find_labels(page, labels):
        number = at.get(hit.segment.words)
        if number is not None:
            hits.setdefault(number, []).append(hit)
    return hits


def _head_row(page: Page, found: Sequence[Row]) -> int | None:
    """The row that holds heads of columns and hardly anything else, the one with most of them."""
    best: tuple[int, int] | None = None
    for at, hits in sorted(_rows_of(page, found, _COLUMNS).items()):
        letters = sum(len(segment.letters) for segment in found[at].segments)
        covered = sum(hit.end - hit.start for hit in hits)
        fields = len({hit.label.field for hit in hits})
        if fields > 1 and covered >= _HEADS_SHARE * letters and (best is None or fields > best[0]):
            best = (fields, at)
    return best[1] if best else None


def _sums(page: Page, found: Sequence[Row], *, after: int) -> list[_Labelled]:
    """Every labelled sum below the heads of columns."""
    labelled = []
    for at, hits in sorted(_rows_of(page, found, _SUMS).items()):
        if at <= after:
            continue
        for hit in hits:
            number = _number_of(found, at, hit)
            if number is not None:
                amount, segment = number
                if not amount.is_money and abs(amount.value) < _LEAST_SUM and hit.label.field != Role.COUNT:
                    continue
                trust = hit.score * (1.0 if amount.is_money else 0.6)
                role = Role(hit.label.field)
                if fold(hit.segment.text).startswith(("thanh tien", "cong", "tong")) and len(hit.segment.text) < 5:
                    trust *= 0.8
                labelled.append(_Labelled(Sum(role, amount.value, trust), amount.raw, segment, at))
    return labelled


def _number_of(found: Sequence[Row], at: int, hit: Hit) -> tuple[Amount, Segment] | None:
    """The last sum on the label's right, else the only one of the next row."""
    beside: list[tuple[Amount, Segment]] = []
    for segment in found[at].segments:
        if segment.box.right <= hit.box.right and segment.words != hit.segment.words:
            continue
        piece = segment.piece(hit.end, len(segment.at)) if segment.words == hit.segment.words else segment
        if piece is not None:
            beside += [(amount, piece) for amount in find(piece.text)]
    sums = [each for each in beside if each[0].is_money] or beside
    if sums:
        return sums[-1]
    if at + 1 < len(found) and hit.label.field != Role.COUNT:
        below = found[at + 1]
        amounts = [each for each in find(below.text) if each.is_money]
        if len(amounts) == 1 and len(below.text) < len(amounts[0].raw) + 5:
            return amounts[0], below.segments[-1]
    return None


def _goods(found: Sequence[Row], title: int | None, head: int | None, sums: Sequence[_Labelled]) -> list[Goods]:
    start = head if head is not None else title
    if start is None:
        return []
    end = min((each.row for each in sums if each.row > start), default=len(found))
    return goods([row for row in found[start + 1 : end] if not _is_about_sale(row)])


def _parted_from_total(bought: list[Goods], found: Sequence[Row]) -> tuple[list[Goods], list[_Labelled]]:
    """Where the total's label could not be read, it was taken for goods: it is what those above it come to."""
    for at in range(len(bought) - 1, 0, -1):
        total = bought[at].amount
        if total > 0 and same(added(bought[:at]), total):
            row, segment, raw = _last_place(found, total)
            return bought[:at], [_Labelled(Sum(Role.TOTAL, total, _UNREAD_LABEL), raw, segment, row)]
    return bought, []


def _last_place(found: Sequence[Row], value: Decimal) -> tuple[int, Segment, str]:
    """Where a sum is printed last."""
    for at in range(len(found) - 1, -1, -1):
        for segment in found[at].segments:
            for amount in find(segment.text):
                if same(amount.value, value):
                    return at, segment, amount.raw
    return len(found) - 1, found[-1].segments[-1], written(value)


def _is_about_sale(row: Row) -> bool:
    """Whether a row tells of the sale and not of goods: its number, the hour, who served."""
    plain = fold(row.text)
    return bool(days(row.text)) or _NOT_SELLER.match(plain) is not None or _WEB.search(plain) is not None


def _legible(text: str) -> bool:
    """Whether this is words rather than what recognition makes of a logo."""
    letters = sum(letter.isalpha() for letter in text)
    return letters >= 3 and letters >= _LEGIBLE * len(text.replace(" ", ""))


def _may_be_seller(row: Row) -> bool:
    plain = fold(row.text)
    if _NOT_SELLER.search(plain) or _WEB.search(plain) or _PHONE.search(plain) or days(row.text):
        return bool(_PREFIX.match(row.text))
    return _legible(row.text) and not _has_sum(row)


def _without_pictures(sellers: list[int], head: Sequence[Row]) -> list[int]:
    """Without what a logo was read as, where anything else is there."""
    sure = [at for at in sellers if sureness([word for piece in head[at].segments for word in piece.words]) >= _SURE]
    return sure or sellers


def _has_sum(row: Row) -> bool:
    """Whether the row ends with a sum of money, as goods do."""
    return any(amount.is_money for amount in find(row.segments[-1].words[-1].text))


def _address_rows(head: Sequence[Row]) -> list[int]:
    """The rows of the address: the first that says so or looks like one, and those around that belong to it."""
    start = next((at for at, row in enumerate(head) if _ADDRESS_PREFIX.match(row.text)), None)
    labelled = start is not None
    if start is None:
        likely = [at for at in range(1, len(head)) if _looks_like_address(head[at])]
        if not likely:
            return []
        start = likely[0]
    found = [start]
    while not labelled and found[0] > 1 and _runs_into(head, found[0] - 1):
        found.insert(0, found[0] - 1)
    while found[-1] + 1 < len(head) and _goes_on(head, found[-1], found[-1] + 1):
        found.append(found[-1] + 1)
    return found


def _looks_like_address(row: Row) -> bool:
    if _stops_address(row) or _BRANCH.match(fold(row.text)):
        return False
    return addresses.evidence(mended(row.text)) >= 0.45


def _runs_into(head: Sequence[Row], at: int) -> bool:
    """Whether a row without much of an address in it is the beginning of the one below."""
    row = head[at]
    if _stops_address(row) or not _legible(row.text) or (row.text.isupper() and not head[at + 1].text.isupper()):
        return False
    return addresses.evidence(mended(row.text)) >= 0.3 or _is_wrapped(head, row)


def _is_wrapped(head: Sequence[Row], row: Row) -> bool:
    """Whether a row is so long that it may have been broken, or ends with a sign that goes on."""
    whole = around(other.box for other in head)
    return row.text.rstrip().endswith((",", "-", "–")) or row.box.width_px >= _WRAPPED_SHARE * whole.width_px


def _stops_address(row: Row) -> bool:
    plain = fold(row.text)
    return bool(_NOT_SELLER.search(plain) or _WEB.search(plain) or _PHONE.search(plain) or days(row.text))


def _goes_on(head: Sequence[Row], above: int, at: int) -> bool:
    row = head[at]
    if ends_with_province(f"{head[above].text} {row.text}") and not ends_with_province(head[above].text):
        return True
    if _ADDRESS_PREFIX.match(row.text) or _stops_address(row) or not _legible(row.text):
        return False
    if row.text.isupper() and not head[above].text.isupper() and not _UNFINISHED.search(fold(head[above].text)):
        return False
    far = row.box.top - head[above].box.bottom > 1.2 * row.height_px
    return not far and (_is_wrapped(head, head[above]) or addresses.evidence(mended(row.text)) >= 0.3)


def _next_unclaimed(head: Sequence[Row], sellers: Sequence[int]) -> list[int]:
    """Without a line that looks like an address: what stands below the seller in small letters and is nothing else."""
    below = sellers[0] + 1
    if below < len(head) and _may_be_seller(head[below]) and not head[below].text.isupper():
        return [below]
    return []


def _seller(head: Sequence[Row], sellers: Sequence[int], address: Sequence[int]) -> list[Candidate]:
    free = [at for at in sellers if at not in address]
    if not free:
        return []
    chosen = [free[0]]
    for at in free[1:]:
        if at == chosen[-1] + 1 and _names_go_on(head[chosen[0]], head[at]):
            chosen.append(at)
    first = [_candidate([head[at] for at in chosen], 0.85)]
    others = [_candidate([head[at]], 0.3) for at in free if at != chosen[0] or len(chosen) > 1]
    return [*first, *others]


def _names_go_on(first: Row, row: Row) -> bool:
    """A name of two lines: both as large, or the second one names the branch."""
    if _BRANCH.match(fold(row.text)):
        return True
    alike = abs(row.height_px - first.height_px) <= 0.12 * first.height_px
    return alike and row.text.isupper() and first.text.isupper()


def _candidate(found: Sequence[Row], likelihood: float, *, address: bool = False) -> Candidate:
    raw = "\n".join(row.text for row in found)
    texts = [mended(row.text) for row in found]
    prefix = _ADDRESS_PREFIX if address else _PREFIX
    texts[0] = prefix.sub("", texts[0])
    value = joined(texts).strip(_EDGE)
    value = _spelt_address(value) if address else spelt_seller(value)
    trust = min(row.confidence for row in found) ** 0.3
    return Candidate(value, raw, likelihood * trust, boxes=_boxes(found, prefix))


def _spelt_address(text: str) -> str:
    shaped = place(text)
    return shaped.value if shaped else text


def _boxes(found: Sequence[Row], prefix: re.Pattern[str]) -> tuple[Box, ...]:
    """The places of rows, that of the first one without its label."""
    label = prefix.match(found[0].text)
    kept, at = [], 0
    for word in (word for segment in found[0].segments for word in segment.words):
        if label is None or at + len(word.text) > label.end():
            kept.append(word.box)
        at += len(word.text) + 1
    return (around(kept or [found[0].box]), *(row.box for row in found[1:]))


def _address(head: Sequence[Row], found: Sequence[int]) -> list[Candidate]:
    if not found:
        return []
    chosen = [head[at] for at in found]
    labelled = _ADDRESS_PREFIX.match(chosen[0].text) is not None
    sure = 0.9 if labelled or addresses.evidence(" ".join(row.text for row in chosen)) >= 0.6 else 0.6
    return [_candidate(chosen, sure, address=True)]


def _as_row(line: Goods) -> dict[str, str]:
    return {
        "name": line.name,
        "code": line.code,
        "quantity": line.quantity,
        "unit_price": _digits(line.price),
        "amount": written(line.amount),
    }


def _digits(price: str) -> str:
    found = find(price)
    return written(found[0].value) if found else ""


def _items_check(layout: _Layout, total: Decimal) -> list[Check]:
    lines = layout.goods
    if not lines:
        return []
    if not any(same(each.sum.value, total) for each in layout.sums):
        return []
    come_to = added(lines)
    reduced = any(each.sum.role in (Role.DISCOUNT, Role.TAX, Role.FEE) and each.sum.value for each in layout.sums)
    if same(come_to, total):
        verdict, vi, en = Verdict.PASSED, "Các món cộng lại đúng bằng tổng tiền", "The items add up to the total"
    elif reduced:
        verdict = Verdict.UNKNOWN
        vi = "Có giảm giá, thuế hoặc phí nên chưa đối chiếu được các món với tổng tiền"
        en = "There is a discount, tax or fee, so the items could not be compared with the total"
    else:
        verdict = Verdict.FAILED
        vi = "Các món cộng lại không bằng tổng tiền"
        en = "The items do not add up to the total"
    found = [Check("receipt.items", verdict, ("total_cost",), vi, en)]
    wrong = [at for at, line in enumerate(lines, start=1) if line.holds is False]
    if wrong:
        numbers = ", ".join(map(str, wrong))
        found.append(
            Check(
                "receipt.line",
                Verdict.FAILED,
                (),
                f"Số lượng nhân đơn giá không bằng thành tiền ở dòng {numbers}",
                f"Quantity times price is not the amount in line {numbers}",
            )
        )
    return found


def _cash_check(layout: _Layout, total: Decimal) -> list[Check]:
    handed = [each.sum.value for each in layout.sums if each.sum.role is Role.TENDERED]
    back = [each.sum.value for each in layout.sums if each.sum.role is Role.CHANGE]
    if not handed or not back:
        return []
    holds = any(same(one - other, total) for one in handed for other in back)
    verdict = Verdict.PASSED if holds else Verdict.FAILED
    vi = "Tiền khách đưa trừ tiền trả lại " + ("đúng bằng tổng tiền" if holds else "không bằng tổng tiền")
    en = "Tendered less change " + ("is the total" if holds else "is not the total")
    return [Check("receipt.cash", verdict, ("total_cost",), vi, en)]
