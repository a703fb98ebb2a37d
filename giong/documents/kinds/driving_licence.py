"""The driving licence: the plastic card in two languages (since 2012) and the one of the police (since 2025)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import place_and_day, printed
from giong.documents.finding.labels import Label
from giong.documents.finding.place_and_day import issued
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.proving import date_order, lifetimes
from giong.documents.values import shaped
from giong.documents.values.licence_classes import CLASSES
from giong.documents.values.licence_classes import find as find_classes
from giong.text.identity import citizen
from giong.text.provinces import BY_NUMBER
from giong.text.unicode import fold

_TITLES = ("Giấy phép lái xe", "Driver's license", "Driving licence", "Giấy phép lái xe / Driver's license")
_LONG_NUMBER = re.compile(r"[^\w]*(?:[\dOoQDIl|SsBZz][\s.]?){9,}")


def _is_number(text: str) -> bool:
    """Whether a long number begins here, and not the number of a house."""
    match = _LONG_NUMBER.match(text)
    return match is not None and sum(map(str.isdigit, match[0])) >= 6


_ID = Label("id", ("Số / No", "Số GPLX", "License No", "Số", "No"), accepts=_is_number)
_NAME = Label(
    "name",
    ("Họ tên", "Họ và tên", "Full name", "Họ tên / Full name"),
    lines=2,
    accepts=card.NAME.accepts,
    goes_on=card.NAME.goes_on,
)
_DOB = replace(card.DOB, wordings=("Ngày sinh", "Ngày, tháng, năm sinh", "Date of birth"))
"""Without "Năm sinh", which "Nam Định" is like."""
_NATION = Label("nation", ("Quốc tịch", "Nationality"), accepts=card.NATIONALITY.accepts)
_ADDRESS = Label(
    "address",
    ("Nơi cư trú", "Nơi thường trú", "Địa chỉ", "Address", "Nơi cư trú / Address", "Place of residence"),
    lines=3,
    accepts=card.ADDRESS.accepts,
    goes_on=card.ADDRESS.goes_on,
)
_CLASS = Label(
    "class", ("Hạng", "Class", "Hạng / Class", "Hạng GPLX"), accepts=lambda text: find_classes(text) is not None
)
_DOE = Label(
    "doe",
    ("Có giá trị đến", "Expires", "Có giá trị đến / Expires", "Giá trị đến", "Ngày hết hạn", "Valid until", "Expiry"),
    accepts=lambda text: shaped.date(text) is not None,
)
_DATE = Label(
    "date", ("Ngày cấp", "Date of issue", "Ngày cấp / Issue date"), accepts=lambda text: shaped.date(text) is not None
)
_PLACE = Label("place_issue", ("Nơi cấp", "Place of issue"), accepts=lambda text: _is_place(text))
_OTHERS = (
    Label("", ("Bộ GTVT", "Bộ Giao thông vận tải", "MOT", "Bộ Công an", "MPS")),
    Label("", ("Giám đốc", "Director", "Cục trưởng", "Trưởng phòng", "TUQ. Giám đốc", "KT. Giám đốc")),
    Label("", ("Giấy phép lái xe", "Driver's license", "Driving licence")),
    Label("", ("Ngày trúng tuyển", "Beginning date", "Hạng xe được điều khiển", "Classification of motor vehicles")),
)
_LABELS = (_ID, _NAME, _DOB, _NATION, _ADDRESS, _CLASS, _DOE, _DATE, _PLACE, card.STATE, *_OTHERS)
_EVIDENCE = (_ID, _NAME, _DOB, _ADDRESS, _CLASS, _DOE)
_LEAST_AGE = 16
"""Years (Law 36/2024/QH15 art. 59)."""
_TERMS = (5, 10)
"""Years for cars and larger (Law 36/2024/QH15 art. 57); motorcycles and, for some, the age of 55 or 60 differ."""


class DrivingLicence:
    """Twelve digits, the class, until when; place and day of issue above the signature."""

    name = "driving_licence"
    vi = "Giấy phép lái xe"
    en = "Driving licence"
    shape = Shape.CARD
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("id", "Số", "Number", "id"),
        FieldSpec("name", "Họ tên", "Full name", "name"),
        FieldSpec("dob", "Ngày sinh", "Date of birth", "date"),
        FieldSpec("nation", "Quốc tịch", "Nationality", "nation"),
        FieldSpec("address", "Nơi cư trú", "Address", "address"),
        FieldSpec("place_issue", "Nơi cấp", "Place of issue", "text", required=False),
        FieldSpec("date", "Ngày cấp", "Date of issue", "date", required=False),
        FieldSpec("class", "Hạng", "Class", "classes", personal=False),
        FieldSpec("doe", "Có giá trị đến", "Date of expiry", "date"),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        title = card.titled(page, _TITLES)
        found = 0.5 * title + 0.4 * card.share_found(page, _EVIDENCE)
        return min(1.0, found + 0.1 * bool(title and place_and_day.found(page)))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        lines = {page.number: place_and_day.looked_for(paper, at) for at, page in enumerate(paper.pages)}
        rest = replace(paper, pages=tuple(place_and_day.without(page, lines[page.number]) for page in paper.pages))
        found = printed.candidates(rest, _LABELS, self.fields)
        found["id"] = [*found.get("id", ()), *card.numbers(rest, (12,))]
        for page in paper.pages:
            for name, more in issued(page, lines[page.number]):
                found.setdefault(name, []).append(_of_a_province(more) if name == "place_issue" else more)
        found = lifetimes.possible(found, birth="dob", issue="date", expiry="doe", least_age=_LEAST_AGE)
        _unlabelled_days(paper, found)
        found = lifetimes.possible(found, birth="dob", issue="date", expiry="doe", least_age=_LEAST_AGE)
        return printed.ordered({name: several for name, several in found.items() if several})

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks = date_order.order(fields, ("dob", "date", "doe"))
        checks += date_order.lasts(fields, ("date", "doe"), _TERMS, code="licence.validity")
        if "id" in fields:
            checks.append(_number_check(fields["id"].value))
        if "class" in fields:
            checks.append(_class_check(fields["class"].value))
        return checks


def _of_a_province(place: Candidate) -> Candidate:
    """Provinces issue licences: what is nearly the name of one is that."""
    value = shaped.province(place.value)
    return place if value == place.value else replace(place, value=value, likelihood=0.9 * place.likelihood)


def _is_place(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 3 and not any(map(str.isdigit, text)) and "khong thoi" not in fold(text)


def _unlabelled_days(paper: Paper, found: dict[str, list[Candidate]]) -> None:
    """Where labels were lost: of the days that are no other field's, the earliest is that of birth, the latest that of
    expiry, if it comes after the issue.
    """
    taken = {candidate.value for several in found.values() for candidate in several}
    days = [day for day in card.dates(paper) if day.value not in taken]
    if days and "dob" not in found and lifetimes.is_birth(days[0].value, least_age=_LEAST_AGE):
        found["dob"] = [days.pop(0)]
    issued_on = [day for candidate in found.get("date", ()) if (day := date_order.day(candidate.value))]
    last = date_order.day(days[-1].value) if days else None
    if last and "doe" not in found and last > max(issued_on, default=lifetimes.today()):
        found["doe"] = [days[-1]]


# ── checks ──

_PROVINCES = frozenset(number[1:] for number in BY_NUMBER)


def _number_check(number: str) -> Check:
    """The first two digits are those of the province that issued it, as in citizens' numbers without the nought; on
    newer licences it may be the citizen's own number.
    """
    right = len(number) == 12 and (number[:2] in _PROVINCES or citizen(number) is not None)
    return Check(
        "licence.number",
        Verdict.PASSED if right else Verdict.UNKNOWN,
        ("id",),
        "Số có 12 chữ số, hai số đầu là mã tỉnh." if right else "Số không có dạng 12 chữ số bắt đầu bằng mã tỉnh.",
        "Twelve digits that begin with a province." if right else "Not twelve digits that begin with a province.",
    )


def _class_check(value: str) -> Check:
    right = all(part in CLASSES for part in value.split(", "))
    return Check(
        "licence.class",
        Verdict.PASSED if right else Verdict.FAILED,
        ("class",),
        "Hạng có trong luật." if right else "Không có hạng này trong luật.",
        "The law knows this class." if right else "The law knows no such class.",
    )
