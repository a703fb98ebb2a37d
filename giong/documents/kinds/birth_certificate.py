"""The birth certificate (giấy khai sinh): the child, its mother, its father, and where it was registered.

The same labels ("Năm sinh", "Dân tộc", "Nơi cư trú") stand under each person, so the sheet is cut into one part for
each of them before labels are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import printed
from giong.documents.finding.labels import Label, find
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.proving import cccd_number, date_order
from giong.documents.values import day_in_words, shaped
from giong.vision.page import Block, Page

_TITLES = ("Giấy khai sinh", "Giấy khai sinh (bản sao)", "Birth certificate")


def _worded(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2 and not shaped.has_digits(text, 4)


def _dated(text: str) -> bool:
    return shaped.date(text) is not None


_MOTHER = Label(
    "mother_name",
    ("Họ, chữ đệm, tên người mẹ", "Họ và tên mẹ", "Họ và tên người mẹ", "Họ, chữ đệm, tên mẹ", "Mother's full name"),
    accepts=_worded,
)
_FATHER = Label(
    "father_name",
    (
        "Họ, chữ đệm, tên người cha",
        "Họ và tên cha",
        "Họ và tên người cha",
        "Họ, chữ đệm, tên cha",
        "Father's full name",
    ),
    accepts=_worded,
)
_DECLARANT = Label(
    "",
    (
        "Họ, chữ đệm, tên người đi khai sinh",
        "Họ và tên người đi khai sinh",
        "Người đi khai sinh",
        "Người đi đăng ký khai sinh",
    ),
)
_NAME = Label(
    "name",
    ("Họ, chữ đệm, tên", "Họ và tên", "Họ, chữ đệm và tên", "Họ, chữ đệm, tên khai sinh", "Full name"),
    accepts=_worded,
)
_DOB = Label("dob", ("Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày", "Date of birth"), lines=2, accepts=_dated)
_WORDS = Label(
    "dob_words",
    ("Ghi bằng chữ", "Bằng chữ", "In words"),
    lines=2,
    accepts=lambda text: sum(map(str.isalpha, text)) >= 8,
)
_SEX = Label("sex", ("Giới tính", "Sex"), accepts=card.SEX.accepts)
_ETHNICITY = Label("ethnicity", ("Dân tộc", "Ethnicity"), accepts=_worded)
_NATIONALITY = Label("nationality", ("Quốc tịch", "Nationality"), accepts=_worded)
_POB = Label("pob", ("Nơi sinh", "Place of birth"), lines=2, accepts=lambda text: sum(map(str.isalpha, text)) >= 2)
_HOME = Label("home", ("Quê quán", "Place of origin"), lines=2, accepts=lambda text: sum(map(str.isalpha, text)) >= 2)
_ID = Label(
    "id",
    ("Số định danh cá nhân", "Personal identification number", "Số ĐDCN"),
    accepts=lambda text: shaped.digits(text, (12,)) is not None,
)
_NUMBER = Label("number", ("Số", "No"), accepts=lambda text: _number(text) is not None)
_YEAR = Label(
    "year", ("Năm sinh", "Ngày, tháng, năm sinh", "Year of birth"), accepts=lambda text: _year(text) is not None
)
_ABODE = Label("", ("Nơi cư trú", "Nơi thường trú", "Residence"))
_PLACE = Label(
    "registration_place",
    ("Nơi đăng ký khai sinh", "Nơi đăng ký", "Place of registration"),
    lines=2,
    accepts=lambda text: sum(map(str.isalpha, text)) >= 4,
)
_DATE = Label(
    "registration_date",
    ("Ngày, tháng, năm đăng ký", "Ngày đăng ký", "Date of registration"),
    accepts=_dated,
)
_ENDS = (
    _ABODE,
    Label("", ("Giấy tờ tùy thân", "Ghi chú", "Người ký giấy khai sinh", "Người ký", "Công chức tư pháp - hộ tịch")),
    Label("", ("Chủ tịch", "Phó chủ tịch", *_TITLES)),
    card.STATE,
)
_CHILD = (_NAME, _DOB, _WORDS, _SEX, _ETHNICITY, _NATIONALITY, _POB, _HOME, _ID, _NUMBER, *_ENDS)
_PARENT = (_YEAR, _ETHNICITY, _NATIONALITY, *_ENDS)
_OFFICE = (_PLACE, _DATE, _DECLARANT, *_ENDS)
_EVIDENCE = (_MOTHER, _FATHER, _NAME, _DOB, _PLACE)


class BirthCertificate:
    """A4 or A5 with a frame; the day of birth in figures and in words."""

    name = "birth_certificate"
    vi = "Giấy khai sinh"
    en = "Birth certificate"
    shape = Shape.SHEET
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("number", "Số", "Number", "text", required=False),
        FieldSpec("name", "Họ, chữ đệm, tên", "Full name", "name"),
        FieldSpec("dob", "Ngày, tháng, năm sinh", "Date of birth", "date"),
        FieldSpec("sex", "Giới tính", "Sex", "sex"),
        FieldSpec("ethnicity", "Dân tộc", "Ethnicity", "text", required=False),
        FieldSpec("nationality", "Quốc tịch", "Nationality", "nation", required=False),
        FieldSpec("pob", "Nơi sinh", "Place of birth", "place"),
        FieldSpec("home", "Quê quán", "Place of origin", "place", required=False),
        FieldSpec("id", "Số định danh cá nhân", "Personal number", "id", required=False),
        FieldSpec("mother_name", "Họ tên mẹ", "Mother's name", "name", required=False),
        FieldSpec("mother_year", "Năm sinh của mẹ", "Mother's year of birth", "text", required=False),
        FieldSpec("father_name", "Họ tên cha", "Father's name", "name", required=False),
        FieldSpec("father_year", "Năm sinh của cha", "Father's year of birth", "text", required=False),
        FieldSpec("registration_place", "Nơi đăng ký khai sinh", "Registered at", "text"),
        FieldSpec("registration_date", "Ngày đăng ký", "Registered on", "date"),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        return min(1.0, 0.55 * card.titled(page, _TITLES) + 0.5 * card.share_found(page, _EVIDENCE))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = dict(printed.candidates(_only(paper, "child"), _CHILD, self.fields))
        for person, label in (("mother", _MOTHER), ("father", _FATHER)):
            part = printed.candidates(_only(paper, person), (label, *_PARENT), self.fields)
            found[f"{person}_name"] = part.get(f"{person}_name", [])
            found[f"{person}_year"] = _formed(part.get("year", ()), _year)
        found |= printed.candidates(_only(paper, "office"), _OFFICE, self.fields)
        found["number"] = _formed(found.get("number", ()), _number)
        _words_weighed(found)
        return printed.ordered({name: several for name, several in found.items() if several})

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks = date_order.order(fields, ("dob", "registration_date"))
        dob, sex = fields.get("dob"), fields.get("sex")
        if (number := fields.get("id")) is not None:
            checks += cccd_number.checks(
                number.value, dob=dob.value if dob else "", sex_printed=sex.value if sex else ""
            )
        said = [day for page in _only(paper, "child").pages if (day := _said(page)) is not None]
        if dob is not None and said:
            checks.append(_agreement(same=dob.value == said[0]))
        return checks


# ── parts of the sheet ──

_CLEAR = 0.8
"""A label that is misread more begins no part: the title is much like "người đi khai sinh"."""

_PARTS = (("mother", _MOTHER), ("father", _FATHER), ("office", _DECLARANT), ("office", _PLACE))


def _only(paper: Paper, part: str) -> Paper:
    """The paper with the lines of one part alone: "child", "mother", "father", "office"."""
    return replace(paper, pages=tuple(_cut(page, part) for page in paper.pages))


def _cut(page: Page, part: str) -> Page:
    """Lines from where the part begins to where the next one does."""
    starts = _starts(page)
    if part not in starts:
        return replace(page, blocks=())
    top = starts[part]
    bottom = min((start for start in starts.values() if start > top), default=float(page.height_px))
    lines = tuple(line for line in page.lines if top <= line.box.middle[1] < bottom)
    return replace(page, blocks=(Block(lines),))


def _starts(page: Page) -> dict[str, float]:
    """How far down each part begins: at the best hit of its label."""
    hits = find(page, tuple(label for _, label in _PARTS))
    starts = {"child": 0.0}
    for name, label in _PARTS:
        own = [hit for hit in hits if hit.label is label and hit.score >= _CLEAR]
        if own:
            box = max(own, key=lambda hit: hit.score).box
            top = box.top - 0.3 * box.height_px
            starts[name] = min(starts.get(name, top), top)
    return starts


# ── forms ──

_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERS = re.compile(r"(?<![\w/])\d{1,5}(?:\s?/\s?(?:\d{4}|[A-ZĐ-]{2,})){0,2}(?![\w/])")


def _year(text: str) -> str | None:
    match = _YEARS.search(text)
    return match[0] if match else None


def _number(text: str) -> str | None:
    """ "123/2020", "45"."""
    match = _NUMBERS.search(text)
    return match[0].replace(" ", "") if match else None


def _formed(several: Sequence[Candidate], form: Callable[[str], str | None]) -> list[Candidate]:
    return [replace(candidate, value=value) for candidate in several if (value := form(candidate.value)) is not None]


# ── the day in words ──


def _said(page: Page) -> str | None:
    return day_in_words.value(" ".join(line.text for line in page.lines))


def _words_weighed(found: dict[str, list[Candidate]]) -> None:
    """What the words say of the day of birth is another witness for it."""
    for candidate in found.pop("dob_words", ()):
        value = day_in_words.value(candidate.value)
        if value is not None:
            found.setdefault("dob", []).append(replace(candidate, value=value))


def _agreement(*, same: bool) -> Check:
    return Check(
        "dob.in_words",
        Verdict.PASSED if same else Verdict.FAILED,
        ("dob",),
        "Ngày sinh bằng số khớp với bằng chữ." if same else "Ngày sinh bằng số không khớp với bằng chữ.",
        "The day in figures agrees with the words." if same else "The day in figures contradicts the words.",
    )
