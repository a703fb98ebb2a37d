"""Passports, driving licences, vehicle registrations and birth certificates from lines as recognition gives them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from giong.documents.classify import classify
from giong.documents.document import Field, Origin
from giong.documents.kind import Kind
from giong.documents.kinds.birth_certificate import BirthCertificate
from giong.documents.kinds.driving_licence import DrivingLicence
from giong.documents.kinds.passport import Passport, passport_number
from giong.documents.kinds.table import KINDS
from giong.documents.kinds.vehicle_registration import VehicleRegistration
from giong.documents.values import licence_classes
from tests.documents.mrz.zones import passport as zone
from tests.documents.printing import column, line, page, paper, values, verdicts

LINES = zone("C1234567", "001193000123", date(1993, 1, 5), date(2033, 6, 8), ["NGUYEN", "THI", "HOA"])
PASSPORT = paper(
    page(
        [
            *column(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "HỘ CHIẾU / PASSPORT"]),
            line(500, 250, "Loại / Type: P    Mã số / Code: VNM    Số hộ chiếu / Passport N°: C1234567"),
            line(500, 310, "Họ và tên / Full name"),
            line(500, 350, "NGUYỄN THỊ HOA"),
            line(500, 410, "Quốc tịch / Nationality: VIỆT NAM    Giới tính / Sex: Nữ / F"),
            line(500, 470, "Ngày sinh / Date of birth: 05 / 01 / 1993"),
            line(500, 530, "Nơi sinh / Place of birth: Hà Tĩnh"),
            line(500, 590, "Số GCMND / ID card N°: 001193000123"),
            line(500, 650, "Ngày cấp / Date of issue: 08/06/2023"),
            line(500, 710, "Có giá trị đến / Date of expiry: 08/06/2033"),
            line(500, 770, "Nơi cấp / Place of issue: Cục Quản lý xuất nhập cảnh"),
            line(100, 900, LINES[0]),
            line(100, 960, LINES[1]),
        ]
    )
)
LICENCE = paper(
    page(
        [
            *column(["GIẤY PHÉP LÁI XE / DRIVER'S LICENSE"], top=100, left=400),
            line(400, 160, "Số/No: 790123456789"),
            line(400, 220, "Họ tên/Full name: TRẦN MINH ĐỨC"),
            line(400, 280, "Ngày sinh/Date of Birth: 05/01/1990"),
            line(400, 340, "Quốc tịch/Nationality: VIỆT NAM"),
            line(400, 400, "Nơi cư trú/Address: P. Bến Nghé, Q. 1,"),
            line(400, 445, "TP. Hồ Chí Minh"),
            line(500, 505, "Hồ Chí Minh, ngày/date 12 tháng/month 05 năm/year 2023"),
            line(60, 600, "Hạng/Class: B2"),
            line(60, 660, "Có giá trị đến/Expires: 12/05/2033"),
        ]
    )
)
VEHICLE = paper(
    page(
        [
            *column(["CHỨNG NHẬN ĐĂNG KÝ XE Ô TÔ", "Car registration certificate"], left=400),
            line(100, 220, "Tên chủ xe (Owner's full name): LÊ THỊ KHÁNH LINH"),
            line(100, 280, "Địa chỉ (Address): Số 5 ngõ 10 Láng Hạ, Đống Đa, Hà Nội"),
            line(100, 340, "Nhãn hiệu (Brand): HYUNDAI    Số loại (Model code): ACCENT"),
            line(100, 400, "Loại xe (Type): Ô tô con    Màu sơn (Color): Trắng"),
            line(100, 460, "Số máy (Engine N°): G4LCJU123456"),
            line(100, 520, "Số khung (Chassis N°): 1M8GDM9AXKP042788"),
            line(100, 580, "Biển số đăng ký (N° plate): 3OF-123.45"),
            line(100, 640, "Đăng ký lần đầu ngày (Date of first registration): 12/05/2020"),
            line(500, 700, "Hà Nội, ngày (date) 12 tháng 05 năm 2020"),
        ]
    )
)
BIRTH = paper(
    page(
        [
            *column(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "GIẤY KHAI SINH"], left=500),
            line(1200, 220, "Số: 123/2020"),
            line(100, 300, "Họ, chữ đệm, tên: NGUYỄN TUẤN KIỆT"),
            line(100, 360, "Ngày, tháng, năm sinh: 12/05/2020"),
            line(100, 420, "Ghi bằng chữ: Ngày mười hai, tháng năm, năm hai nghìn không trăm hai mươi"),
            line(100, 480, "Giới tính: Nam    Dân tộc: Kinh    Quốc tịch: Việt Nam"),
            line(100, 540, "Nơi sinh: Bệnh viện Từ Dũ, Quận 1, Thành phố Hồ Chí Minh"),
            line(100, 600, "Quê quán: Bến Tre"),
            line(100, 660, "Số định danh cá nhân: 079220000123"),
            line(100, 720, "Họ, chữ đệm, tên người mẹ: LÊ THỊ HỒNG"),
            line(100, 780, "Năm sinh: 1992    Dân tộc: Kinh    Quốc tịch: Việt Nam"),
            line(100, 840, "Nơi cư trú: Quận 1, Thành phố Hồ Chí Minh"),
            line(100, 900, "Họ, chữ đệm, tên người cha: NGUYỄN VĂN BÌNH"),
            line(100, 960, "Năm sinh: 1990    Dân tộc: Kinh    Quốc tịch: Việt Nam"),
            line(100, 1080, "Họ, chữ đệm, tên người đi khai sinh: NGUYỄN VĂN BÌNH"),
            line(100, 1200, "Nơi đăng ký khai sinh: Ủy ban nhân dân phường Bến Nghé"),
            line(100, 1260, "Ngày, tháng, năm đăng ký: 20/05/2020"),
        ]
    )
)


@pytest.mark.parametrize(
    ("of", "kind"),
    [(PASSPORT, Passport), (LICENCE, DrivingLicence), (VEHICLE, VehicleRegistration), (BIRTH, BirthCertificate)],
)
def test_each_is_told_from_all_others(of: object, kind: type[Kind]) -> None:
    guess = classify(of, KINDS)  # type: ignore[arg-type]
    assert isinstance(guess.kind, kind)
    assert guess.confidence > 0.7


def test_a_name_in_two_parts_has_a_surname_that_exists() -> None:
    lines = [each for each in PASSPORT.pages[0].lines if not each.text.startswith(("Họ và tên", "NGUYỄN"))]
    names = [line(500, 310, "Họ / Surname: NGUYÊN"), line(500, 350, "Chữ đệm và tên / Given names: THỊ HOA", height=24)]
    assert values(Passport(), paper(page([*lines, *names])))["name"] == "NGUYỄN THỊ HOA"


def test_a_name_whose_labels_are_lost_is_found_by_the_zone() -> None:
    lines = [each for each in PASSPORT.pages[0].lines if not each.text.startswith(("Họ và tên", "NGUYỄN"))]
    names = [line(500, 310, "Hp 1 Sumame NGUYỄN"), line(500, 350, "THỊ HOA")]
    assert values(Passport(), paper(page([*lines, *names])))["name"] == "NGUYỄN THỊ HOA"


def test_a_surname_that_was_not_seen_comes_from_the_zone() -> None:
    lines = [each for each in PASSPORT.pages[0].lines if not each.text.startswith(("Họ và tên", "NGUYỄN"))]
    names = [line(500, 310, "Họ / Surname"), line(500, 340, "Chữ đệm và tên / Given names: THỊ HOA", height=24)]
    assert values(Passport(), paper(page([*lines, *names])))["name"] == "NGUYỄN THỊ HOA"


def test_a_name_from_the_zone_alone_is_not_proven_by_the_zone() -> None:
    fields = {name: Field(name, value, value, 0.9) for name, value in values(Passport(), PASSPORT).items()}
    coded = {**fields, "name": replace(fields["name"], origin=Origin.MRZ)}
    assert "mrz.name" in {check.code for check in Passport().check(fields, PASSPORT)}
    assert "mrz.name" not in {check.code for check in Passport().check(coded, PASSPORT)}


def test_passport() -> None:
    found = values(Passport(), PASSPORT)
    assert found["mrz"] == "\n".join(LINES)
    del found["mrz"]
    assert found == {
        "passport_number": "C1234567",
        "name": "NGUYỄN THỊ HOA",
        "dob": "05/01/1993",
        "pob": "Hà Tĩnh",
        "sex": "Nữ",
        "nationality": "Việt Nam",
        "id_number": "001193000123",
        "doi": "08/06/2023",
        "doe": "08/06/2033",
    }
    checks = verdicts(Passport(), PASSPORT)
    assert set(checks.values()) == {"passed"}
    assert {"mrz.composite", "mrz.passport_number", "mrz.name", "passport.validity", "cccd.birth_year"} <= set(checks)


def test_a_passport_whose_print_was_changed_fails_against_its_zone() -> None:
    forged = paper(
        page(
            [
                line(100, 100 + 60 * at, row.text.replace("C1234567", "C1234568") if "<" not in row.text else row.text)
                for at, row in enumerate(PASSPORT.pages[0].lines)
            ]
        )
    )
    kind = Passport()
    fields = values(kind, forged)
    chosen = {name: Field(name, value, value, 0.9) for name, value in fields.items()}
    chosen["passport_number"] = Field("passport_number", "C1234568", "C1234568", 0.9)
    failed = [check.code for check in kind.check(chosen, forged) if check.verdict.value == "failed"]
    assert failed == ["mrz.passport_number"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("C1234567", "C1234567"),
        ("C 1234567", "C1234567"),
        ("No.: E01234567", "E01234567"),
        ("BI23456O", "B1234560"),
        ("12345678", None),
    ],
)
def test_passport_numbers(text: str, number: str | None) -> None:
    assert passport_number(text) == number


def test_driving_licence() -> None:
    assert values(DrivingLicence(), LICENCE) == {
        "id": "790123456789",
        "name": "TRẦN MINH ĐỨC",
        "dob": "05/01/1990",
        "nation": "Việt Nam",
        "address": "P. Bến Nghé, Q. 1, TP. Hồ Chí Minh",
        "place_issue": "Hồ Chí Minh",
        "date": "12/05/2023",
        "class": "B2",
        "doe": "12/05/2033",
    }
    assert set(verdicts(DrivingLicence(), LICENCE).values()) == {"passed"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("B2", "B2"),
        ("82", "B2"),
        ("A 1", "A1"),
        ("Al", "A1"),
        ("A1, B2", "A1, B2"),
        ("FC", "FC"),
        ("Z9", None),
        ("Hà Nội", None),
    ],
)
def test_classes(text: str, found: str | None) -> None:
    assert licence_classes.find(text) == found


def test_vehicle_registration() -> None:
    found = values(VehicleRegistration(), VEHICLE)
    assert found == {
        "owner": "LÊ THỊ KHÁNH LINH",
        "address": "Số 5 ngõ 10 Láng Hạ, Đống Đa, Hà Nội",
        "brand": "HYUNDAI",
        "model": "ACCENT",
        "type": "Ô tô con",
        "colour": "Trắng",
        "engine_number": "G4LCJU123456",
        "chassis_number": "1M8GDM9AXKP042788",
        "plate": "30F-123.45",
        "first_registration": "12/05/2020",
        "place_issue": "Hà Nội",
        "date": "12/05/2020",
    }
    checks = verdicts(VehicleRegistration(), VEHICLE)
    assert checks == {"plate.area": "passed", "vin.check_digit": "passed"}


def test_the_title_of_a_birth_certificate_begins_no_part_of_it() -> None:
    """ "GIẤY KHAI SINH" is much like "người đi khai sinh", behind which the child is looked for no more."""
    short = paper(
        page(
            [
                line(600, 200, "GIẤY KHAI SINH", height=44),
                line(200, 400, "Họ và tên: NGUYỄN PHƯƠNG LAN"),
                line(200, 460, "Ngày, tháng, năm sinh: ngày 19 tháng 08 năm 2014"),
                line(200, 700, "Họ, chữ đệm, tên người mẹ: HỒ KHÁNH LY"),
                line(200, 1100, "Ngày, tháng, năm đăng ký: 07/10/2014"),
            ]
        )
    )
    found = values(BirthCertificate(), short)
    assert (found["name"], found["dob"], found["mother_name"]) == ("NGUYỄN PHƯƠNG LAN", "19/08/2014", "HỒ KHÁNH LY")


def test_birth_certificate_keeps_the_persons_apart() -> None:
    assert values(BirthCertificate(), BIRTH) == {
        "number": "123/2020",
        "name": "NGUYỄN TUẤN KIỆT",
        "dob": "12/05/2020",
        "sex": "Nam",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "pob": "Bệnh viện Từ Dũ, Quận 1, Thành phố Hồ Chí Minh",
        "home": "Bến Tre",
        "id": "079220000123",
        "mother_name": "LÊ THỊ HỒNG",
        "mother_year": "1992",
        "father_name": "NGUYỄN VĂN BÌNH",
        "father_year": "1990",
        "registration_place": "Ủy ban nhân dân phường Bến Nghé",
        "registration_date": "20/05/2020",
    }
    checks = verdicts(BirthCertificate(), BIRTH)
    assert checks["dob.in_words"] == "passed"
    assert checks["cccd.birth_year"] == "passed"
