"""The data page of a passport."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bench.papers import fonts, mrz, ornament
from bench.papers.form import Item, a_style, legible
from bench.papers.people import a_person, dmy, printed
from bench.papers.sheet import Colour, Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.provinces import PROVINCES

_WIDE, _TALL = 125.0, 88.0
_GROUNDS: dict[Split, tuple[tuple[Colour, Colour], ...]] = {
    Split.TUNE: (((226, 232, 240), (236, 228, 220)), ((222, 236, 230), (238, 238, 228))),
    Split.REPORT: (((236, 230, 240), (226, 238, 236)), ((240, 234, 222), (222, 230, 242))),
}
_WAVES: dict[Split, tuple[tuple[Colour, ...], ...]] = {
    Split.TUNE: (((120, 150, 190), (190, 150, 110)),),
    Split.REPORT: (((150, 120, 150), (110, 160, 150)),),
}


def data_page(split: Split, chance: Random) -> Specimen:
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = Sheet(_WIDE, _TALL, px_per_mm=16)
    ornament.gradient(sheet, *chance.choice(_GROUNDS[split]), down=chance.random() < 0.5)
    ornament.guilloche(sheet, chance, colours=chance.choice(_WAVES[split]), strength=chance.uniform(0.08, 0.3))
    bold = face.file(bold=True)
    size = chance.uniform(2.8, 3.4)
    sheet.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 6, 7, file=bold, size_mm=size)
    sheet.text("SOCIALIST REPUBLIC OF VIET NAM", 6, 7 + size * 1.1, file=face.file(), size_mm=size * 0.7)
    title = chance.choice(("HỘ CHIẾU / PASSPORT", "HỘ CHIẾU"))
    sheet.text(title, _WIDE - 6, 7, file=bold, size_mm=size * 1.15, anchor="r")
    photo = (chance.uniform(31, 36), chance.uniform(40, 46))
    sheet.paste(ornament.portrait(chance, sheet.px(photo[0]), sheet.px(photo[1])), 6, 15)
    number = f"{chance.choice('BCNPQ')}{chance.randrange(10**7):07}"
    issued = person.issued
    expires = date(issued.year + 10, issued.month, min(issued.day, 28)) - timedelta(days=chance.choice((0, 1)))
    english = chance.random() < 0.9
    left = 6 + photo[0] + 4
    born = chance.choice(PROVINCES).name.replace("–", "-")
    sex = chance.choice(("Nam / M", "Nam", "M / Nam") if person.sex == "Nam" else ("Nữ / F", "Nữ", "F / Nữ"))
    nationality = chance.choice(("VIỆT NAM / VIETNAMESE", "Việt Nam", "VIỆT NAM"))
    place = chance.choice(("Cục Quản lý xuất nhập cảnh", "Cục QLXNC", "Immigration Department"))
    kind_row = (
        Item("Loại", "Type", "P"),
        Item("Mã số", "Code", "VNM"),
        Item("Số hộ chiếu", chance.choice(("Passport N°", "Passport No.")), number, "passport_number"),
    )
    names = Item("Họ và tên", "Full name", person.name, "name")
    dob, pob = (
        Item("Ngày sinh", "Date of birth", printed(chance, person.dob), "dob", truth=dmy(person.dob)),
        Item("Nơi sinh", "Place of birth", born, "pob"),
    )
    sexes = Item("Giới tính", "Sex", sex, "sex", truth=person.sex)
    nation = Item("Quốc tịch", "Nationality", nationality, "nationality", truth="Việt Nam")
    card = Item(
        *chance.choice((("Số GCMND", "ID card N°"), ("Số CCCD", "ID card No."), ("Số ĐDCN", "Personal No."))),
        person.number,
        "id_number",
    )
    doi, doe = (
        Item("Ngày cấp", "Date of issue", dmy(issued), "doi"),
        Item("Có giá trị đến", "Date of expiry", dmy(expires), "doe"),
    )
    where = Item("Nơi cấp", "Place of issue", place)
    rows: list[tuple[Item, ...]] = [kind_row, (names,)]
    rows += chance.choice(
        (
            [(nation,), (dob, pob), (sexes, card), (doi, doe), (where,)],
            [(nation, sexes), (dob, pob), (card,), (doi,), (doe,), (where,)],
            [(dob, sexes), (nation,), (pob,), (card, doi), (doe,), (where,)],
        )
    )
    width, height = _WIDE - left - 4, _TALL - 14 - 20
    form = legible(
        sheet, face, rows, width, height, style=lambda: a_style(split, chance, english=english), smallest_mm=2.5
    )
    form.lay(rows, left, 14, width=width, height=height, size_mm=chance.uniform(2.8, 3.4))
    _zone(
        sheet,
        split,
        chance,
        mrz.td3(
            number=number,
            personal=person.number,
            full_name=person.name,
            dob=person.dob,
            sex=person.sex,
            expires=expires,
        ),
    )
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen(
        "passport",
        sheet.picture,
        sheet.fields,
        boxes,
        sheet.px_per_mm,
        form.size_mm * 0.5,
        corner_mm=2.5,
        layout=form.style.name,
        tags=frozenset({"screen"}),
    )


def _zone(sheet: Sheet, split: Split, chance: Random, lines: str) -> None:
    file = fonts.machine(split, chance).file()
    size = 4.0 * 113 / sheet.width_of("<" * 44, file, 4.0)
    for number, line in enumerate(lines.split("\n")):
        sheet.text(line, _WIDE / 2, _TALL - 11.5 + number * 6.3, file=file, size_mm=size, anchor="m", field="mrz")
    sheet.fields["mrz"] = lines
