"""The printed form of an electronic invoice, on A4."""

from __future__ import annotations

from datetime import date
from random import Random

from bench.papers import firms, fonts, goods, ornament
from bench.papers.fonts import Face
from bench.papers.goods import Sold, money
from bench.papers.people import a_date, a_home, a_name, dmy
from bench.papers.sheet import Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.numbers import to_words

_PX_PER_MM = 10.5
_LEFT, _RIGHT = 14.0, 196.0
_BLUE = (20, 60, 130)


def page(split: Split, chance: Random) -> Specimen:
    sheet = Sheet(210, 297, px_per_mm=_PX_PER_MM)
    face = fonts.sans(split, chance) if chance.random() < 0.5 else fonts.serif(split, chance)
    size = chance.uniform(3.5, 4.1)
    if chance.random() < 0.6:
        sheet.box(8, 8, 194, 281, outline=chance.choice((_BLUE, (160, 40, 40), (60, 60, 60))), width_mm=0.6)
    day = a_date(chance, date(2022, 7, 1), date(2026, 6, 1))
    y = _head(sheet, chance, face, size, day)
    y = _party(sheet, split, chance, face, size, y, seller=True)
    sheet.rule([(_LEFT, y - size * 0.6), (_RIGHT, y - size * 0.6)])
    y = _party(sheet, split, chance, face, size, y + size * 0.6, seller=False)
    sold = goods.at_a_firm(split, chance, lines=chance.randrange(1, 8))
    y = _table(sheet, chance, face, size, y, sold)
    y = _totals(sheet, chance, face, size, y, sum(one.amount for one in sold))
    _signatures(sheet, chance, face, size, y, day)
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen("invoice", sheet.picture, sheet.fields, boxes, _PX_PER_MM, size * 0.48, layout=face.regular)


def _head(sheet: Sheet, chance: Random, face: Face, size: float, day: date) -> float:
    bold, italic, plain = face.file(bold=True), face.file(italic=True), face.file()
    sheet.text(
        "HÓA ĐƠN GIÁ TRỊ GIA TĂNG",
        105,
        20,
        file=bold,
        size_mm=size * 1.5,
        colour=chance.choice((_BLUE, (180, 30, 30), (20, 20, 20))),
        anchor="m",
    )
    if chance.random() < 0.5:
        sheet.text("(VAT INVOICE)", 105, 20 + size * 1.4, file=plain, size_mm=size * 0.9, anchor="m")
    said = f"Ngày {day.day:02} tháng {day.month:02} năm {day.year}"
    sheet.text(said, 105, 20 + size * 2.8, file=italic, size_mm=size, anchor="m", field="date")
    serial, number = (
        f"1C{day.year % 100}T{chance.choice('AMKBD')}{chance.choice('AYDB')}",
        str(chance.randrange(1, 20_000)),
    )
    number = number.zfill(8) if chance.random() < 0.6 else number
    x = 158.0
    for row, (label, value, field) in enumerate((("Ký hiệu:", serial, "serial"), ("Số:", number, "number"))):
        base = 16 + row * size * 1.4
        wide = sheet.text(f"{label} ", x, base, file=plain, size_mm=size)
        sheet.text(
            value,
            x + wide,
            base,
            file=bold,
            size_mm=size,
            field=field,
            colour=(190, 30, 30) if field == "number" else (20, 20, 20),
        )
    sheet.fields |= {"date": dmy(day), "form": serial[0], "serial": serial[1:], "number": number}
    return 20 + size * 5


def _party(sheet: Sheet, split: Split, chance: Random, face: Face, size: float, y: float, *, seller: bool) -> float:
    who = "seller" if seller else "buyer"
    rows = [
        (
            chance.choice(("Đơn vị bán hàng:", "Tên người bán:", "Tên đơn vị bán hàng:"))
            if seller
            else chance.choice(("Tên đơn vị:", "Đơn vị mua hàng:", "Tên đơn vị mua hàng:")),
            firms.a_company(split, chance).upper(),
            who,
        ),
        ("Mã số thuế:", firms.a_tax_code(chance, branch=chance.random() < 0.15), f"{who}_tax_code"),
        ("Địa chỉ:", a_home(split, chance, street=True).text, f"{who}_address"),
    ]
    if not seller:
        rows.insert(0, ("Họ tên người mua hàng:", a_name(split, chance, "Nữ"), ""))
        rows.append(
            ("Hình thức thanh toán:", chance.choice(("TM/CK", "Chuyển khoản", "CK", "Tiền mặt")), "payment_method")
        )
    else:
        rows.append(("Số tài khoản:", f"{chance.randrange(10**12):012} - Ngân hàng TMCP Sông Hồng", ""))
    bold = chance.random() < 0.5
    for label, value, field in rows:
        wide = sheet.text(label + " ", _LEFT, y, file=face.file(), size_mm=size)
        file = face.file(bold=bold and field in ("seller", "buyer"))
        for number, line in enumerate(
            sheet.wrapped(value, file, size, first_mm=_RIGHT - _LEFT - wide, width_mm=_RIGHT - _LEFT)
        ):
            sheet.text(line, _LEFT + (wide if number == 0 else 0), y, file=file, size_mm=size, field=field)
            y += size * 1.45
        if field:
            sheet.fields[field] = value
    return y


def _table(sheet: Sheet, chance: Random, face: Face, size: float, y: float, sold: list[Sold]) -> float:
    heads = ("STT", "Tên hàng hóa, dịch vụ", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền")
    edges = (_LEFT, 24.0, 92.0, 108.0, 126.0, 158.0, _RIGHT)
    small, high = size * 0.92, size * 1.7
    rows = [
        heads,
        *(
            (str(n), one.name, one.unit, str(one.count), money(one.price), money(one.amount))
            for n, one in enumerate(sold, start=1)
        ),
    ]
    for number, cells in enumerate(rows):
        file = face.file(bold=number == 0)
        for column, cell in enumerate(cells):
            left, right = edges[column], edges[column + 1]
            sheet.box(left, y, right - left, high, width_mm=0.12)
            middle = (left + right) / 2
            place = (
                (middle, "m")
                if number == 0 or column in (0, 2)
                else (left + 1, "l")
                if column == 1
                else (right - 1, "r")
            )
            size_here = small
            while sheet.width_of(cell, file, size_here) > right - left - 1 and size_here > 1.8:
                size_here *= 0.95
            sheet.text(cell, place[0], y + high * 0.7, file=file, size_mm=size_here, anchor=place[1])
        y += high
    return y


def _totals(sheet: Sheet, chance: Random, face: Face, size: float, y: float, amount: int) -> float:
    rate = chance.choice((8, 10, 5, 8))
    tax = amount * rate // 100
    bold = face.file(bold=True)
    y += size * 1.3
    rows = [
        ("Cộng tiền hàng:", money(amount), "total_before_tax", str(amount)),
        (f"Tiền thuế GTGT ({rate}%):" if chance.random() < 0.4 else "Tiền thuế GTGT:", money(tax), "tax", str(tax)),
        (
            chance.choice(("Tổng cộng tiền thanh toán:", "Tổng tiền thanh toán:")),
            money(amount + tax),
            "total",
            str(amount + tax),
        ),
    ]
    for label, value, field, truth in rows:
        sheet.text(label, 158, y, file=face.file(), size_mm=size, anchor="r")
        if field == "tax" and "(" not in label:
            wide = sheet.text("Thuế suất GTGT: ", _LEFT, y, file=face.file(), size_mm=size)
            sheet.text(f"{rate}%", _LEFT + wide, y, file=face.file(), size_mm=size, field="tax_rate")
            sheet.fields["tax_rate"] = f"{rate}%"
        sheet.text(
            value, _RIGHT - 1, y, file=bold if field == "total" else face.file(), size_mm=size, anchor="r", field=field
        )
        sheet.fields[field] = truth
        y += size * 1.5
    words = to_words(amount + tax).capitalize() + " đồng" + chance.choice(("", ".", " chẵn."))
    wide = sheet.text("Số tiền viết bằng chữ: ", _LEFT, y, file=face.file(), size_mm=size)
    for number, line in enumerate(
        sheet.wrapped(words, face.file(italic=True), size, first_mm=_RIGHT - _LEFT - wide, width_mm=_RIGHT - _LEFT)
    ):
        sheet.text(line, _LEFT + (wide if number == 0 else 0), y, file=face.file(italic=True), size_mm=size)
        y += size * 1.4
    return y


def _signatures(sheet: Sheet, chance: Random, face: Face, size: float, y: float, day: date) -> None:
    y += size * 2
    for x, who in ((55.0, "Người mua hàng"), (155.0, "Người bán hàng")):
        sheet.text(who, x, y, file=face.file(bold=True), size_mm=size, anchor="m")
        sheet.text(
            "(Ký, ghi rõ họ tên)", x, y + size * 1.2, file=face.file(italic=True), size_mm=size * 0.85, anchor="m"
        )
    sheet.box(126, y + size * 2.2, 60, size * 4.2, outline=(30, 140, 60))
    sheet.text("Signature Valid", 128, y + size * 3.6, file=face.file(), size_mm=size * 0.85, colour=(30, 140, 60))
    sheet.text(f"Ký ngày: {dmy(day)}", 128, y + size * 5.2, file=face.file(), size_mm=size * 0.85, colour=(30, 140, 60))
    if chance.random() < 0.5:
        sheet.paste(
            ornament.code(f"https://hoadon.example/tra-cuu/{chance.randrange(10**10)}", sheet.px(22)), _LEFT, y + 4
        )
