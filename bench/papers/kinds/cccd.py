"""Citizens' cards, both sides: the bar-code card of 2016, the chip card of 2021, the card of 2024."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image

from bench.papers import fonts, mrz, ornament
from bench.papers.fonts import Face
from bench.papers.form import Form, Item, Style, a_style, legible
from bench.papers.kinds import card
from bench.papers.kinds.card import STATE, TALL, WIDE
from bench.papers.people import Person, a_name, a_person, dmy, printed
from bench.papers.sheet import INK, Colour, Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split

_GENERATIONS = ("2016", "2021", "2021", "2021", "2024", "2024")
_RED: Colour = (200, 30, 36)

_GROUNDS: dict[Split, dict[str, tuple[tuple[Colour, Colour], ...]]] = {
    Split.TUNE: {
        "2016": (((226, 238, 228), (240, 236, 220)), ((214, 232, 236), (232, 240, 228))),
        "2021": (((220, 236, 240), (238, 232, 216)), ((206, 228, 238), (226, 236, 222))),
        "2024": (((236, 226, 214), (214, 230, 240)), ((222, 236, 226), (240, 240, 226))),
    },
    Split.REPORT: {
        "2016": (((232, 240, 220), (220, 232, 240)), ((240, 240, 236), (222, 236, 226))),
        "2021": (((230, 236, 222), (214, 230, 244)), ((216, 238, 232), (242, 228, 220))),
        "2024": (((228, 222, 240), (240, 236, 220)), ((244, 230, 222), (222, 238, 240))),
    },
}


def front(split: Split, chance: Random) -> Specimen:
    generation = chance.choice(_GENERATIONS)
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = card.blank(split, chance, _GROUNDS[split][generation])
    english = generation != "2016" and chance.random() < 0.85
    colour = chance.choice((INK, INK, (60, 60, 66), (40, 70, 120), (20, 90, 70)))
    top = _heading(sheet, chance, face, generation, english=english)
    right = chance.random() < 0.12
    photo = (chance.uniform(18, 22), chance.uniform(24, 29))
    photo_left = WIDE - photo[0] - 3.5 if right else chance.uniform(3, 5)
    photo_top = chance.uniform(max(top, 18), TALL - photo[1] - 7.5)
    picture = ornament.portrait(chance, sheet.px(photo[0]), sheet.px(photo[1]))
    sheet.paste(picture, photo_left, photo_top)
    if generation == "2021":
        _code(sheet, chance, person, x=WIDE - 14.5)
    elif generation == "2024" and chance.random() < 0.35:
        ornament.chip(sheet, WIDE - 15, 1.6)
    left = 4.0 if right else photo_left + photo[0] + chance.uniform(2.5, 4.5)
    width = (photo_left if right else WIDE - 2.5) - left - 1
    rows, height = _front_rows(person, generation, chance), TALL - top - 2.5
    form = legible(
        sheet, face, rows, width, height, style=lambda: a_style(split, chance, english=english, label_colour=colour)
    )
    style = form.style
    form.lay(rows, left, top + 1, width=width, height=height, size_mm=chance.uniform(2.5, 3.1))
    if generation != "2024":
        _expiry(
            sheet,
            chance,
            face,
            person,
            style,
            x=photo_left,
            y=photo_top + photo[1] + 2.4,
            english=english,
            width=photo[0] + 1.5,
        )
    return card.specimen("cccd_front", sheet, form, f"{generation}-{style.name}")


def _heading(sheet: Sheet, chance: Random, face: Face, generation: str, *, english: bool) -> float:
    """State, motto and title; says below which height there is room."""
    middle = WIDE / 2 + chance.choice((0, 1, 2))
    size = chance.uniform(2.1, 2.7)
    while sheet.width_of(STATE, face.file(bold=True), size) > 52:
        size *= 0.97
    ornament.emblem(sheet, 9, 8.5, chance.uniform(9, 12), colour=_RED, star=(238, 205, 60))
    bold, plain = face.file(bold=True), face.file()
    y = 4.2
    sheet.text(STATE, middle, y, file=bold, size_mm=size, anchor="m")
    y += size * 1.2
    motto = chance.choice(("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"))
    sheet.text(motto, middle, y, file=bold, size_mm=size * 0.92, anchor="m")
    if english and chance.random() < 0.75:
        y += size
        small = size * 0.75
        sheet.text("SOCIALIST REPUBLIC OF VIET NAM", middle, y, file=plain, size_mm=small, anchor="m")
        y += small * 1.1
        sheet.text("Independence - Freedom - Happiness", middle, y, file=plain, size_mm=small, anchor="m")
    title = "CĂN CƯỚC" if generation == "2024" else "CĂN CƯỚC CÔNG DÂN"
    large = chance.uniform(3.2, 4.2)
    y += large * 1.25
    red = chance.choice((_RED, (180, 20, 40), (28, 28, 32)))
    sheet.text(title, middle, y, file=bold, size_mm=large, colour=red, anchor="m")
    if english:
        y += large * 0.62
        second = "IDENTITY CARD" if generation == "2024" else "Citizen Identity Card"
        sheet.text(second, middle, y, file=plain, size_mm=large * 0.55, colour=red, anchor="m")
    return y + 0.6


def _front_rows(person: Person, generation: str, chance: Random) -> list[tuple[Item, ...]]:
    new = generation == "2024"
    number = (
        Item(
            *chance.choice(
                (("Số định danh cá nhân", "Personal identification number"), ("Số định danh cá nhân", "ID number"))
            ),
            person.number,
            "id",
            1.15,
        )
        if new
        else Item(
            chance.choice(("Số", "Số", "Số CCCD")),
            chance.choice(("No.", "No")),
            person.number,
            "id",
            chance.choice((1.2, 1.4, 1.5)),
            above=False,
        )
    )
    names = Item(
        *chance.choice((("Họ, chữ đệm và tên khai sinh", "Full name"), ("Họ và tên", "Full name")))
        if new
        else ("Họ và tên", "Full name"),
        person.name,
        "name",
        chance.choice((1.0, 1.1, 1.2)),
    )
    dob = Item(
        *(
            ("Ngày, tháng, năm sinh", "Date of birth")
            if new or chance.random() < 0.3
            else ("Ngày sinh", "Date of birth")
        ),
        printed(chance, person.dob),
        "dob",
        truth=dmy(person.dob),
    )
    sex = Item("Giới tính", "Sex", person.sex, "sex")
    nationality = Item("Quốc tịch", "Nationality", chance.choice(("Việt Nam",) * 3 + ("VIỆT NAM",)), "nationality")
    middle: list[tuple[Item, ...]] = (
        [(dob,), (sex, nationality)] if chance.random() < 0.7 else [(dob, sex), (nationality,)]
    )
    rows: list[tuple[Item, ...]] = [(number,), (names,), *middle]
    if not new:
        home = ("Quê quán", "Place of origin")
        address = chance.choice(
            (
                ("Nơi thường trú", "Place of residence"),
                ("Nơi thường trú", "Place of residence"),
                ("Nơi cư trú", "Place of residence"),
            )
        )
        residence = person.residence.text.upper() if chance.random() < 0.08 else person.residence.text
        rows += [(Item(*home, person.origin.text, "home"),), (Item(*address, residence, "address"),)]
    return rows


def _expiry(
    sheet: Sheet,
    chance: Random,
    face: Face,
    person: Person,
    style: Style,
    *,
    x: float,
    y: float,
    english: bool,
    width: float,
) -> None:
    """Under the portrait and no wider than that, in one line, two or three."""
    file = face.file()
    size = chance.uniform(1.6, 2.0)
    label = chance.choice(("Có giá trị đến:", "Có giá trị đến", "Ngày hết hạn:"))
    labels = [label, "Date of expiry:"] if english and chance.random() < 0.7 else [label]
    last = labels[-1]
    beside = sheet.width_of(f"{last} {person.expiry}", file, size) <= width
    y = min(y, TALL - 1.2 - size * 1.08 * (len(labels) - 1 + (not beside)))
    for label in labels:
        wide = sheet.text(label, x, y, file=file, size_mm=size, colour=style.label_colour)
        y += size * 1.08
    at = (x + wide + 0.6, y - size * 1.08) if beside else (x, y)
    sheet.text(person.expiry, *at, file=file, size_mm=size, field="doe")
    sheet.fields["doe"] = person.expiry


def _code(sheet: Sheet, chance: Random, person: Person, *, x: float) -> None:
    if chance.random() < 0.2:
        return
    address = person.residence.text
    fields = (
        person.number,
        chance.choice((person.old_number, "")),
        person.name,
        person.dob.strftime("%d%m%Y"),
        person.sex,
        address,
        person.issued.strftime("%d%m%Y"),
    )
    size = chance.uniform(11, 13)
    picture = ornament.code("|".join(fields), sheet.px(size))
    sheet.paste(picture, x, chance.uniform(1.5, 4))


def back(split: Split, chance: Random) -> Specimen:
    generation = chance.choice(_GENERATIONS)
    person = a_person(split, chance)
    face = fonts.sans(split, chance)
    sheet = card.blank(split, chance, _GROUNDS[split][generation])
    english = generation != "2016" and chance.random() < 0.85
    style = a_style(split, chance, english=english)
    form = Form(sheet, face, style)
    drawers: dict[str, Callable[..., None]] = {"2016": _back_2016, "2021": _back_2021, "2024": _back_2024}
    drawers[generation](sheet, form, person, split, chance, face)
    return card.specimen("cccd_back", sheet, form, f"{generation}-{style.name}")


def _zone(sheet: Sheet, split: Split, chance: Random, person: Person) -> None:
    """Three lines at the foot of the card."""
    lines = mrz.td1(
        number=person.number,
        full_name=person.name,
        dob=person.dob,
        sex=person.sex,
        expires=person.expires,
        joined=chance.random() < 0.2,
    )
    file = fonts.machine(split, chance).file()
    size = 4.0
    size *= 78 / sheet.width_of("<" * 30, file, size)
    y = TALL - 3.2 - 2 * size * 1.2
    for line in lines.split("\n"):
        sheet.text(line, WIDE / 2, y, file=file, size_mm=size, anchor="m", field="mrz")
        y += size * 1.2
    sheet.fields["mrz"] = lines


_TITLES = {
    "2016": (
        "CỤC TRƯỞNG CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ",
        "CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ",
    ),
    "2021": (
        "CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
        "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
    ),
}


def _office(sheet: Sheet, chance: Random, face: Face, generation: str, *, x: float, y: float, width: float) -> float:
    """The title of who issued the card, centred, as it stands."""
    title = chance.choice(_TITLES[generation])
    size = chance.uniform(1.8, 2.2)
    bold = face.file(bold=True)
    for line in sheet.wrapped(title, bold, size, first_mm=width, width_mm=width):
        sheet.text(line, x, y, file=bold, size_mm=size, anchor="m", field="issue_loc")
        y += size * 1.2
    sheet.fields["issue_loc"] = title
    return y


def _prints(sheet: Sheet, chance: Random, face: Face, *, x: float, y: float, size: float, english: bool) -> None:
    for number, (label, second) in enumerate(
        (("Ngón trỏ trái", "Left index finger"), ("Ngón trỏ phải", "Right index finger"))
    ):
        left = x + number * (size + 3)
        sheet.paste(ornament.finger_print(chance, sheet.px(size), sheet.px(size * 1.15)), left, y)
        below = y + size * 1.15 + 1.8
        sheet.text(label, left + size / 2, below, file=face.file(), size_mm=1.4, anchor="m")
        if english:
            sheet.text(second, left + size / 2, below + 1.5, file=face.file(italic=True), size_mm=1.2, anchor="m")


def _back_2021(sheet: Sheet, form: Form, person: Person, split: Split, chance: Random, face: Face) -> None:
    english = form.style.english != "no"
    features = chance.choice(
        (("Đặc điểm nhân dạng", "Personal identification"), ("Đặc điểm nhận dạng", "Personal identification"))
    )
    y = form.lay([(Item(*features, person.features, "features"),)], 4, 3, width=WIDE - 10, height=10)
    date_label = chance.choice((("Ngày, tháng, năm", "Date, month, year"), ("Ngày, tháng, năm cấp", "Date of issue")))
    y = form.lay(
        [(Item(*date_label, printed(chance, person.issued), "issue_date", truth=dmy(person.issued)),)],
        4,
        y,
        width=WIDE - 30,
        height=8,
    )
    y_date = y
    right = chance.random() < 0.6
    x = WIDE * (0.72 if right else 0.3)
    y = _office(sheet, chance, face, "2021", x=x, y=max(y + 1.5, 15), width=40)
    ornament.signature(sheet, chance, x - 8, y + 3, width_mm=16)
    signer = a_name(split, chance, "Nam")
    sheet.text(signer, x, min(y + 8.5, TALL - 18), file=face.file(bold=True), size_mm=2.0, anchor="m")
    _prints(sheet, chance, face, x=4 if right else 52, y=max(y_date + 0.5, 15), size=9.5, english=english)
    if chance.random() < 0.7:
        ornament.chip(sheet, 31 if right else 40, 24)
    _zone(sheet, split, chance, person)


def _back_2016(sheet: Sheet, form: Form, person: Person, split: Split, chance: Random, face: Face) -> None:
    label = chance.choice(("Đặc điểm nhận dạng", "Đặc điểm nhân dạng"))
    y = form.lay([(Item(label, "", person.features, "features"),)], 28, 4, width=WIDE - 34, height=12)
    spelled = f"Ngày {person.issued.day:02} tháng {person.issued.month:02} năm {person.issued.year}"
    size = chance.uniform(2.1, 2.5)
    y = max(y + 3, 17)
    sheet.text(
        spelled, 57, y, file=face.file(italic=chance.random() < 0.5), size_mm=size, anchor="m", field="issue_date"
    )
    sheet.fields["issue_date"] = dmy(person.issued)
    y = _office(sheet, chance, face, "2016", x=57, y=y + 4, width=46)
    ornament.signature(sheet, chance, 48, y + 5, width_mm=18)
    sheet.text(a_name(split, chance, "Nam"), 57, y + 11, file=face.file(bold=True), size_mm=2.2, anchor="m")
    for number, words in enumerate(("Ngón trỏ trái", "Ngón trỏ phải")):
        top = 4 + number * 21
        sheet.paste(ornament.finger_print(chance, sheet.px(15), sheet.px(17)), 6, top)
        sheet.text(words, 13.5, top + 19.2, file=face.file(), size_mm=1.7, anchor="m")
    bars = ornament.code(person.number, sheet.px(44), format="Code128")
    sheet.paste(bars.resize((sheet.px(44), sheet.px(6)), Image.Resampling.NEAREST), 34, TALL - 8)


def _back_2024(sheet: Sheet, form: Form, person: Person, split: Split, chance: Random, face: Face) -> None:
    address = chance.choice((("Nơi cư trú", "Place of residence"), ("Nơi thường trú", "Place of residence")))
    rows: list[tuple[Item, ...]] = [
        (Item(*address, person.residence.text, "address"),),
        (Item("Nơi đăng ký khai sinh", "Place of birth", person.origin.text, "birth_place"),),
    ]
    y = form.lay(rows, 4, 2.6, width=WIDE - 24, height=16, size_mm=2.4)
    date_rows: list[tuple[Item, ...]] = [
        (Item("Ngày, tháng, năm cấp", "Date of issue", dmy(person.issued), "issue_date", above=False),),
        (Item("Ngày, tháng, năm hết hạn", "Date of expiry", person.expiry, "doe", above=False),),
    ]
    y = form.lay(date_rows, 22, max(y, 19), width=WIDE - 44, height=10, size_mm=2.2)
    office, second = "BỘ CÔNG AN", "MINISTRY OF PUBLIC SECURITY"
    size = chance.uniform(2.0, 2.6)
    x = chance.choice((45, 52, 66))
    y = max(y + 1, 30)
    sheet.text(office, x, y, file=face.file(bold=True), size_mm=size, anchor="m", field="issue_loc")
    sheet.fields["issue_loc"] = office
    if form.style.english != "no":
        sheet.text(second, x, y + size * 0.9, file=face.file(), size_mm=size * 0.7, anchor="m")
    ornament.chip(sheet, 5, 22)
    parts = (
        person.number,
        "",
        person.name,
        person.dob.strftime("%d%m%Y"),
        person.sex,
        person.residence.text,
        person.issued.strftime("%d%m%Y"),
    )
    if chance.random() < 0.85:
        sheet.paste(ornament.code("|".join(parts), sheet.px(14)), WIDE - 17, 3)
    _zone(sheet, split, chance, person)
