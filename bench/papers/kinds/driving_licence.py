"""Driving licences on PET cards: of the transport offices until 2025, of the police since."""

from __future__ import annotations

from datetime import date
from random import Random

from bench.papers import fonts, ornament
from bench.papers.fonts import Face
from bench.papers.form import Item, a_style, legible
from bench.papers.kinds import card
from bench.papers.kinds.card import MOTTOS, STATE, TALL, WIDE
from bench.papers.people import a_person, dmy, printed
from bench.papers.sheet import Colour, Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.provinces import PROVINCES

_GROUNDS: dict[Split, tuple[tuple[Colour, Colour], ...]] = {
    Split.TUNE: (((250, 236, 196), (252, 244, 220)), ((248, 228, 206), (244, 240, 214))),
    Split.REPORT: (((252, 240, 180), (246, 232, 214)), ((244, 236, 222), (252, 242, 200))),
}
_FOREVER = ("A1", "A", "A2", "A3", "B1")
_CLASSES = ("A1", "A2", "B1", "B2", "C", "D", "E", "FC", "B", "C1", "D1", "D2", "CE", "A")
_RED: Colour = (196, 24, 34)


def front(split: Split, chance: Random) -> Specimen:
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = card.blank(split, chance, _GROUNDS[split])
    police = chance.random() < 0.35
    english = chance.random() < 0.85
    top = _heading(sheet, chance, face, police=police, english=english)
    photo = (chance.uniform(18, 21), chance.uniform(24, 27))
    left = chance.uniform(3, 4.5)
    photo_top = chance.uniform(max(top - 2, 16), 20)
    sheet.paste(ornament.portrait(chance, sheet.px(photo[0]), sheet.px(photo[1])), left, photo_top)
    grade = chance.choice(_CLASSES)
    issued = person.issued
    years = 10 if grade in ("B2", "B") else 5
    expiry = (
        "Không thời hạn" if grade in _FOREVER else dmy(date(issued.year + years, issued.month, min(issued.day, 28)))
    )
    place = chance.choice(PROVINCES).name.replace("–", "-")
    number = Item(chance.choice(("Số", "Số GPLX")), "No.", person.number, "id", 1.15, above=False)
    rows: list[tuple[Item, ...]] = [
        (number,),
        (Item(*chance.choice((("Họ tên", "Full name"), ("Họ và tên", "Full name"))), person.name, "name"),),
        (Item("Ngày sinh", "Date of birth", printed(chance, person.dob), "dob", truth=dmy(person.dob)),),
        (Item("Quốc tịch", "Nationality", chance.choice(("VIỆT NAM", "Việt Nam")), "nation"),),
        (Item("Nơi cư trú", "Address", person.residence.text, "address"),),
    ]
    spelled = chance.random() < 0.7
    if not spelled:
        rows += [
            (
                Item("Nơi cấp", "Place of issue", place, "place_issue"),
                Item("Ngày cấp", "Date of issue", dmy(issued), "date"),
            )
        ]
    text_left = left + photo[0] + chance.uniform(2, 3.5)
    width = WIDE - text_left - 2.5
    foot = 15 if spelled else 6
    form = legible(sheet, face, rows, width, TALL - top - foot, style=lambda: a_style(split, chance, english=english))
    y = form.lay(rows, text_left, top, width=width, height=TALL - top - foot, size_mm=chance.uniform(2.3, 2.7))
    if spelled:
        _issued(
            sheet, chance, face, place, issued, x=text_left + width * 0.55, y=max(y + 2.2, TALL - 14), english=english
        )
    _class(sheet, chance, face, grade, expiry, x=left, y=photo_top + photo[1] + 3, width=photo[0], english=english)
    return card.specimen("driving_licence", sheet, form, f"{'police' if police else 'mot'}-{form.style.name}")


def _heading(sheet: Sheet, chance: Random, face: Face, *, police: bool, english: bool) -> float:
    bold = face.file(bold=True)
    office, second = ("BỘ CÔNG AN", "MPS") if police else ("BỘ GTVT", "MOT")
    sheet.text(office, 13, 4.6, file=bold, size_mm=2.4, colour=_RED, anchor="m")
    if english:
        sheet.text(second, 13, 7.2, file=bold, size_mm=2.1, colour=_RED, anchor="m")
    middle, size = 54.0, chance.uniform(2.0, 2.4)
    while sheet.width_of(STATE, bold, size) > 58:
        size *= 0.97
    sheet.text(STATE, middle, 4.4, file=bold, size_mm=size, anchor="m")
    sheet.text(chance.choice(MOTTOS), middle, 4.4 + size * 1.15, file=bold, size_mm=size * 0.9, anchor="m")
    large = chance.uniform(3.2, 3.8)
    y = 4.4 + size * 1.15 + large * 1.25
    title = (
        chance.choice(("GIẤY PHÉP LÁI XE / DRIVER'S LICENSE", "GIẤY PHÉP LÁI XE/DRIVER'S LICENSE"))
        if english
        else "GIẤY PHÉP LÁI XE"
    )
    while sheet.width_of(title, bold, large) > 58:
        large *= 0.97
    sheet.text(title, middle, y, file=bold, size_mm=large, colour=_RED, anchor="m")
    return y + 1.0


def _issued(
    sheet: Sheet, chance: Random, face: Face, place: str, issued: date, *, x: float, y: float, english: bool
) -> None:
    """Place and date in words over the signature of whoever issued it."""
    size = chance.uniform(1.9, 2.2)
    italic = face.file(italic=True)
    day, month = f"{issued.day:02}", f"{issued.month:02}"
    words = ("ngày/date", "tháng/month", "năm/year") if english and chance.random() < 0.7 else ("ngày", "tháng", "năm")
    rest = f", {words[0]} {day} {words[1]} {month} {words[2]} {issued.year}"
    while sheet.width_of(place + rest, italic, size) > 50:
        size *= 0.97
    left = (
        min(x, WIDE - 2 - sheet.width_of(place + rest, italic, size) / 2)
        - sheet.width_of(place + rest, italic, size) / 2
    )
    width = sheet.text(place, left, y, file=italic, size_mm=size, field="place_issue")
    sheet.text(rest, left + width, y, file=italic, size_mm=size, field="date")
    sheet.fields |= {"place_issue": place, "date": dmy(issued)}
    title = chance.choice(("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"))
    sheet.text(title, x, y + size * 1.3, file=face.file(bold=True), size_mm=size, anchor="m")
    ornament.signature(sheet, chance, x - 8, y + size * 2.6, width_mm=16)


def _class(
    sheet: Sheet,
    chance: Random,
    face: Face,
    grade: str,
    expiry: str,
    *,
    x: float,
    y: float,
    width: float,
    english: bool,
) -> None:
    """Class and expiry, under the portrait."""
    size = chance.uniform(2.1, 2.5)
    label = "Hạng/Class:" if english else "Hạng:"
    wide = sheet.text(label, x, y, file=face.file(), size_mm=size)
    sheet.text(grade, x + wide + 0.8, y, file=face.file(bold=True), size_mm=size * 1.15, colour=_RED, field="class")
    y += size * 1.25
    small = size * 0.85
    for label in ("Có giá trị đến/Expires:", "Có giá trị đến:") if english else ("Có giá trị đến:",):
        if sheet.width_of(f"{label} {expiry}", face.file(), small) <= width + 5 or label == "Có giá trị đến:":
            break
    while sheet.width_of(f"{label} {expiry}", face.file(), small) > width + 5:
        small *= 0.97
        if small < 1.5:
            break
    wide = sheet.text(label, x, y, file=face.file(), size_mm=small)
    if x + wide + sheet.width_of(expiry, face.file(), small) > x + width + 6:
        y, wide = y + small * 1.15, -0.8
    sheet.text(expiry, x + wide + 0.8, y, file=face.file(), size_mm=small, field="doe")
    sheet.fields |= {"class": grade, "doe": expiry}
