"""Identity cards of all generations, from text as recognition gives it."""

from __future__ import annotations

from dataclasses import replace

from giong.documents.classify import classify
from giong.documents.kind import Kind, Paper
from giong.documents.kinds.cccd_back import CccdBack
from giong.documents.kinds.cccd_front import CccdFront
from giong.documents.kinds.cmnd_back import CmndBack
from giong.documents.kinds.cmnd_front import CmndFront
from giong.documents.kinds.table import KINDS
from giong.vision.page import Barcode, Line
from giong.vision.shapes import Box
from tests.documents.printing import column, line, page, paper, values, verdicts

CODE = "001199012345|012345678|Nguyễn Thị An|05031999|Nữ|Số 5, Định Công, Hoàng Mai, Hà Nội|20042021"


def card(*lines: Line, code: str = "") -> Paper:
    seen = page(lines, width=1250, height=788)
    codes = (Barcode("QRCode", code, Box(1050, 30, 1200, 180)),) if code else ()
    return paper(replace(seen, barcodes=codes))


def chip_front(*, code: str = "", sex: str = "Nữ") -> Paper:
    """As printed since 2021: values under some labels, the expiry left of the address."""
    return card(
        line(330, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        line(420, 60, "Độc lập - Tự do - Hạnh phúc"),
        line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50),
        line(400, 200, "Citizen Identity Card"),
        line(400, 260, "Số / No.: 001199012345", height=36),
        line(400, 310, "Họ và tên / Full name:"),
        line(400, 350, "NGUYỄN THỊ AN"),
        line(400, 400, "Ngày sinh / Date of birth: 05/03/1999"),
        line(400, 450, f"Giới tính / Sex: {sex}   Quốc tịch / Nationality: Việt Nam", height=26),
        line(400, 500, "Quê quán / Place of origin:"),
        line(400, 540, "Đại Áng, Thanh Trì, Hà Nội"),
        line(400, 590, "Nơi thường trú / Place of residence: Số 5,", height=26),
        line(400, 630, "Định Công, Hoàng Mai, Hà Nội"),
        line(20, 640, "Có giá trị đến: 05/03/2039", height=24),
        line(20, 672, "Date of expiry:", height=24),
        code=code,
    )


FRONT = {
    "id": "001199012345",
    "name": "NGUYỄN THỊ AN",
    "dob": "05/03/1999",
    "sex": "Nữ",
    "nationality": "Việt Nam",
    "home": "Đại Áng, Thanh Trì, Hà Nội",
    "address": "Số 5, Định Công, Hoàng Mai, Hà Nội",
    "doe": "05/03/2039",
}


def modern_back() -> Paper:
    return card(
        line(60, 40, "Nơi cư trú / Place of residence: Tổ 4, Ấp Bình,"),
        line(60, 80, "Long Thành, Đồng Nai"),
        line(60, 140, "Nơi đăng ký khai sinh / Place of birth"),
        line(60, 180, "Hòa Thịnh, Tây Hòa, Phú Yên"),
        line(320, 290, "Ngày, tháng, năm cấp / Date of issue: 20/04/2025"),
        line(320, 340, "Ngày, tháng, năm hết hạn / Date of expiry: 05/03/2039", height=26),
        line(500, 420, "BỘ CÔNG AN"),
        line(60, 560, "IDVNM1990123454001199012345<<6", height=44),
        line(60, 640, "9903054F3903052VNM<<<<<<<<<<<4", height=44),
        line(60, 720, "NGUYEN<<THI<AN<<<<<<<<<<<<<<<<", height=44),
    )


def test_a_chip_card() -> None:
    assert values(CccdFront(), chip_front()) == FRONT


def test_a_number_that_contradicts_the_sex_is_told() -> None:
    assert verdicts(CccdFront(), chip_front())["cccd.sex"] == "passed"
    assert verdicts(CccdFront(), chip_front(sex="Nam"))["cccd.sex"] == "failed"


def test_the_code_gives_what_the_print_lost() -> None:
    bare = card(line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50), line(400, 310, "Họ và tên:"), code=CODE)
    assert values(CccdFront(), bare) == {
        "id": "001199012345",
        "name": "Nguyễn Thị An",
        "dob": "05/03/1999",
        "sex": "Nữ",
        "nationality": "Việt Nam",
        "address": "Số 5, Định Công, Hoàng Mai, Hà Nội",
    }


def test_values_whose_labels_cannot_be_read() -> None:
    """Small print is lost first: what is a name, a place or a day is known by itself."""
    found = values(
        CccdFront(),
        card(
            line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50),
            line(400, 260, "001199012345", height=36),
            line(400, 350, "NGUYỄN THỊ AN"),
            line(400, 400, "05/03/1999"),
            line(400, 450, "Nữ"),
            line(400, 540, "Đại Áng, Thanh Trì, Hà Nội"),
            line(400, 630, "Số 5, Định Công, Hoàng Mai, Hà Nội"),
            line(20, 700, "05/03/2039"),
        ),
    )
    assert found == FRONT


def test_the_front_of_2024_has_no_places() -> None:
    found = values(
        CccdFront(),
        card(
            *column(
                [
                    "CĂN CƯỚC",
                    "IDENTITY CARD",
                    "Số định danh cá nhân / Personal identification number:",
                    "001199012345",
                    "Họ, chữ đệm và tên khai sinh / Full name:",
                    "NGUYỄN THỊ AN",
                    "Ngày, tháng, năm sinh / Date of birth: 05/03/1999",
                    "Giới tính / Sex: Nữ",
                    "Quốc tịch / Nationality: Việt Nam",
                ]
            )
        ),
    )
    assert found == {name: FRONT[name] for name in ("id", "name", "dob", "sex", "nationality")}


def test_the_back_of_2024() -> None:
    found = values(CccdBack(), modern_back())
    assert found["address"] == "Tổ 4, Ấp Bình, Long Thành, Đồng Nai"
    assert found["birth_place"] == "Hòa Thịnh, Tây Hòa, Phú Yên"
    assert (found["issue_date"], found["doe"], found["issue_loc"]) == ("20/04/2025", "05/03/2039", "BỘ CÔNG AN")
    assert found["mrz"].split("\n")[2] == "NGUYEN<<THI<AN<<<<<<<<<<<<<<<<"


def test_the_back_of_2016_has_no_zone() -> None:
    found = values(
        CccdBack(),
        card(
            *column(
                [
                    "Đặc điểm nhận dạng: Nốt ruồi C: 1cm trên sau",
                    "đuôi mắt phải",
                    "Ngày 20 tháng 04 năm 2018",
                    "CỤC TRƯỞNG CỤC CẢNH SÁT",
                    "ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ",
                ]
            )
        ),
    )
    assert found == {
        "features": "Nốt ruồi C: 1cm trên sau đuôi mắt phải",
        "issue_date": "20/04/2018",
        "issue_loc": "CỤC TRƯỞNG CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ",
    }


def test_doubtful_words_that_may_begin_a_value_are_no_remains_of_a_label() -> None:
    name, place = (
        line(400, top, text, confidence=0.95)
        for top, text in ((350, "NGUYÊN VĂN AN"), (540, "Thôn Đoài, Xã Tam Hiệp, Thanh Trì, Hà Nội"))
    )
    doubtful = [
        replace(
            read,
            words=tuple(
                replace(word, confidence=0.3) if at < 2 - (read is name) else word for at, word in enumerate(read.words)
            ),
        )
        for read in (name, place)
    ]
    found = values(CccdFront(), card(line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50), *doubtful))
    assert (found["name"], found["home"]) == ("NGUYỄN VĂN AN", "Thôn Đoài, Xã Tam Hiệp, Thanh Trì, Hà Nội")


def test_a_nought_that_was_read_as_a_letter_in_a_day_in_words() -> None:
    back = card(*column(["Dân tộc: Kinh", "DẤU VẾT RIÊNG VÀ DỊ HÌNH", "Ngày 25 tháng O4 năm 2004"]))
    assert values(CmndBack(), back)["issue_date"] == "25/04/2004"


def test_a_number_of_whose_label_letters_are_left() -> None:
    lost = card(*column(["CĂN CƯỚC CÔNG DÂN", "sa/N6001199012345", "Họ và tên: NGUYỄN THỊ AN", "Giới tính: Nữ"]))
    assert values(CccdFront(), lost)["id"] == "001199012345"


def test_a_name_that_resembles_a_label_behind_its_own() -> None:
    told = card(*column(["GIẤY CHỨNG MINH NHÂN DÂN", "Họ tên : NGUYÊN ÁNH ÁNH TUYỀN", "Sinh ngày: 02/09/1975"]))
    assert values(CmndFront(), told)["name"] == "NGUYỄN ÁNH ÁNH TUYỀN"


def old_front() -> Paper:
    return card(
        *column(
            [
                "GIẤY CHỨNG MINH NHÂN DÂN",
                "Số 012345678",
                "Họ tên: LÊ VĂN BÌNH",
                "Sinh ngày: 02-09-1975",
                "Nguyên quán: Hòa Thịnh, Tây Hòa,",
                "Phú Yên",
                "Nơi ĐKHK thường trú: 12 Lê Lợi, Tuy Hòa, Phú Yên",
            ]
        )
    )


def test_an_old_card() -> None:
    assert values(CmndFront(), old_front()) == {
        "id": "012345678",
        "name": "LÊ VĂN BÌNH",
        "dob": "02/09/1975",
        "home": "Hòa Thịnh, Tây Hòa, Phú Yên",
        "address": "12 Lê Lợi, Tuy Hòa, Phú Yên",
    }


def test_an_old_card_whose_labels_are_lost() -> None:
    lost = card(
        *column(
            [
                "GIẤY CHỨNG MINH NHÂN DÂN",
                "s6/N0:012345678",
                "Hạ - LÊ VĂN BÌNH",
                "Sinh ngày: 02-09-1975",
                "Nxyq quần: Hòa Thịnh, Tây Hòa, Phú Yên",
                "Nơi ĐKHK thường trú: 12 Lê Lợi, Tuy Hòa, Phú Yên",
            ]
        )
    )
    found = values(CmndFront(), lost)
    assert (found["id"], found["name"], found["home"]) == ("012345678", "LÊ VĂN BÌNH", "Hòa Thịnh, Tây Hòa, Phú Yên")


def old_back() -> Paper:
    return card(
        *column(
            [
                "Dân tộc: Kinh   Tôn giáo: Không",
                "Dấu vết riêng và dị hình",
                "Sẹo chấm cách 1cm trước đuôi mắt trái",
                "Ngày 05 tháng 03 năm 2009",
                "GIÁM ĐỐC CÔNG AN TỈNH PHÚ YÊN",
            ]
        )
    )


def test_the_back_of_an_old_card() -> None:
    found = values(CmndBack(), old_back())
    assert (found["ethnicity"], found["religion"]) == ("Kinh", "Không")
    assert found["features"] == "Sẹo chấm cách 1cm trước đuôi mắt trái"
    assert (found["issue_date"], found["issue_loc"]) == ("05/03/2009", "GIÁM ĐỐC CÔNG AN TỈNH PHÚ YÊN")


def test_each_is_taken_for_what_it_is() -> None:
    guesses = [classify(seen, KINDS).kind for seen in (chip_front(), modern_back(), old_front(), old_back())]
    assert [guess.name for guess in guesses if guess] == ["cccd_front", "cccd_back", "cmnd_front", "cmnd_back"]


def test_any_other_text_is_no_card() -> None:
    novel = card(*column(["Ngày xưa có một người", "tên là Nam, nhà ở Hà Nội,", "sống bằng nghề chài lưới."]))
    kinds: tuple[Kind, ...] = (CccdFront(), CccdBack(), CmndFront(), CmndBack())
    assert classify(novel, kinds).kind is None


def test_a_code_is_held_against_the_print() -> None:
    said = verdicts(CccdFront(), chip_front(code=CODE))
    assert {said[f"qr.{name}"] for name in ("id", "name", "dob", "sex", "address")} == {"passed"}
    other = CODE.replace("001199012345", "001199012346").replace("Nguyễn Thị An", "Lê Thu Hằng")
    said = verdicts(CccdFront(), chip_front(code=other))
    assert (said["qr.id"], said["qr.name"], said["qr.dob"]) == ("failed", "failed", "passed")
    assert not any(code.startswith("qr.") for code in verdicts(CccdFront(), chip_front()))


def test_a_name_that_resembles_a_label_stays_a_name() -> None:
    """ "NGUYỄN QUỐC" is two letters from "Nguyên quán"."""
    found = values(
        CccdFront(),
        card(
            line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50),
            line(400, 260, "001199012345", height=36),
            line(400, 350, "NGUYỄN QUỐC LINH"),
            line(400, 540, "Đại Áng, Thanh Trì, Hà Nội"),
            line(400, 630, "Số 5, Định Công, Hoàng Mai, Hà Nội"),
        ),
    )
    assert found["name"] == "NGUYỄN QUỐC LINH"
    assert found["home"] == "Đại Áng, Thanh Trì, Hà Nội"


def test_a_long_name_goes_on_in_the_next_line() -> None:
    """Even with the label's second language between the lines; a sex is no name."""
    title = line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50)
    broken = card(
        title,
        line(400, 250, "Họ, chữ đệm và tên khai sinh: BÙI HẢI"),
        line(400, 282, "Full name:", height=20),
        line(400, 310, "YẾN"),
        line(400, 360, "Ngày, tháng, năm sinh: 06/02/1997"),
    )
    assert values(CccdFront(), broken)["name"] == "BÙI HẢI YẾN"
    whole = card(title, line(400, 250, "Họ và tên: Bùi Hải Yến"), line(400, 290, "Nam"))
    assert values(CccdFront(), whole)["name"] == "Bùi Hải Yến"


def test_a_place_ends_with_its_province() -> None:
    """The label of the second place cannot be read."""
    found = values(
        CccdFront(),
        card(
            line(340, 140, "CĂN CƯỚC CÔNG DÂN", height=50),
            line(400, 350, "Họ và tên: HỒ HỮU THỊ VINH"),
            line(400, 400, "Quê quán: Dịch Vọng, Thanh Trì, Hà Nội"),
            line(400, 450, "Nz twòmg ướ: Tố 5, Dịch Vọng, Ba Đình, Hà"),
            line(400, 500, "Nội"),
        ),
    )
    assert found["home"] == "Dịch Vọng, Thanh Trì, Hà Nội"
    assert found["address"] == "Tổ 5, Dịch Vọng, Ba Đình, Hà Nội"
