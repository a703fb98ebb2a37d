"""Registration certificates of cars and motorcycles, on cards."""

from __future__ import annotations

from random import Random

from bench.papers import fonts, ornament
from bench.papers.form import Item, a_style, legible
from bench.papers.kinds import card
from bench.papers.kinds.card import MOTTOS, STATE, TALL, WIDE
from bench.papers.people import a_person, dmy
from bench.papers.sheet import Colour
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.provinces import PROVINCES

_GROUNDS: dict[Split, tuple[tuple[Colour, Colour], ...]] = {
    Split.TUNE: (((246, 236, 200), (232, 240, 220)), ((252, 240, 214), (240, 230, 210))),
    Split.REPORT: (((238, 242, 206), (248, 236, 220)), ((244, 244, 220), (228, 238, 226))),
}
_MAKES = (
    *(("HONDA", "WAVE ALPHA"), ("YAMAHA", "SIRIUS"), ("TOYOTA", "VIOS"), ("VINFAST", "VF 5"), ("HYUNDAI", "ACCENT")),
    *(("SUZUKI", "RAIDER R150"), ("SYM", "ATTILA"), ("FORD", "RANGER"), ("MAZDA", "CX-5"), ("PIAGGIO", "LIBERTY")),
)
_COLOURS = ("Đen", "Trắng", "Đỏ - Đen", "Xanh", "Bạc", "Xám", "Nâu", "Trắng - Đen")


def front(split: Split, chance: Random) -> Specimen:
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = card.blank(split, chance, _GROUNDS[split])
    bold, size = face.file(bold=True), chance.uniform(1.9, 2.2)
    middle = chance.choice((WIDE / 2, WIDE / 2 + 8))
    y = 4.2
    sheet.text(STATE, middle, y, file=bold, size_mm=size, anchor="m")
    sheet.text(chance.choice(MOTTOS), middle, y + size * 1.15, file=bold, size_mm=size * 0.9, anchor="m")
    motorcycle = chance.random() < 0.5
    title = f"CHỨNG NHẬN ĐĂNG KÝ XE {'MÔ TÔ, XE MÁY' if motorcycle else 'Ô TÔ'}"
    large = chance.uniform(2.8, 3.4)
    while sheet.width_of(title, bold, large) > 66:
        large *= 0.97
    y += size * 1.15 + large * 1.3
    sheet.text(title, middle, y, file=bold, size_mm=large, colour=(190, 30, 40), anchor="m")
    ornament.emblem(sheet, 8, 8, 9, colour=(200, 40, 40), star=(236, 205, 70))
    make, model = chance.choice(_MAKES[0 if split is Split.TUNE else 1 :: 2])
    province = chance.choice(PROVINCES)
    number = f"{chance.randrange(100, 1000)}.{chance.randrange(100):02}"
    series = chance.choice("ABCDEFGHK") + (str(chance.randrange(1, 10)) if motorcycle else "")
    plate = f"{chance.choice(province.plates)}{series}-{number}"
    engine = (
        f"{chance.choice(('JF', 'E3T', '1NZ', 'G4L', 'KC'))}{chance.randrange(10, 99)}E{chance.randrange(10**7):07}"
    )
    maker = f"RL{chance.choice('HCMV')}{chance.choice(('JF', 'UB', 'KA'))}"
    chassis = f"{maker}{chance.randrange(1000, 9999)}{chance.choice('FGHKLY')}Y{chance.randrange(10**6):06}"
    rows: list[tuple[Item, ...]] = [
        (Item(chance.choice(("Tên chủ xe", "Chủ xe")), "Owner's full name", person.name.upper(), "owner"),),
        (Item("Địa chỉ", "Address", person.residence.text, "address"),),
        (Item("Nhãn hiệu", "Brand", make, "brand"), Item("Số loại", "Model code", model, "model")),
        (
            Item("Màu sơn", "Color", chance.choice(_COLOURS), "colour"),
            Item("Năm sản xuất", "Year", str(chance.randrange(2004, 2026)), "year"),
        ),
        (Item("Số máy", "Engine N°", engine, "engine_number"),),
        (Item("Số khung", "Chassis N°", chassis, "chassis_number"),),
        (Item(chance.choice(("Biển số đăng ký", "Biển số")), "N° plate", plate, "plate", 1.2),),
        (Item("Đăng ký lần đầu ngày", "Date of first registration", dmy(person.issued), "first_registration"),),
    ]
    english = chance.random() < 0.7
    width, height = WIDE - 7, TALL - y - 3.5
    form = legible(
        sheet, face, rows, width, height, style=lambda: a_style(split, chance, english=english), smallest_mm=1.8
    )
    form.lay(rows, 4, y + 1.6, width=width, height=height, size_mm=chance.uniform(2.2, 2.6))
    return card.specimen("vehicle_registration", sheet, form, form.style.name)
