"""The registration certificate of a car or motorcycle: whose it is, and the numbers that tell it from all others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import place_and_day, printed
from giong.documents.finding.labels import Label
from giong.documents.finding.place_and_day import issued
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.proving import date_order, vin
from giong.documents.values import shaped
from giong.text import plates

_TITLES = (
    "Chứng nhận đăng ký xe ô tô",
    "Chứng nhận đăng ký xe mô tô, xe máy",
    "Giấy chứng nhận đăng ký xe",
    "Đăng ký xe ô tô",
    "Đăng ký mô tô, xe máy",
    "Vehicle registration certificate",
    "Car registration certificate",
    "Motorbike registration certificate",
)


def _worded(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _coded(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= 4


_OWNER = Label(
    "owner",
    ("Tên chủ xe", "Chủ xe", "Họ và tên chủ xe", "Owner's full name", "Owner", "Tên chủ xe / Owner's full name"),
    lines=2,
    accepts=_worded,
)
_ADDRESS = Label("address", ("Địa chỉ", "Nơi thường trú", "Address", "Địa chỉ / Address"), lines=3, accepts=_worded)
_PLATE = Label(
    "plate",
    ("Biển số đăng ký", "Biển số", "Biển kiểm soát", "N° plate", "No plate", "Plate number", "Registration number"),
    accepts=lambda text: _plate(text) is not None,
)
_BRAND = Label("brand", ("Nhãn hiệu", "Brand", "Nhãn hiệu / Brand"), accepts=_worded)
_MODEL = Label("model", ("Số loại", "Tên thương mại", "Model code", "Model"), accepts=lambda text: bool(text.strip()))
_TYPE = Label("type", ("Loại xe", "Vehicle type", "Type"), accepts=_worded)
_ENGINE = Label("engine_number", ("Số máy", "Engine N°", "Engine No", "Engine number"), accepts=_coded)
_CHASSIS = Label("chassis_number", ("Số khung", "Chassis N°", "Chassis No", "Chassis number", "VIN"), accepts=_coded)
_COLOUR = Label("colour", ("Màu sơn", "Màu xe", "Color", "Colour", "Paint color"), accepts=_worded)
_YEAR = Label("year", ("Năm sản xuất", "Year of manufacture", "Năm SX"), accepts=lambda text: _year(text) is not None)
_FIRST = Label(
    "first_registration",
    (
        *("Đăng ký lần đầu ngày", "Đăng ký lần đầu", "Ngày đăng ký lần đầu", "Date of first registration"),
        "First registration date",
    ),
    accepts=lambda text: shaped.date(text) is not None,
)
_NUMBER = Label("number", ("Số / Number", "Số / No", "Số", "Number"), accepts=lambda text: _number(text) is not None)
_OTHERS = (
    Label("", ("Dung tích", "Dung tích xi lanh", "Capacity", "Công suất", "Horse power", "Nguồn động lực")),
    Label("", ("Tải trọng", "Hàng hóa", "Good", "Tự trọng", "Empty weight", "Số chỗ ngồi", "Seat capacity", "Sit")),
    Label(
        "", ("Kích thước", "Chiều dài", "Dài", "Giá trị đến ngày", "Date of expiry", "Có giá trị đến", "Valid until")
    ),
    Label("", ("Bộ Công an", "Ministry of public security", "Công an", "Phòng Cảnh sát giao thông")),
    Label("", ("Trưởng phòng", "Giám đốc", "Đội trưởng", "KT. Trưởng phòng", *_TITLES)),
)
_LABELS = (
    *(_OWNER, _ADDRESS, _PLATE, _BRAND, _MODEL, _TYPE, _ENGINE, _CHASSIS, _COLOUR, _YEAR, _FIRST, _NUMBER),
    *(card.STATE, *_OTHERS),
)
_EVIDENCE = (_OWNER, _PLATE, _BRAND, _ENGINE, _CHASSIS, _COLOUR)


class VehicleRegistration:
    """Owner, plate, engine and chassis numbers."""

    name = "vehicle_registration"
    vi = "Chứng nhận đăng ký xe"
    en = "Vehicle registration certificate"
    shape = Shape.CARD
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("number", "Số giấy", "Certificate number", "text", required=False),
        FieldSpec("owner", "Tên chủ xe", "Owner", "text"),
        FieldSpec("address", "Địa chỉ", "Address", "address"),
        FieldSpec("plate", "Biển số đăng ký", "Plate", "text"),
        FieldSpec("brand", "Nhãn hiệu", "Brand", "text", personal=False),
        FieldSpec("model", "Số loại", "Model", "text", required=False, personal=False),
        FieldSpec("type", "Loại xe", "Type", "text", required=False, personal=False),
        FieldSpec("engine_number", "Số máy", "Engine number", "text"),
        FieldSpec("chassis_number", "Số khung", "Chassis number", "text"),
        FieldSpec("colour", "Màu sơn", "Colour", "text", required=False, personal=False),
        FieldSpec("year", "Năm sản xuất", "Year of manufacture", "text", required=False, personal=False),
        FieldSpec("first_registration", "Đăng ký lần đầu", "First registration", "date", required=False),
        FieldSpec("place_issue", "Nơi cấp", "Place of issue", "text", required=False),
        FieldSpec("date", "Ngày cấp", "Date of issue", "date", required=False),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        return min(1.0, 0.45 * card.titled(page, _TITLES) + 0.6 * card.share_found(page, _EVIDENCE))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        lines = {page.number: place_and_day.found(page) for page in paper.pages}
        rest = replace(paper, pages=tuple(place_and_day.without(page, lines[page.number]) for page in paper.pages))
        found = printed.candidates(rest, _LABELS, self.fields)
        for name, form in _FORMS.items():
            if name in found:
                found[name] = _shaped(found[name], form)
        for page in paper.pages:
            for name, more in issued(page, lines[page.number]):
                found.setdefault(name, []).append(more)
        return printed.ordered({name: several for name, several in found.items() if several})

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks = []
        if (plate := fields.get("plate")) is not None:
            checks.append(_plate_check(plate.value))
        if (chassis := fields.get("chassis_number")) is not None:
            checks.append(vin.check(chassis.value, "chassis_number"))
        days = date_order.days(fields, ("first_registration", "date"))
        if len(days) == 2 and days["first_registration"] != days["date"]:
            checks += date_order.order(fields, ("first_registration", "date"))
        return checks


# ── forms ──


def _shaped(several: Sequence[Candidate], form: Callable[[str], str | None]) -> list[Candidate]:
    """Values in their form; what had to be changed for it is trusted less, what cannot be is left out."""
    kept = []
    for candidate in several:
        value = form(candidate.value)
        if value is not None:
            changed = _bare(value) != _bare(candidate.value)
            kept.append(replace(candidate, value=value, likelihood=candidate.likelihood * (0.9 if changed else 1.0)))
    return kept


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


_CODE = re.compile(r"[A-Z0-9][A-Z0-9 ./*-]*", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SERIAL = re.compile(r"(?<!\d)\d{6,9}(?!\d)")
_AREA_LOOKS = str.maketrans("OQDIZSBG", "00012586")


def _number(text: str) -> str | None:
    match = _SERIAL.search(text.replace(" ", ""))
    return match[0] if match else None


def _year(text: str) -> str | None:
    match = _YEARS.search(text)
    return match[0] if match else None


def _plate(text: str) -> str | None:
    """The plate as it is written everywhere, "51F-123.45"; letters read for the figures of the area are figures."""
    first = re.split(r"\s{2,}|[,;(]", text.strip())[0]
    for words in (first, first[:2].upper().translate(_AREA_LOOKS) + first[2:]):
        plate = plates.parse(words)
        if plate is not None:
            return plate.written
    return None


def _code(text: str) -> str | None:
    """An engine number: capitals and digits as printed, without the signs around them."""
    match = _CODE.search(text)
    return re.sub(r"\s+", " ", match[0]).strip(" ./*-").upper() if match else None


def _chassis(text: str) -> str | None:
    code = _code(text)
    return vin.repaired(code) if code else None


_FORMS: Mapping[str, Callable[[str], str | None]] = {
    "number": _number,
    "plate": _plate,
    "engine_number": _code,
    "chassis_number": _chassis,
    "year": _year,
}


def _plate_check(value: str) -> Check:
    plate = plates.parse(value)
    right = plate is not None and plate.is_issued
    return Check(
        "plate.area",
        Verdict.PASSED if right else Verdict.FAILED,
        ("plate",),
        "Biển số thuộc một tỉnh có thật." if right else "Không có tỉnh nào dùng đầu số này.",
        "The plate is of an area in use." if right else "No area uses such plates.",
    )
