"""The data page of a Vietnamese passport: printed fields proven by the two machine-readable lines below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from giong.clock import SystemClock
from giong.documents.document import Candidate, Check, Field, Origin, Verdict
from giong.documents.finding import printed
from giong.documents.finding.labels import Label
from giong.documents.finding.segments import segments
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.mrz.finding import candidate, glimpsed, read
from giong.documents.mrz.lookalikes import UNREADABLE, taken_for
from giong.documents.mrz.proofs import State
from giong.documents.mrz.settling import named, settled, spelt, written
from giong.documents.mrz.zone import Mrz, parse
from giong.documents.proving import cccd_number, date_order
from giong.documents.values import shaped
from giong.text.unicode import fold
from giong.vision.page import Page, Word
from giong.vision.shapes import around

_TITLES = ("Hộ chiếu", "Passport", "Hộ chiếu / Passport")
_NUMBER = Label(
    "passport_number",
    ("Số hộ chiếu", "Passport No", "Passport N°", "Passport number", "Số hộ chiếu / Passport No"),
    accepts=lambda text: passport_number(text) is not None,
)
_NAME = Label(
    "name",
    ("Họ và tên", "Họ, chữ đệm và tên", "Full name", "Surname and given names"),
    lines=2,
    accepts=lambda text: sum(map(str.isalpha, text)) >= 2 and not shaped.has_digits(text, 4),
)
_SURNAME = Label("surname", ("Họ / Surname", "Surname"), accepts=_NAME.accepts)
_GIVEN = Label(
    "given",
    ("Chữ đệm và tên / Given names", "Tên đệm và tên", "Tên / Given names", "Given names"),
    accepts=_NAME.accepts,
)
_DOB = replace(card.DOB, wordings=("Ngày sinh", "Ngày, tháng, năm sinh", "Date of birth"))
"""Without "Năm sinh", which "Nam Định" is like."""
_POB = Label("pob", ("Nơi sinh", "Place of birth"), lines=2, accepts=lambda text: sum(map(str.isalpha, text)) >= 2)
_ID = Label(
    "id_number",
    (
        *("Số GCMND", "Số CMND", "Số CCCD", "Số ĐDCN", "Số định danh cá nhân", "Số căn cước công dân", "ID card No"),
        *("ID card N°", "Identity card No", "Personal No", "Personal identification number", "ID number"),
    ),
    accepts=lambda text: shaped.digits(text) is not None,
)
_DOI = Label("doi", ("Ngày cấp", "Date of issue"), accepts=lambda text: shaped.date(text) is not None)
_DOE = Label(
    "doe",
    ("Có giá trị đến", "Giá trị đến", "Ngày hết hạn", "Date of expiry", "Expiry date"),
    accepts=lambda text: shaped.date(text) is not None,
)
_OTHERS = (
    Label("", ("Nơi cấp", "Place of issue", "Cơ quan cấp", "Issuing authority", "Authority")),
    Label("", ("Loại / Type", "Type", "Mã số / Code", "Quốc gia cấp / Code", "Country code")),
    Label("", ("Chữ ký người mang hộ chiếu", "Signature of bearer", "Holder's signature")),
    Label("", ("Hộ chiếu / Passport", "Cục Quản lý xuất nhập cảnh", "Immigration department")),
)
_LABELS = (
    *(_NUMBER, _NAME, _SURNAME, _GIVEN, _DOB, card.SEX, card.NATIONALITY, _POB, _ID, _DOI, _DOE),
    *(*_OTHERS, card.STATE),
)
_EVIDENCE = (_NUMBER, _NAME, _DOB, _POB, _DOI, _DOE)
_ANYWHERE = 0.9
"""How much is believed of a name that stands somewhere on the page as the zone has it."""
_TONELESS = 0.3
"""A name without its marks is hardly ever the whole name."""
_YEARS_VALID = (10, 5)
"""For people of fourteen and older, and for children (Law 49/2019/QH14 art. 7)."""


class Passport:
    """One letter and seven or eight digits; names in capitals; TD3 below."""

    name = "passport"
    vi = "Hộ chiếu"
    en = "Passport"
    shape = Shape.BOOKLET
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("passport_number", "Số hộ chiếu", "Passport number", "text"),
        FieldSpec("name", "Họ và tên", "Full name", "name"),
        FieldSpec("dob", "Ngày sinh", "Date of birth", "date"),
        FieldSpec("pob", "Nơi sinh", "Place of birth", "place", required=False),
        FieldSpec("sex", "Giới tính", "Sex", "sex"),
        FieldSpec("nationality", "Quốc tịch", "Nationality", "nation"),
        FieldSpec("id_number", "Số GCMND/CCCD", "ID number", "id", required=False),
        FieldSpec("doi", "Ngày cấp", "Date of issue", "date"),
        FieldSpec("doe", "Có giá trị đến", "Date of expiry", "date"),
        FieldSpec("mrz", "Dòng máy đọc", "Machine-readable lines", "mrz", required=False),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        found = 0.3 * card.titled(page, _TITLES) + 0.6 * card.share_found(page, _EVIDENCE)
        zone = glimpsed(paper)
        if zone is not None and zone.name == "TD3":
            found = max(found + 0.2, 0.75)
        return min(1.0, found)

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = printed.candidates(paper, _LABELS, self.fields)
        _one_name(found)
        found["nationality"] = [_one_nation(candidate) for candidate in found.get("nationality", ())]
        _numbers(paper, found)
        _unlabelled_days(paper, found)
        zone = read(paper)
        if zone is not None and zone.name == "TD3":
            zone = _settled(zone, found)
            found["name"] = [*found.get("name", ()), *_names_of(zone, paper.pages[0])]
            found["name"] = [*found.get("name", ()), *_respelt(found.get("name", ()), zone)]
            for name, more in _coded(zone).items():
                found.setdefault(name, []).append(more)
        found.pop("surname", None)
        found.pop("given", None)
        return printed.ordered({name: several for name, several in found.items() if several})

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks = date_order.order(fields, ("dob", "doi", "doe"))
        checks += date_order.lasts(fields, ("doi", "doe"), _YEARS_VALID, code="passport.validity")
        if (number := fields.get("id_number")) is not None and len(number.value) == 12:
            dob, sex = fields.get("dob"), fields.get("sex")
            checks += _of_id(
                cccd_number.checks(number.value, dob=dob.value if dob else "", sex_printed=sex.value if sex else "")
            )
        zone = parse(fields["mrz"].value.split("\n")) if "mrz" in fields else None
        return [*checks, *_zone_checks(zone, fields)] if zone is not None else checks


# ── what is printed ──

_NUMBER_FORM = re.compile(r"(?<![A-Z0-9])([A-Z8]\s?[0-9OQDILSBZ]{7,8})(?![A-Z0-9])")


def passport_number(text: str) -> str | None:
    """A letter and seven or eight digits; None where nothing of that form is written."""
    for match in _NUMBER_FORM.finditer(text.upper().replace("°", " ").replace(".", " ")):
        signs = match[1].replace(" ", "")
        number = taken_for(signs[0], "l") + "".join(taken_for(char, "d") for char in signs[1:])
        if UNREADABLE not in number and sum(map(str.isdigit, signs)) >= 5:
            return number
    return None


def _numbers(paper: Paper, found: dict[str, list[Candidate]]) -> None:
    """Numbers at their label; and any other of the form on the page, with less trust."""
    labelled = [
        Candidate(number, candidate.raw, candidate.likelihood, candidate.origin, candidate.page, candidate.boxes)
        for candidate in found.pop("passport_number", ())
        if (number := passport_number(candidate.value)) is not None
    ]
    known = {candidate.value for candidate in labelled}
    for page in paper.pages:
        for line in page.lines:
            for word in line.words:
                number = passport_number(word.text) if "<" not in line.text else None
                if number is not None and (number in known or not labelled):
                    likelihood = 0.8 * word.confidence
                    origin = printed.origin_of(line.engine)
                    labelled.append(Candidate(number, word.text, likelihood, origin, page.number, (word.box,)))
    if labelled:
        found["passport_number"] = labelled


def _one_name(found: dict[str, list[Candidate]]) -> None:
    """Surname and given names put together where they are printed apart."""
    surname, given = found.get("surname"), found.get("given")
    if not surname or not given or found.get("name"):
        return
    first, second = surname[0], given[0]
    printed_name = f"{first.value} {second.value}"
    whole = shaped.name(printed_name)
    if whole is not None:
        likelihood = min(first.likelihood, second.likelihood) * whole.trust
        boxes = (*first.boxes, *second.boxes)
        found["name"] = [Candidate(whole.value, printed_name, likelihood, first.origin, first.page, boxes)]


def _names_of(zone: Mrz, page: Page) -> Iterator[Candidate]:
    """The names of the zone as they are printed on the page, whether or not their labels could be read: in one row or
    in two, or the given names alone, whose surname is spelt as it usually is.
    """
    full, surname, given = (_as_printed(page, part) for part in (zone.full_name, zone.surname, zone.given))
    rows = next((rows for rows in ((full,), (surname, given), (given,)) if all(rows)), ())
    words = [word for row in rows for word in row]
    whole = shaped.name(" ".join(word.text for word in words) if full or surname else _behind(zone.surname, words))
    if words and whole is not None and _letters(whole.value) == _letters(zone.full_name):
        likelihood = _ANYWHERE * printed.sureness(words) * whole.trust
        boxes = tuple(around(word.box for word in row) for row in rows)
        yield Candidate(
            whole.value, " ".join(word.text for word in words), likelihood, Origin.PRINT, page.number, boxes
        )


def _behind(surname: str, words: Sequence[Word]) -> str:
    return " ".join((surname, *(word.text for word in words)))


def _as_printed(page: Page, name: str) -> tuple[Word, ...]:
    """The words with the letters of a name at the end of some row outside the zone; none where it is nowhere."""
    count = len(name.split())
    rows = (segment.words[-count:] for segment in segments(page.lines) if count and "<" not in segment.text)
    return next((row for row in rows if _letters(" ".join(word.text for word in row)) == _letters(name)), ())


def _one_nation(candidate: Candidate) -> Candidate:
    """ "VIỆT NAM / VIETNAMESE" says one thing twice."""
    twice = _letters(candidate.value).startswith("vietnam")
    return replace(candidate, value="Việt Nam") if twice else candidate


def _unlabelled_days(paper: Paper, found: dict[str, list[Candidate]]) -> None:
    """Of three days on the page the first is that of birth, the second of issue, the last of expiry."""
    days = {day.value: day for day in card.dates(paper)}
    if len(days) != 3:
        return
    for name, day in zip(("dob", "doi", "doe"), days.values(), strict=True):
        found.setdefault(name, []).append(day)


# ── what the machine-readable lines say ──


def _coded(zone: Mrz) -> dict[str, Candidate]:
    birth, expiry = zone.birth(_today()), zone.expiry()
    values = {
        "passport_number": ("number", zone.number),
        "name": ("names", "" if zone.name_is_cut else zone.full_name),
        "dob": ("birth", _said(birth)),
        "doe": ("expiry", _said(expiry)),
        "sex": ("sex", {"M": "Nam", "F": "Nữ"}.get(zone.sex, "")),
        "nationality": ("nationality", "Việt Nam" if zone.nationality == "VNM" else ""),
        "id_number": ("optional", zone.personal_number if zone.personal_number.isdigit() else ""),
    }
    found = {name: candidate(zone, source, value) for name, (source, value) in values.items() if value}
    if "name" in found:
        found["name"] = replace(found["name"], likelihood=min(_TONELESS, found["name"].likelihood))
    trust = 0.95 if zone.holds else 0.6
    found["mrz"] = Candidate("\n".join(zone.lines), "\n".join(zone.lines), trust, Origin.MRZ, 1, zone.boxes)
    return found


def _settled(zone: Mrz, found: Mapping[str, Sequence[Candidate]]) -> Mrz:
    """The zone with what the print says of it where its check digits leave several readings."""
    values = {name: [candidate.value for candidate in several] for name, several in found.items()}
    days = {name: [written(day) for value in values.get(name, ()) if (day := date_order.day(value))] for name in values}
    zone = settled(
        zone,
        {
            "number": values.get("passport_number", ()),
            "optional": values.get("id_number", ()),
            "birth": days.get("dob", ()),
            "expiry": days.get("doe", ()),
        },
    )
    names = sorted(found.get("name", ()), key=lambda candidate: candidate.likelihood)
    return named(zone, names[-1].value) if names else zone


def _respelt(names: Sequence[Candidate], zone: Mrz) -> Iterator[Candidate]:
    """Printed names with the letters that the zone has in their stead."""
    for name in names:
        value = spelt(name.value, zone)
        if value != name.value:
            yield replace(name, value=value, likelihood=max(name.likelihood, 0.7), origin=Origin.DERIVED)


def _today() -> date:
    return SystemClock().now().date()


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


# ── what can be proven ──


def _of_id(checks: Sequence[Check]) -> list[Check]:
    """Checks of a citizen's number, which is the field `id_number` here."""
    return [
        Check(
            check.code,
            check.verdict,
            tuple("id_number" if name == "id" else name for name in check.fields),
            check.vi,
            check.en,
        )
        for check in checks
    ]


_SOURCES = {"passport_number": "number", "dob": "birth", "doe": "expiry", "id_number": "optional"}


def _zone_checks(zone: Mrz, fields: Mapping[str, Field]) -> list[Check]:
    """The digits of the zone, and each field that it also holds against what was chosen."""
    coded = _coded(zone)
    checks = [
        Check(
            "mrz.composite",
            Verdict.PASSED if zone.composite else Verdict.FAILED,
            ("mrz",),
            "Số kiểm tra của vùng máy đọc đúng." if zone.composite else "Số kiểm tra của vùng máy đọc sai.",
            "The check digit over the machine-readable zone is right."
            if zone.composite
            else "The check digit over the machine-readable zone is wrong.",
        )
    ]
    for name, source in _SOURCES.items():
        if name in fields and name in coded and zone.state(source) in (State.PROVEN, State.MENDED):
            checks.append(_agreement(name, same=coded[name].value == fields[name].value))
    if "name" in fields and "name" in coded and zone.holds and fields["name"].origin is not Origin.MRZ:
        checks.append(_agreement("name", same=_letters(coded["name"].value) == _letters(fields["name"].value)))
    return checks


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, fold(name)))


def _agreement(name: str, *, same: bool) -> Check:
    return Check(
        f"mrz.{name}",
        Verdict.PASSED if same else Verdict.FAILED,
        (name,),
        "Chữ in khớp với vùng máy đọc." if same else "Chữ in không khớp với vùng máy đọc.",
        "The print agrees with the machine-readable zone."
        if same
        else "The print contradicts the machine-readable zone.",
    )
