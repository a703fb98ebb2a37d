"""Values at labels: beside, below, over several lines, in two languages, with what recognition does to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giong.documents.finding.labels import Label, after, likeness
from giong.documents.finding.segments import unglued
from giong.documents.values.shaped import date, has_digits
from giong.vision.page import Line
from tests.documents.printing import line, page

NAME = Label("name", ("Họ và tên", "Full name"), lines=2)
BORN = Label("born", ("Ngày sinh", "Ngày, tháng, năm sinh", "Date of birth"), accepts=lambda text: has_digits(text, 6))
SEX = Label("sex", ("Giới tính", "Sex"))
NATION = Label("nation", ("Quốc tịch", "Nationality"))
HOME = Label("home", ("Quê quán", "Place of origin"), lines=2)
ADDRESS = Label("address", ("Nơi thường trú", "Place of residence"), lines=3)
UNTIL = Label("until", ("Có giá trị đến", "Date of expiry"), accepts=lambda text: date(text) is not None)
ALL = (NAME, BORN, SEX, NATION, HOME, ADDRESS, UNTIL)


def found(*lines: Line) -> dict[str, str]:
    return {span.field: span.text for span in after(page(lines), ALL)}


def test_the_rest_of_the_line_comes_before_what_is_below() -> None:
    assert found(line(100, 100, "Họ và tên: TRẦN VĂN BÌNH"), line(100, 150, "Giới tính: Nam")) == {
        "name": "TRẦN VĂN BÌNH",
        "sex": "Nam",
    }


def test_a_value_below_its_label() -> None:
    assert found(line(100, 100, "Họ và tên / Full name:"), line(100, 145, "TRẦN VĂN BÌNH")) == {"name": "TRẦN VĂN BÌNH"}


def test_a_value_right_of_its_label_in_a_line_of_its_own() -> None:
    assert found(line(100, 100, "Họ và tên"), line(500, 104, "TRẦN VĂN BÌNH")) == {"name": "TRẦN VĂN BÌNH"}


@pytest.mark.parametrize(
    "printed",
    [
        "Ho va ten: LÊ AN",
        "Họvà tên;LÊ AN",
        "Hg và tên: LÊ AN",
        "Họ và tên/Full name: LÊ AN",
        "HỌ VÀ TÊN LÊ AN",
        "Fu1l nane: LÊ AN",
        "Họ và tênLÊ AN",
    ],
)
def test_labels_as_recognition_gives_them(printed: str) -> None:
    assert found(line(100, 100, printed)) == {"name": "LÊ AN"}


def test_a_value_between_which_and_its_label_no_space_was_seen() -> None:
    (span,) = after(page([line(100, 150, "Ngàysinh:21/03/1950", confidence=0.1)]), [BORN])
    assert (span.text, span.confidence) == ("21/03/1950", 0.5)


def test_nothing_behind_a_colon_is_noise() -> None:
    read = line(100, 100, "Nơi thường trú: 24B Lê Lợi, Huế")
    colon = next(word for word in read.words if word.text == "trú:")
    over = replace(colon, box=replace(colon.box, right=colon.box.right + 40))
    words = [over if word is colon else word for word in read.words]
    words = [replace(word, confidence=0.2) if word.text == "24B" else word for word in words]
    (span,) = after(page([replace(read, words=tuple(words))]), [ADDRESS])
    assert span.text == "24B Lê Lợi, Huế"


def test_a_colon_ends_what_could_not_be_read() -> None:
    read = line(100, 100, "Họ và tên / nnxqe: NGUYỄN THẾ HUẤN")
    unsure = ("nnxqe:", "NGUYỄN")
    words = tuple(replace(word, confidence=0.25) if word.text in unsure else word for word in read.words)
    (span,) = after(page([replace(read, words=words)]), [NAME])
    assert span.text == "NGUYỄN THẾ HUẤN"


def test_a_part_of_a_word_is_as_wide_as_its_letters() -> None:
    narrow, wide = (next(iter(unglued([line(100, 100, text).words[0]]))).box for text in ("titil:8088", "momom:8088"))
    assert narrow.width_px < wide.width_px


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Nơi thường trú / P1ace ot resiclence: 12 Lê Lợi, Huế", "12 Lê Lợi, Huế"),
        ("Nơi thường trú / Plxce of resdnce 12 Lê Lợi, Huế", "12 Lê Lợi, Huế"),
        ("Nơi thường trú: Tổ 5: Lê Lợi, Huế", "Tổ 5: Lê Lợi, Huế"),
        ("Nơi thường trú / Place of residenc Số 5, Huế", "Số 5, Huế"),
    ],
)
def test_a_misread_second_wording_is_no_value(printed: str, value: str) -> None:
    assert found(line(100, 100, printed)) == {"address": value}


def test_a_name_that_is_spelt_like_a_short_label_at_its_end() -> None:
    labels = (NAME, Label("class", ("Hạng", "Class"), accepts=lambda text: text in ("A", "B2")))
    spans = after(page([line(100, 100, "Họ và tên: LÊ THỊ HẰNG"), line(100, 150, "Hạng: B2")]), labels)
    assert [(span.field, span.text) for span in spans] == [("name", "LÊ THỊ HẰNG"), ("class", "B2")]


def test_two_labels_in_one_line() -> None:
    assert found(line(100, 100, "Giới tính / Sex: Nữ Quốc tịch / Nationality: Việt Nam")) == {
        "sex": "Nữ",
        "nation": "Việt Nam",
    }


def test_a_value_goes_on_below_the_label_in_the_second_language() -> None:
    """The value's second line stands under "Full name:", which is under the label."""
    assert found(
        line(100, 100, "Họ và tên: HỒ HOÀI"),
        line(100, 140, "Full name:"),
        line(100, 180, "NAM"),
        line(100, 260, "Sex: Nam"),
    ) == {"name": "HỒ HOÀI NAM", "sex": "Nam"}


def test_lines_of_an_address_end_at_the_next_label_and_keep_their_comma() -> None:
    assert found(
        line(100, 100, "Quê quán: Đại Áng, Thanh Trì,"),
        line(100, 145, "Hà Nội"),
        line(100, 190, "Nơi thường trú: Số 5 ngõ 2, tổ 7,"),
        line(100, 235, "Định Công, Hoàng Mai, Hà Nội"),
    ) == {"home": "Đại Áng, Thanh Trì, Hà Nội", "address": "Số 5 ngõ 2, tổ 7, Định Công, Hoàng Mai, Hà Nội"}


def test_a_neighbouring_column_does_not_take_the_address() -> None:
    """As on chip cards: the expiry stands left of the address, its English label beside the address's second line."""
    assert found(
        line(500, 100, "Nơi thường trú / Place of residence: Tổ 4, Ấp Bình,"),
        line(20, 110, "Có giá trị đến: 02/03/2031"),
        line(20, 150, "Date of expiry:"),
        line(500, 145, "Long Thành, Đồng Nai"),
    ) == {"address": "Tổ 4, Ấp Bình, Long Thành, Đồng Nai", "until": "02/03/2031"}


def test_columns_that_recognition_joined_part_where_other_lines_begin() -> None:
    lefts = [line(500, top, text) for top, text in ((20, "CĂN CƯỚC"), (60, "Họ và tên: LÊ AN"), (100, "Giới tính: Nữ"))]
    both = line(200, 240, "Date of expiry: 02/03/2031")
    right = line(both.box.right + 8, 240, "Long Thành, Đồng Nai")
    shifted = [line(right.box.left, each.box.top, each.text) for each in lefts]
    joined = Line((*both.words, *right.words), both.box)
    assert found(*shifted, line(right.box.left, 195, "Nơi thường trú: Tổ 4, Ấp Bình,"), joined) == {
        "name": "LÊ AN",
        "sex": "Nữ",
        "until": "02/03/2031",
        "address": "Tổ 4, Ấp Bình, Long Thành, Đồng Nai",
    }


def test_names_of_places_that_resemble_labels_are_no_labels() -> None:
    assert found(line(100, 100, "Quê quán: Bù Nho, Tiên Lữ, Nam Định"))["home"] == "Bù Nho, Tiên Lữ, Nam Định"


def test_a_skewed_page_keeps_its_rows() -> None:
    tilted = [line(100, 100, "Giới tính: Nam"), line(600, 112, "Quốc tịch:"), line(800, 117, "Việt Nam")]
    assert found(*tilted) == {"sex": "Nam", "nation": "Việt Nam"}


def test_a_title_is_recognised_by_resemblance() -> None:
    seen = page([line(100, 100, "CAN CƯỚC CÔNG OÂN")])
    assert likeness(seen, ["Căn cước công dân"]) > 0.9
    assert likeness(seen, ["Giấy phép lái xe"]) < 0.6
