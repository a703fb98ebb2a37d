"""Provinces of before and after July 2025, and the plates that name them."""

from __future__ import annotations

import pytest

from giong.text import identity, plates, provinces
from giong.text.provinces import BY_NUMBER, BY_PLATE, PROVINCES, TODAY


def test_both_trees_are_whole() -> None:
    assert len(PROVINCES) == 63
    assert len(TODAY) == 34
    assert {province.today for province in PROVINCES} == set(TODAY)
    assert len({province.today_number for province in PROVINCES}) == 34
    assert len([province for province in PROVINCES if province.name == province.today]) == 33
    """All but Huế, which was Thừa Thiên Huế, kept one of the old names."""


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Hà Giang", "Tuyên Quang"),
        ("Vĩnh Phúc", "Phú Thọ"),
        ("Hải Dương", "Hải Phòng"),
        ("Nam Định", "Ninh Bình"),
        ("Kon Tum", "Quảng Ngãi"),
        ("Bình Định", "Gia Lai"),
        ("Bình Thuận", "Lâm Đồng"),
        ("Phú Yên", "Đắk Lắk"),
        ("Bình Dương", "Hồ Chí Minh"),
        ("Long An", "Tây Ninh"),
        ("Bến Tre", "Vĩnh Long"),
        ("Tiền Giang", "Đồng Tháp"),
        ("Bạc Liêu", "Cà Mau"),
        ("Kiên Giang", "An Giang"),
        ("Nghệ An", "Nghệ An"),
    ],
)
def test_which_became_which(then: str, now: str) -> None:
    province = provinces.named(then)
    assert province is not None
    assert province.today == now
    assert province.merged is (then != now)


def test_only_a_name_alone_is_named() -> None:
    assert [bool(provinces.named(text)) for text in ("ba ria - vung tau", " Huế ", "ở Hà Nội", "")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12 Láng Hạ, Hà Nội", "Hà Nội"),
        ("số 5 phố Hà Nam, Hải Phòng", "Hải Phòng"),
        ("12/5 quận 1 hcm", "Hồ Chí Minh"),
        ("dak lak", "Đắk Lắk"),
        ("bà rịa vũng tàu", "Bà Rịa – Vũng Tàu"),
        ("que em o thai binh", "Thái Bình"),
        ("12 Thái Bình", None),
        ("đường Bình Dương", None),
        ("không có", None),
    ],
)
def test_found_in_text(text: str, name: str | None) -> None:
    place = provinces.find(text)
    assert (place.province.name if place else None) == name


def test_numbers_and_plates() -> None:
    assert BY_NUMBER["079"].name == "Hồ Chí Minh"
    assert BY_PLATE["51"].name == "Hồ Chí Minh"
    assert identity.citizen("003203004567") is None
    assert identity.citizen("001203004567") is not None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("51F-123.45", "51F-123.45"),
        ("51f12345", "51F-123.45"),
        ("29-B1 123.45", "29B1-123.45"),
        ("29B1-1234", "29B1-1234"),
        ("59-MĐ1 123.45", "59MĐ1-123.45"),
        ("80A-001.23", "80A-001.23"),
        ("51-123.45", None),
        ("51F-12", None),
    ],
)
def test_plates(text: str, written: str | None) -> None:
    plate = plates.parse(text)
    assert (plate.written if plate else None) == written
    assert plate is None or plate.is_issued
