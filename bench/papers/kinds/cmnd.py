"""The old identity cards of nine digits (and the first ones of twelve): front and back, without a chip or a code."""

from __future__ import annotations

from random import Random

from bench.papers import fonts, ornament
from bench.papers.form import Item, a_style, legible
from bench.papers.kinds import card
from bench.papers.kinds.card import MOTTOS, STATE, TALL, WIDE
from bench.papers.people import a_name, a_person, dmy
from bench.papers.sheet import Colour
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.provinces import PROVINCES

_GROUNDS: dict[Split, tuple[tuple[Colour, Colour], ...]] = {
    Split.TUNE: (((214, 230, 214), (226, 236, 224)), ((220, 234, 226), (232, 238, 222))),
    Split.REPORT: (((208, 228, 220), (228, 238, 230)), ((222, 236, 210), (230, 234, 226))),
}
_PEOPLES = ("Kinh", "Tày", "Thái", "Mường", "Khmer", "Nùng", "Hmông", "Ê-đê", "Hoa", "Dao")
_BELIEFS = ("Không", "Không", "Phật giáo", "Công giáo", "Cao Đài", "Không")


def front(split: Split, chance: Random) -> Specimen:
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = card.blank(split, chance, _GROUNDS[split])
    bold, size = face.file(bold=True), chance.uniform(2.1, 2.5)
    middle = chance.uniform(50, 54)
    sheet.text(STATE, middle, 4.6, file=bold, size_mm=size * 0.96, anchor="m")
    sheet.text(chance.choice(MOTTOS), middle, 4.6 + size * 1.2, file=face.file(), size_mm=size * 0.9, anchor="m")
    large = chance.uniform(3.4, 4.0)
    y = 4.6 + size * 1.2 + large * 1.3
    sheet.text("GIẤY CHỨNG MINH NHÂN DÂN", middle, y, file=bold, size_mm=large, colour=(190, 30, 40), anchor="m")
    ornament.emblem(sheet, 12, 9.5, 12, colour=(200, 40, 40), star=(236, 205, 70))
    photo = (chance.uniform(19, 21), chance.uniform(25, 28))
    sheet.paste(ornament.portrait(chance, sheet.px(photo[0]), sheet.px(photo[1]), grey=chance.random() < 0.5), 4, 21)
    number = person.old_number if chance.random() < 0.85 else person.number
    rows: list[tuple[Item, ...]] = [
        (Item(chance.choice(("Số", "SỐ")), "", number, "id", 1.4, above=False),),
        (Item(chance.choice(("Họ tên", "Họ và tên")), "", person.name, "name"),),
        (
            Item(
                chance.choice(("Sinh ngày", "Ngày sinh")),
                "",
                dmy(person.dob, chance.choice(("/", "-"))),
                "dob",
                truth=dmy(person.dob),
            ),
        ),
        (Item("Nguyên quán", "", person.origin.text, "home"),),
        (
            Item(
                chance.choice(("Nơi ĐKHK thường trú", "Nơi ĐKHK thường trú", "Nơi thường trú")),
                "",
                person.residence.text,
                "address",
            ),
        ),
    ]
    left = 4 + photo[0] + chance.uniform(2.5, 4)
    width, height = WIDE - left - 2.5, TALL - y - 3
    form = legible(sheet, face, rows, width, height, style=lambda: a_style(split, chance, english=False))
    form.lay(rows, left, y + 1.2, width=width, height=height, size_mm=chance.uniform(2.5, 3.0))
    return card.specimen("cmnd_front", sheet, form, form.style.name)


def back(split: Split, chance: Random) -> Specimen:
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = card.blank(split, chance, _GROUNDS[split])
    people, belief = chance.choice(_PEOPLES), chance.choice(_BELIEFS)
    rows: list[tuple[Item, ...]] = [
        (Item("Dân tộc", "", people, "ethnicity", above=False), Item("Tôn giáo", "", belief, "religion", above=False)),
        (
            Item(
                chance.choice(("Dấu vết riêng và dị hình", "Dấu vết riêng và dị hình", "Đặc điểm nhận dạng")),
                "",
                person.features,
                "features",
                above=chance.random() < 0.6,
            ),
        ),
    ]
    left = 26.0
    form = legible(sheet, face, rows, WIDE - left - 3, 16, style=lambda: a_style(split, chance, english=False))
    y = form.lay(rows, left, 3, width=WIDE - left - 3, height=16, size_mm=2.6)
    place = chance.choice(PROVINCES).name.replace("–", "-")
    middle, size = (left + WIDE) / 2, chance.uniform(2.1, 2.5)
    issued = person.issued.replace(year=person.issued.year - 9, day=min(person.issued.day, 28))
    said = f"Ngày {issued.day:02} tháng {issued.month:02} năm {issued.year}"
    y = max(y + 3, 23)
    sheet.text(said, middle, y, file=face.file(italic=True), size_mm=size, anchor="m", field="issue_date")
    bold = face.file(bold=True)
    titled = chance.random() < 0.5
    office = f"CÔNG AN TỈNH {place}".upper() if chance.random() < 0.5 else f"CA {place}".upper()
    y += size * 1.35
    if titled:
        sheet.text(
            chance.choice(("GIÁM ĐỐC", "KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG")), middle, y, file=bold, size_mm=size, anchor="m"
        )
        y += size * 1.3
    sheet.text(office, middle, y, file=bold, size_mm=size, anchor="m", field="issue_loc")
    ornament.signature(sheet, chance, middle - 10, y + 6, width_mm=20)
    ornament.stamp(sheet, middle - 14, y + 7, 15, lines=("CÔNG AN",), file=bold, chance=chance)
    sheet.text(a_name(split, chance, "Nam"), middle, min(y + 14, TALL - 3), file=bold, size_mm=size, anchor="m")
    for number, words in enumerate(("Ngón trỏ trái", "Ngón trỏ phải")):
        top = 3 + number * 24
        sheet.paste(ornament.finger_print(chance, sheet.px(16), sheet.px(19)), 5, top)
        sheet.text(words.upper(), 13, top + 21.5, file=face.file(), size_mm=1.6, anchor="m")
    sheet.fields |= {"issue_date": dmy(issued), "issue_loc": office}
    return card.specimen("cmnd_back", sheet, form, form.style.name)
