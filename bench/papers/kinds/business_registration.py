"""Certificates of business registration on A4."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bench.papers import firms, fonts, goods, ornament
from bench.papers.fonts import Face
from bench.papers.kinds.column import Column
from bench.papers.people import a_date, a_home, a_name, a_person, dmy
from bench.papers.sheet import Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.numbers import to_words
from giong.text.provinces import PROVINCES
from giong.text.unicode import unaccented

_PX_PER_MM = 10.5
_LEFT, _WIDTH = 26.0, 162.0
_YEARS = (date(2008, 1, 1), date(2025, 6, 1))


def certificate(split: Split, chance: Random) -> Specimen:
    sheet = Sheet(210, 297, px_per_mm=_PX_PER_MM, colour=(255, 255, 255))
    ornament.gradient(
        sheet, *chance.choice((((255, 253, 240), (252, 248, 232)), ((255, 255, 255), (250, 250, 252)))), down=True
    )
    ornament.guilloche(sheet, chance, colours=((220, 180, 120),), strength=chance.uniform(0, 0.18))
    sheet.box(9, 9, 192, 279, outline=(190, 60, 50), width_mm=0.8)
    face = fonts.serif(split, chance) if chance.random() < 0.8 else fonts.sans(split, chance)
    size = chance.uniform(4.1, 4.7)
    person = a_person(split, chance)
    code, company = firms.a_tax_code(chance), firms.a_company(split, chance)
    one_member = "MTV" in company
    y = _head(sheet, chance, face, size, one_member=one_member, joint="Cổ phần" in company)
    column = Column(sheet, face, size, y, left=_LEFT, width=_WIDTH)
    _registered(column, chance, code)
    bold = chance.random() < 0.6
    column.head(chance.choice(("1. Tên công ty", "1. Tên doanh nghiệp")))
    column.say(
        chance.choice(("Tên công ty viết bằng tiếng Việt:", "Tên doanh nghiệp viết bằng tiếng Việt:")),
        company.upper(),
        "name",
        bold=bold,
    )
    if chance.random() < 0.7:
        english = unaccented(company.split(" ", 3)[-1]).upper() + " COMPANY LIMITED"
        column.say("Tên công ty viết bằng tiếng nước ngoài:", english, "name_en")
    column.head("2. Địa chỉ trụ sở chính")
    label, country = chance.choice((("", ", Việt Nam"), ("Địa chỉ:", "")))
    column.say(label, a_home(split, chance, street=True).text + country, "address")
    column.say("Điện thoại:", firms.a_phone(chance))
    capital = chance.randrange(5, 900) * 100_000_000
    column.head("3. Vốn điều lệ")
    column.say("Vốn điều lệ:", f"{goods.money(capital)} đồng", "capital", truth=str(capital))
    column.say("Bằng chữ:", to_words(capital).capitalize() + " đồng")
    column.head(chance.choice(("4. Người đại diện theo pháp luật của công ty", "4. Người đại diện theo pháp luật")))
    name = person.name.upper() if chance.random() < 0.8 else person.name
    column.say("* Họ và tên:" if chance.random() < 0.5 else "Họ và tên:", name, "legal_representative", bold=bold)
    column.say("Chức danh:", chance.choice(("Giám đốc", "Tổng giám đốc", "Chủ tịch công ty")), "position")
    column.say("Sinh ngày:", f"{dmy(person.dob)}   Dân tộc: Kinh   Quốc tịch: Việt Nam")
    column.say("Số giấy tờ pháp lý của cá nhân:", person.number, "id_number")
    column.say("Địa chỉ liên lạc:", person.residence.text)
    _foot(sheet, split, chance, face, size, column.y)
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen(
        "business_registration", sheet.picture, sheet.fields, boxes, _PX_PER_MM, size * 0.46, layout=face.regular
    )


def _head(sheet: Sheet, chance: Random, face: Face, size: float, *, one_member: bool, joint: bool) -> float:
    bold = face.file(bold=True)
    province = chance.choice(PROVINCES)
    office = (
        f"SỞ TÀI CHÍNH {province.name}".upper()
        if chance.random() < 0.5
        else f"SỞ KẾ HOẠCH VÀ ĐẦU TƯ {province.name}".upper()
    )
    small = size * 0.85
    y = 20.0
    for line in sheet.wrapped(office, face.file(), small, first_mm=66, width_mm=66):
        sheet.text(line, 58, y, file=face.file(), size_mm=small, anchor="m")
        y += small * 1.25
    sheet.text("PHÒNG ĐĂNG KÝ KINH DOANH", 58, y, file=bold, size_mm=small, anchor="m")
    sheet.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 146, 20, file=bold, size_mm=small * 0.9, anchor="m")
    sheet.text("Độc lập - Tự do - Hạnh phúc", 146, 20 + small * 1.25, file=bold, size_mm=small * 0.95, anchor="m")
    y += size * 2.6
    large = size * 1.35
    sheet.text("GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", 105, y, file=bold, size_mm=large, anchor="m")
    kind = (
        "CÔNG TY CỔ PHẦN"
        if joint
        else "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN"
        if one_member
        else "CÔNG TY TRÁCH NHIỆM HỮU HẠN HAI THÀNH VIÊN TRỞ LÊN"
    )
    sheet.text(kind, 105, y + large * 1.2, file=bold, size_mm=size * 0.95, anchor="m")
    return y + large * 1.2 + size * 2


def _registered(column: Column, chance: Random, code: str) -> None:
    sheet, face, size = column.sheet, column.face, column.size
    first = a_date(chance, *_YEARS)
    lines = [("Mã số doanh nghiệp: ", code, "enterprise_code", code)]
    said = f"ngày {first.day:02} tháng {first.month:02} năm {first.year}"
    lines.append(("Đăng ký lần đầu: ", said, "first_registration_date", dmy(first)))
    if chance.random() < 0.6:
        changed = first + timedelta(days=chance.randrange(90, 2500))
        times = chance.randrange(1, 12)
        said = f"ngày {changed.day:02} tháng {changed.month:02} năm {changed.year}"
        lines.append((f"Đăng ký thay đổi lần thứ: {times}, ", said, "change_date", dmy(changed)))
    for label, text, field, truth in lines:
        wide = sheet.width_of(label + text, face.file(), size)
        at = sheet.text(label, 105 - wide / 2, column.y, file=face.file(), size_mm=size)
        sheet.text(text, 105 - wide / 2 + at, column.y, file=face.file(), size_mm=size, field=field)
        sheet.fields[field] = truth
        column.y += size * 1.4
    column.y += size * 0.8


def _foot(sheet: Sheet, split: Split, chance: Random, face: Face, size: float, y: float) -> None:
    bold = face.file(bold=True)
    y += size * 1.5
    sheet.text(
        chance.choice(("TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
        145,
        y,
        file=bold,
        size_mm=size,
        anchor="m",
    )
    ornament.signature(sheet, chance, 130, y + 12, width_mm=30)
    ornament.stamp(sheet, 132, y + 12, 34, lines=("PHÒNG ĐĂNG KÝ KINH DOANH ★",), file=bold, chance=chance)
    sheet.text(a_name(split, chance, "Nam"), 145, min(y + 28, 284), file=bold, size_mm=size, anchor="m")
