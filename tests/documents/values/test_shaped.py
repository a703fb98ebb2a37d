"""Recognised text in the form of its field."""

from __future__ import annotations

import pytest

from giong.documents.values.shaped import date, digits, name, nation, place, sex


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("01/02/1990", "01/02/1990"),
        ("1.2.1990", "01/02/1990"),
        ("O1/0Z/l990", "01/02/1990"),
        ("01/0211990", "01/02/1990"),
        ("01021990", "01/02/1990"),
        ("Ngày 05 tháng 3 năm 2009", "05/03/2009"),
        ("Không thời hạn", "Không thời hạn"),
        ("Khong thoi han", "Không thời hạn"),
    ],
)
def test_dates(text: str, value: str) -> None:
    found = date(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["31/02/1990", "Nguyễn Văn An", "1990", "", "99/99/9999"])
def test_no_dates(text: str) -> None:
    assert date(text) is None


def test_a_day_with_one_figure_is_trusted_less() -> None:
    short, whole = date("18-1-1953"), date("Ngày 27 tháng 06 păm 2000")
    assert short is not None
    assert whole is not None
    assert (short.value, short.trust, whole.value, whole.trust) == ("18/01/1953", 0.8, "27/06/2000", 1.0)


def test_a_torn_day() -> None:
    found = date("28/1 1/1961")
    assert found is not None
    assert (found.value, found.trust) == ("28/11/1961", 0.8)


def test_a_year_in_which_nobody_was_born_is_misread() -> None:
    found = date("05/04/1875")
    assert found is not None
    assert (found.value, found.trust < 0.5) == ("05/04/1975", True)


def test_a_repaired_date_is_trusted_less() -> None:
    sure, repaired = date("01/02/1990"), date("O1/02/1990")
    assert sure is not None
    assert repaired is not None
    assert repaired.trust < sure.trust


@pytest.mark.parametrize("text", ["001 099 012345", "00l099Ol2345", "001099012345.", "Số: 001099012345"])
def test_numbers(text: str) -> None:
    found = digits(text)
    assert found is not None
    assert found.value == "001099012345"


def test_words_are_not_numbers() -> None:
    assert digits("SOS SO BIG LILY") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NGUYÊN VĂN AN", "NGUYỄN VĂN AN"),
        ("TRẦN TH1 LAN:", "TRẦN THI LAN"),
        ("Lê Hoài Nam", "Lê Hoài Nam"),
        ("- PHẠM  ANH |", "PHẠM ANH"),
        ("ŒNE ĐẶNG THỊ SƠN", "ĐẶNG THỊ SƠN"),
        ("H VŨ QUỐC I¡ THUẬN", "VŨ QUỐC THUẬN"),
        ("H'HEN NIÊ", "H'HEN NIÊ"),
    ],
)
def test_names(text: str, value: str) -> None:
    found = name(text)
    assert found is not None
    assert found.value == value


def test_a_syllable_that_is_a_name_only_with_other_marks_is_trusted_less() -> None:
    strange, usual = name("VÕ HÔNG ANH"), name("VÕ HỒNG ANH")
    assert strange is not None
    assert usual is not None
    assert strange.trust < 0.95 * usual.trust


def test_a_number_is_no_name() -> None:
    assert name("001099012345") is None


def test_sexes_and_nations() -> None:
    assert [found.value for text in ("Nam", "NỮ", "Nử", "Nam / M") if (found := sex(text))] == [
        "Nam",
        "Nữ",
        "Nữ",
        "Nam",
    ]
    assert sex("Hà Nội") is None
    for text in ("Viet Narn", "VIỆT NAM / VIETNAMESE"):
        found = nation(text)
        assert found is not None
        assert found.value == "Việt Nam"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Đại Áng, Thanh Trì, Hà Nôi", "Đại Áng, Thanh Trì, Hà Nội"),
        ("Số 5,Định Công, TP. Hồ Chi Minh.", "Số 5, Định Công, TP. Hồ Chí Minh"),
        ("Ấp 3, Bến Tre", "Ấp 3, Bến Tre"),
        ("12/5,Tân Bình", "12/5, Tân Bình"),
        ("X, Đại Tâm, H, Mỹ Xuyên, Sóc Trăng", "X. Đại Tâm, H. Mỹ Xuyên, Sóc Trăng"),
        ("XãPhổ Thạnh, Thị trân Lộc Bình, Lạng Sơn", "Xã Phổ Thạnh, Thị trấn Lộc Bình, Lạng Sơn"),
        ("Số 5, Tố 3o, KP 3, Lộc Bình, Lạng Sơn", "Số 5, Tổ 30, KP 3, Lộc Bình, Lạng Sơn"),
        ("¡ Xã Lập Lễ, Huyện Thủy Nguyên Hải Phòng", "Xã Lập Lễ, Huyện Thủy Nguyên, Hải Phòng"),
    ],
)
def test_places(text: str, value: str) -> None:
    found = place(text)
    assert found is not None
    assert found.value == value
