"""Till receipts: narrow strips of thermal paper in the manner of several tills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench.papers import firms, fonts, goods, ornament
from bench.papers.fonts import Face
from bench.papers.goods import Sold
from bench.papers.people import a_home, a_name
from bench.papers.sheet import Colour, Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split

_PX_PER_MM = 13.0
_LONGEST_MM = 320.0
_TITLES = (
    "HÓA ĐƠN BÁN HÀNG",
    "PHIẾU TÍNH TIỀN",
    "HÓA ĐƠN THANH TOÁN",
    "HÓA ĐƠN BÁN LẺ",
    "PHIẾU THANH TOÁN",
    "HOÁ ĐƠN TẠM TÍNH",
)
_TOTALS = (
    "Tổng cộng",
    "TỔNG CỘNG",
    "Tổng tiền",
    "TỔNG TIỀN",
    "Tổng thanh toán",
    "THÀNH TIỀN",
    "Tổng tiền thanh toán",
    "Thanh toán",
)
_TIMES = ("Ngày", "Thời gian", "Ngày giờ", "Ngày bán", "", "Giờ in", "Ngày HĐ")
_THANKS = (
    "Cảm ơn quý khách. Hẹn gặp lại!",
    "Xin cảm ơn và hẹn gặp lại quý khách",
    "CẢM ƠN QUÝ KHÁCH",
    "Trân trọng cảm ơn!",
)


@dataclass
class _Roll:
    """A sheet that is written from the top down."""

    sheet: Sheet
    face: Face
    size: float
    margin: float
    ink: Colour
    y: float = 5.0

    @property
    def right(self) -> float:
        return self.sheet.width_mm - self.margin

    def centred(self, text: str, *, bold: bool = False, large: float = 1.0, field: str = "") -> None:
        file, size = self.face.file(bold=bold), self.size * large
        room = self.right - self.margin
        for line in self.sheet.wrapped(text, file, size, first_mm=room, width_mm=room):
            self._down(size)
            self.sheet.text(
                line, self.sheet.width_mm / 2, self.y, file=file, size_mm=size, colour=self.ink, anchor="m", field=field
            )

    def line(self, *pieces: tuple[str, str], bold: bool = False, large: float = 1.0, x: float | None = None) -> None:
        """Pieces beside each other: text and the field it belongs to."""
        file, size = self.face.file(bold=bold), self.size * large
        self._down(size)
        at = self.margin if x is None else x
        for text, field in pieces:
            at += self.sheet.text(text, at, self.y, file=file, size_mm=size, colour=self.ink, field=field)

    def wrapped(self, text: str, *, label: str = "", field: str = "") -> None:
        file = self.face.file()
        lead = self.sheet.width_of(label + " ", file, self.size) if label else 0.0
        room = self.right - self.margin
        for number, line in enumerate(self.sheet.wrapped(text, file, self.size, first_mm=room - lead, width_mm=room)):
            if number == 0 and label:
                self.line((label + " ", ""), (line, field))
            else:
                self.line((line, field))

    def pair(self, left: str, right: str, *, bold: bool = False, large: float = 1.0, field: str = "") -> None:
        file, size = self.face.file(bold=bold), self.size * large
        self._down(size)
        self.sheet.text(left, self.margin, self.y, file=file, size_mm=size, colour=self.ink)
        self.sheet.text(right, self.right, self.y, file=file, size_mm=size, colour=self.ink, anchor="r", field=field)

    def rule(self, chance: Random) -> None:
        self.y += self.size * 0.7
        self.sheet.rule(
            [(self.margin, self.y), (self.right, self.y)], colour=self.ink, dashed=chance.random() < 0.6, width_mm=0.25
        )

    def _down(self, size: float) -> None:
        self.y += size * 1.32


def strip(split: Split, chance: Random) -> Specimen:
    width = chance.choice((58.0, 72.0, 76.0, 80.0, 80.0))
    face = fonts.mono(split, chance) if chance.random() < 0.3 else fonts.sans(split, chance)
    ground = chance.choice(((250, 250, 250), (246, 245, 240), (242, 244, 248)))
    ink = chance.choice(((24, 24, 26), (40, 38, 52), (60, 60, 64), (50, 44, 90)))
    sheet = Sheet(width, _LONGEST_MM, px_per_mm=_PX_PER_MM, colour=ground)
    roll = _Roll(sheet, face, chance.uniform(2.3, 3.1) * (0.82 if width < 60 else 1), chance.uniform(2, 5), ink)
    _head(roll, split, chance)
    bought = goods.at_a_shop(split, chance, lines=chance.randrange(1, 9))
    separator = chance.choice((".", ",", ",", "."))
    _goods(roll, bought, chance, separator)
    roll.rule(chance)
    _totals(roll, sum(one.amount for one in bought), chance, separator)
    _foot(roll, chance)
    height = sheet.px(min(roll.y + chance.uniform(4, 14), _LONGEST_MM))
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen(
        "receipt",
        sheet.picture[:height],
        sheet.fields,
        boxes,
        _PX_PER_MM,
        roll.size * 0.5,
        layout=f"{width:g}mm-{face.regular}",
        tags=frozenset({"thermal"}),
    )


def _head(roll: _Roll, split: Split, chance: Random) -> None:
    seller = firms.a_shop(split, chance)
    seller = seller.upper() if chance.random() < 0.6 else seller
    roll.centred(seller, bold=chance.random() < 0.8, large=chance.uniform(1.1, 1.6), field="seller")
    address = a_home(split, chance, street=True).text
    label = chance.choice(("", "", "Địa chỉ:", "ĐC:", "Đ/c:", "Đ/C:"))
    if label:
        roll.wrapped(address, label=label, field="address")
    else:
        roll.centred(address, field="address")
    roll.sheet.fields |= {"seller": seller, "address": address}
    if chance.random() < 0.7:
        roll.centred(f"{chance.choice(('ĐT', 'Hotline', 'Điện thoại', 'Tel'))}: {firms.a_phone(chance)}")
    roll.y += roll.size * 0.5
    roll.centred(chance.choice(_TITLES), bold=True, large=chance.uniform(1.1, 1.4))
    if chance.random() < 0.6:
        roll.line((f"{chance.choice(('Số HĐ', 'Số', 'Mã HĐ', 'Số phiếu'))}: {chance.randrange(10**6):06}", ""))
    _time(roll, chance)
    if chance.random() < 0.6:
        roll.line((f"{chance.choice(('Thu ngân', 'Nhân viên', 'NV'))}: {a_name(split, chance, 'Nữ')}", ""))
    if chance.random() < 0.3:
        roll.line((f"{chance.choice(('Bàn', 'Quầy'))}: {chance.randrange(1, 40):02}", ""))


def _time(roll: _Roll, chance: Random) -> None:
    moment = datetime(2019, 1, 1) + timedelta(seconds=chance.randrange(7 * 365 * 86400))
    day = moment.strftime(chance.choice(("%d/%m/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")))
    seconds = chance.random() < 0.3
    clock = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
    shown = chance.choice(
        (f"{day} {clock}", f"{day} - {clock}", f"{clock} {day}", f"{day}  {clock}", f"{clock} - {day}")
    )
    label = chance.choice(_TIMES)
    lead = label + chance.choice((": ", ":", " : ")) if label else ""
    if not label and chance.random() < 0.5:
        roll.centred(shown, field="timestamp")
    else:
        roll.line((lead, ""), (shown, "timestamp"))
    roll.sheet.fields["timestamp"] = moment.strftime("%d/%m/%Y ") + clock


def _goods(roll: _Roll, bought: list[Sold], chance: Random, separator: str) -> None:
    roll.rule(chance)
    two_lines = chance.random() < 0.5
    if two_lines:
        for one in bought:
            roll.line((one.name, ""))
            roll.pair(f"  {one.count} x {goods.money(one.price, separator)}", goods.money(one.amount, separator))
        return
    name_header = chance.choice(("Tên hàng", "Mặt hàng", "Tên món"))
    columns = (
        roll.margin + (roll.right - roll.margin) * 0.56,
        roll.margin + (roll.right - roll.margin) * 0.76,
        roll.right,
    )
    _row(roll, (name_header, "SL", "Đ.Giá", "T.Tiền"), columns, bold=True)
    for one in bought:
        _row(
            roll,
            (one.name, str(one.count), goods.money(one.price, separator), goods.money(one.amount, separator)),
            columns,
        )


def _row(
    roll: _Roll, cells: tuple[str, str, str, str], columns: tuple[float, float, float], *, bold: bool = False
) -> None:
    file, size = roll.face.file(bold=bold), roll.size * 0.88
    first = roll.sheet.wrapped(
        cells[0], file, size, first_mm=columns[0] - roll.margin - 5, width_mm=columns[0] - roll.margin - 5
    )
    for number, line in enumerate(first):
        roll._down(size)
        roll.sheet.text(line, roll.margin, roll.y, file=file, size_mm=size, colour=roll.ink)
        if number == 0:
            for cell, right in zip(cells[1:], columns, strict=True):
                roll.sheet.text(cell, right, roll.y, file=file, size_mm=size, colour=roll.ink, anchor="r")


def _totals(roll: _Roll, amount: int, chance: Random, separator: str) -> None:
    mark = chance.choice((":", "", ":"))
    unit = chance.choice(("", "", " đ", "đ", " VND", " VNĐ"))
    total = amount
    if chance.random() < 0.3:
        off = amount * chance.choice((5, 10)) // 100 // 500 * 500
        roll.pair(f"{chance.choice(('Tiền hàng', 'Cộng tiền hàng', 'Tạm tính'))}{mark}", goods.money(amount, separator))
        roll.pair(f"{chance.choice(('Giảm giá', 'Chiết khấu'))}{mark}", "-" + goods.money(off, separator))
        total -= off
    shown = goods.money(total, separator) + unit
    label = chance.choice(_TOTALS) + mark
    large, bold = chance.uniform(1.0, 1.35), chance.random() < 0.7
    if (
        roll.sheet.width_of(f"{label}  {shown}", roll.face.file(bold=bold), roll.size * large)
        > roll.right - roll.margin
    ):
        large = 0.9
    if chance.random() < 0.85:
        roll.pair(label, shown, bold=bold, large=large, field="total_cost")
    else:
        roll.line((label + " ", ""), (shown, "total_cost"), bold=bold, large=large)
    roll.sheet.fields["total_cost"] = str(total)
    if chance.random() < 0.55:
        given = (total + 49_999) // 50_000 * 50_000
        roll.pair(f"{chance.choice(('Tiền khách đưa', 'Khách đưa', 'Tiền mặt'))}{mark}", goods.money(given, separator))
        roll.pair(
            f"{chance.choice(('Tiền thối lại', 'Tiền thừa', 'Trả lại'))}{mark}", goods.money(given - total, separator)
        )


def _foot(roll: _Roll, chance: Random) -> None:
    roll.rule(chance)
    if chance.random() < 0.85:
        roll.centred(chance.choice(_THANKS))
    if chance.random() < 0.3:
        roll.centred(f"Wifi: khach{chance.randrange(100)} / Mật khẩu: {chance.randrange(10**8):08}")
    if chance.random() < 0.3:
        width = roll.sheet.px(34)
        bars = ornament.code(f"{chance.randrange(10**12):012}", width, format="Code128")
        roll.sheet.paste(bars, roll.sheet.width_mm / 2 - 17, roll.y + 3)
        roll.y += 3 + bars.height / roll.sheet.px_per_mm
