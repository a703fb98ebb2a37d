"""Birth certificates on A4, their values printed by the registrar's computer."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bench.papers import fonts, ornament
from bench.papers.kinds.column import Column
from bench.papers.people import a_date, a_home, a_name, a_number, dmy
from bench.papers.sheet import Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.numbers import to_words

_PX_PER_MM = 10.5
_PEOPLES = ("Kinh", "Tày", "Thái", "Mường", "Khmer", "Nùng", "Hmông", "Hoa")


def page(split: Split, chance: Random) -> Specimen:
    sheet = Sheet(210, 297, px_per_mm=_PX_PER_MM)
    ornament.gradient(
        sheet, *chance.choice((((255, 250, 240), (252, 244, 236)), ((250, 252, 246), (244, 250, 240)))), down=True
    )
    ornament.guilloche(sheet, chance, colours=((230, 170, 150),), strength=chance.uniform(0, 0.2))
    sheet.box(10, 10, 190, 277, outline=(190, 70, 60), width_mm=0.7)
    face = fonts.serif(split, chance) if chance.random() < 0.7 else fonts.sans(split, chance)
    size = chance.uniform(4.0, 4.6)
    registered = _head(sheet, chance, face.file(bold=True), face.file(), size)
    column = Column(sheet, face, size, 78, left=24, width=166)
    sex = chance.choice(("Nam", "Nữ"))
    dob = a_date(chance, date(2008, 1, 1), date(2026, 1, 1))
    people, name = chance.choice(_PEOPLES), a_name(split, chance, sex)
    column.say(
        chance.choice(("Họ, chữ đệm, tên:", "Họ và tên:")),
        name.upper() if chance.random() < 0.8 else name,
        "name",
        bold=True,
    )
    spelled = f"{dmy(dob)}" if chance.random() < 0.5 else f"ngày {dob.day:02} tháng {dob.month:02} năm {dob.year}"
    column.say("Ngày, tháng, năm sinh:", spelled, "dob", truth=dmy(dob))
    column.say("Ghi bằng chữ:", f"Ngày {to_words(dob.day)}, tháng {to_words(dob.month)}, năm {to_words(dob.year)}")
    column.pair(
        ("Giới tính:", sex, "sex"), ("Dân tộc:", people, "ethnicity"), ("Quốc tịch:", "Việt Nam", "nationality")
    )
    column.say("Nơi sinh:", f"Bệnh viện đa khoa {a_home(split, chance, street=False).text}", "pob")
    column.say("Quê quán:", a_home(split, chance, street=False).text, "home")
    column.say("Số định danh cá nhân:", a_number(chance, sex=sex, dob=dob), "id")
    parents = (("mẹ", "mother", "Nữ"), ("cha", "father", "Nam"))
    for who, english, their_sex in parents:
        column.y += size * 0.7
        column.say(
            f"Họ, chữ đệm, tên người {who}:", a_name(split, chance, their_sex).upper(), f"{english}_name", bold=True
        )
        year = str(dob.year - chance.randrange(20, 40))
        column.pair(
            ("Năm sinh:", year, f"{english}_year"),
            ("Dân tộc:", chance.choice(_PEOPLES), ""),
            ("Quốc tịch:", "Việt Nam", ""),
        )
        column.say("Nơi cư trú:", a_home(split, chance, street=True).text)
    column.y += size * 0.7
    place = a_home(split, chance, street=False).parts
    column.say("Nơi đăng ký khai sinh:", f"UBND {place[0]}, {', '.join(place[1:])}", "registration_place")
    day = dob + timedelta(days=chance.randrange(3, 60))
    column.say("Ngày, tháng, năm đăng ký:", dmy(day), "registration_date")
    sheet.fields["number"] = registered
    middle = 145
    bold = face.file(bold=True)
    sheet.text(
        chance.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "NGƯỜI KÝ GIẤY KHAI SINH")),
        middle,
        column.y + size * 2,
        file=bold,
        size_mm=size,
        anchor="m",
    )
    ornament.signature(sheet, chance, middle - 14, column.y + size * 4.5, width_mm=30)
    ornament.stamp(
        sheet, middle - 12, column.y + size * 4.5, 32, lines=("ỦY BAN NHÂN DÂN ★",), file=bold, chance=chance
    )
    sheet.text(a_name(split, chance, "Nam"), middle, column.y + size * 8, file=bold, size_mm=size, anchor="m")
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen(
        "birth_certificate", sheet.picture, sheet.fields, boxes, _PX_PER_MM, size * 0.46, layout=face.regular
    )


def _head(sheet: Sheet, chance: Random, bold: str, plain: str, size: float) -> str:
    sheet.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 105, 24, file=bold, size_mm=size, anchor="m")
    sheet.text("Độc lập - Tự do - Hạnh phúc", 105, 24 + size * 1.3, file=bold, size_mm=size, anchor="m")
    sheet.text("GIẤY KHAI SINH", 105, 48, file=bold, size_mm=size * 1.8, colour=(190, 30, 40), anchor="m")
    if chance.random() < 0.3:
        sheet.text("(BẢN SAO)", 105, 48 + size * 1.6, file=bold, size_mm=size, anchor="m")
    number = f"{chance.randrange(1, 900)}/{chance.randrange(2010, 2027)}"
    wide = sheet.text("Số: ", 150, 64, file=plain, size_mm=size)
    sheet.text(number, 150 + wide, 64, file=plain, size_mm=size, field="number")
    return number
