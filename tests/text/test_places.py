"""Units in addresses: both trees, dropped marks and kinds, numbers, what became of an old commune."""

from __future__ import annotations

import pytest

from giong.text.communes import communes, districts
from giong.text.places import find, misplaced, spelt
from giong.text.provinces import PROVINCES, TODAY


def test_the_trees_are_whole() -> None:
    assert set(communes()) == set(TODAY)
    assert sum(map(len, communes().values())) == 3321
    assert set(districts()) == {province.name for province in PROVINCES}
    assert sum(map(len, districts().values())) == 696
    assert sum(len(district.communes) for own in districts().values() for district in own) == 10_035
    assert all(old.today for own in districts().values() for district in own for old in district.communes)
    today = {commune for own in communes().values() for commune in own}
    became = {new for own in districts().values() for district in own for old in district.communes for new in old.today}
    islands = {new for own in districts().values() for district in own for new in district.today}
    assert became | islands == today


@pytest.mark.parametrize(
    ("text", "today", "old"),
    [
        ("Số 5 Trần Phú, Phúc Xá, Ba Đình, Hà Nội", ["Phường Hồng Hà"], ("Quận Ba Đình", "Phường Phúc Xá")),
        ("p ben nghe q1 tphcm", ["Phường Sài Gòn"], ("Quận 1", "Phường Bến Nghé")),
        ("P. 03, Q. Tân Bình, TP.HCM", ["Phường Tân Sơn Hòa"], ("Quận Tân Bình", "Phường 3")),
        ("TT. Tân Thạnh, H. Tân Thạnh, Long An", ["Xã Tân Thạnh"], ("Huyện Tân Thạnh", "Thị trấn Tân Thạnh")),
        ("Xã Tân Thành, Tân Thạnh, Long An", ["Xã Nhơn Ninh"], ("Huyện Tân Thạnh", "Xã Tân Thành")),
        ("Hương Văn, Hương Trà, Thừa Thiên Huế", ["Phường Hương Trà"], ("Thị xã Hương Trà", "Phường Hương Văn")),
        ("THÔN ĐÔNG, TAM HƯNG, THANH OAI, HÀ NỘI, VIỆT NAM", ["Xã Tam Hưng"], ("Huyện Thanh Oai", "Xã Tam Hưng")),
        ("Côn Đảo, Bà Rịa - Vũng Tàu", ["Đặc khu Côn Đảo"], ("Huyện Côn Đảo", None)),
        ("12 Lê Lợi, Phường Sài Gòn, TP Hồ Chí Minh", ["Phường Sài Gòn"], None),
        ("Xã Quốc Oai, Thành phố Hà Nội", ["Xã Quốc Oai"], None),
    ],
)
def test_units_are_found_in_either_tree(text: str, today: list[str], old: tuple[str, str | None] | None) -> None:
    place = find(text)
    assert place is not None
    assert [commune.full for commune in place.today] == today
    if old is None:
        assert place.old is None
    else:
        assert place.old is not None
        assert place.old.district is not None
        assert (place.old.district.full, place.old.commune and place.old.commune.full) == old


def test_a_divided_commune_lies_in_several_of_today() -> None:
    place = find("phường Thanh Xuân Trung, quận Thanh Xuân, Hà Nội")
    assert place is not None
    assert [commune.full for commune in place.today] == ["Phường Thanh Xuân", "Phường Khương Đình"]


def test_what_stands_before_the_units_is_the_street() -> None:
    text = "Thôn 3, xã Ea Kao, TP. Buôn Ma Thuột, Đắk Lắk"
    place = find(text)
    assert place is not None
    assert text[: place.start] == "Thôn 3, "


@pytest.mark.parametrize("text", ["phố Hà Nam", "", "12/5", "ngày 12 tháng 5"])
def test_no_place_is_made_up(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("Dich Vong Hau, Câu Giây, Ha Noi", "Dịch Vọng Hậu, Cầu Giấy, Hà Nội"),
        ("TAM HUNG, THANH OAI, HÀ NỘI", "TAM HƯNG, THANH OAI, HÀ NỘI"),
        # Both marks are right where the mark may stand on either vowel.
        ("Hoà Hậu, Lý Nhân, Hà Nam", "Hoà Hậu, Lý Nhân, Hà Nam"),
        # Two communes of one district differ in marks alone.
        ("Huong Van, Hương Trà, Thừa Thiên Huế", "Huong Van, Hương Trà, Thừa Thiên Huế"),
        # Nothing of that name lies there, though something of other marks lies elsewhere in the province.
        ("Hướng Hóa, Quảng Bình", "Hướng Hóa, Quảng Bình"),
    ],
)
def test_names_are_mended_only_where_one_place_fits(printed: str, right: str) -> None:
    assert spelt(printed) == right


def test_a_district_in_the_wrong_province_is_noticed() -> None:
    wrong = misplaced("Dịch Vọng, quận Cầu Giấy, Nam Định")
    assert wrong is not None
    assert wrong.province == "Hà Nội"
    assert misplaced("Hòa Hậu, Lý Nhân, Hà Nam") is None
