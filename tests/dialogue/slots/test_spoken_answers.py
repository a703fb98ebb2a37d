"""Values as callers and chatters give them: dictated, spelled, taken back, typed in a hurry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from giong.dialogue.assistant import Option, Slot
from giong.dialogue.slots.kind import Found
from giong.dialogue.slots.table import KINDS
from giong.text.written import written

TODAY = date(2026, 11, 20)
THINGS = (
    Option("thuong_tru", "Đăng ký thường trú", ("thường trú", "nhập hộ khẩu")),
    Option("tam_tru", "Đăng ký tạm trú", ("tạm trú",)),
    Option("khai_sinh", "Đăng ký khai sinh", ("khai sinh",)),
    Option("ket_hon", "Đăng ký kết hôn", ("kết hôn", "cưới")),
)


def found(kind: str, text: str, **slot: Any) -> Found | None:
    given = Slot("x", kind, (), **slot)
    for form in (text, written(text)):
        answer = KINDS[kind].read(form, given, TODAY)
        if isinstance(answer, Found):
            return answer
    return None


def value(kind: str, text: str, **slot: Any) -> Any:
    answer = found(kind, text, **slot)
    return answer.value if answer else None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("số của chị là không chín một hai ba bốn năm sáu bảy tám em nhé", "0912345678"),
        ("không chín một hai, à, ba bốn năm, sáu bảy tám", "0912345678"),
        ("không chín mười hai ba mươi tư năm mươi sáu bảy tám", "0912345678"),
        ("không chín không ba số tám hai lần số năm một hai ba", None),
        ("không chín không ba số tám hai lần số năm một hai", "0908885512"),
        ("không chín sáu tứ quý tám một hai ba", "0968888123"),
        ("0903 123 456 à nhầm 457", "0903123457"),
        ("0903 123 456 à nhầm 0913 123 456", "0913123456"),
        ("khong chin mot hai ba bon nam sau bay tam", "0912345678"),
        ("0168 123 4567", "0381234567"),
        ("cộng tám tư chín một hai ba bốn năm sáu bảy tám", "0912345678"),
        ("912 345 678", "0912345678"),
    ],
)
def test_telephone_numbers(said: str, number: str | None) -> None:
    assert value("phone", said) == number


@pytest.mark.parametrize(
    ("said", "pattern", "code"),
    [
        ("pê hát không một không hai không không ba không bốn năm sáu", r"P[A-Z]\d{11}", "PH01020030456"),
        (
            "pê như Phúc, hát như Hà, không một không hai hai số không ba không bốn năm sáu",
            r"P[A-Z]\d{11}",
            "PH01020030456",
        ),
        ("mã là S như Sông, tê, một hai ba, à, bốn năm sáu", r"ST\d{6}", "ST123456"),
        ("chữ hát chữ ét xì hai sáu không một hai ba", r"HS\d{6}", "HS260123"),
        ("ST123456 à nhầm ST123457", r"ST\d{6}", "ST123457"),
        ("hát đê gạch hai không hai bốn gạch không một", r"HD-\d{4}-\d{2}", "HD-2024-01"),
        ("HD 2024 01", r"HD-\d{4}-\d{2}", "HD-2024-01"),
        ("hs 26 01 23 nhé", r"HS\d{6}", "HS260123"),
        ("a bờ cờ hai mươi lăm", r"ABC\d{2}", "ABC25"),
    ],
)
def test_codes(said: str, pattern: str, code: str) -> None:
    assert value("code", said, pattern=pattern) == code


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("citizen_id", "không không một hai không ba không không bốn năm sáu bảy", "001203004567"),
        ("citizen_id", "số căn cước của tôi là 001 203 004 567 ạ", "001203004567"),
        ("citizen_id", "012345678", "012345678"),
        ("tax_code", "mã số thuế 0100109106-001", "0100109106-001"),
        ("tax_code", "không một không không một không chín một không sáu", "0100109106"),
        ("tax_code", "001203004567", "001203004567"),
        ("bank_account", "stk 1903 4567 8901 23 nhé", "19034567890123"),
        ("plate", "51f 12345", "51F-123.45"),
        ("plate", "29-B1 123.45", "29B1-123.45"),
        ("plate", "năm mốt ép một hai ba bốn lăm", "51F-123.45"),
        ("plate", "ba mươi a ba số tám hai số tám", "30A-888.88"),
        ("plate", "29B1-1234", "29B1-1234"),
        ("email", "lan chấm nguyễn a còng gmail chấm com", "lan.nguyen@gmail.com"),
        ("email", "a bê xê một hai ba a còng gờ meo chấm com", "abc123@gmail.com"),
        ("email", "en như nam gạch dưới hai không hai năm a còng ya hu chấm com", "n_2025@yahoo.com"),
        ("url", "https://Vidu.vn/ABC", "https://vidu.vn/ABC"),
        ("url", "vê kép vê kép vê kép chấm gióng chấm vê en", "www.giong.vn"),
        ("url", "lan@vidu.vn", None),
        ("address", "mười hai trên năm láng hạ", "12/5 láng hạ"),
        ("address", "xã Tân Lập, huyện Vũ Thư, Thái Bình", "xã Tân Lập, huyện Vũ Thư, Thái Bình"),
        ("province", "em ở Thái Bình", "Hưng Yên"),
        ("province", "tp hcm", "Hồ Chí Minh"),
        ("province", "không biết", None),
        ("name", "Nguyễn Văn An, số 0912345678", "Nguyễn Văn An"),
        ("name", "cứ gọi tôi là Minh", "Minh"),
        ("name", "không cho đâu", None),
        ("file", "file:a1-b2.jpg", "a1-b2.jpg"),
    ],
)
def test_papers_places_and_addresses(kind: str, said: str, expected: str | None) -> None:
    assert value(kind, said) == expected


def test_the_words_of_an_address_are_those_that_were_said() -> None:
    said = "mười hai trên năm láng hạ"
    answer = found("address", f"{said}, số tôi 0903123456")
    assert answer is not None
    assert (answer.value, answer.start, answer.end) == ("12/5 láng hạ", 0, len(said))


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("number", "hai phẩy năm", 2.5),
        ("number", "âm năm", -5),
        ("number", "hai trăm rưỡi", 250),
        ("number", "3 nghìn", 3000),
        ("number", "2 trăm", 200),
        ("integer", "1 nghìn 2", 1200),
        ("number", "không biết nữa", None),
        ("number", "thứ ba", None),
        ("percent", "hai mươi phẩy năm phần trăm", 20.5),
        ("percent", "một nửa", 50),
        ("percent", "một phần tư", 25),
        ("percent", "hai phần năm", 40),
        ("money", "hai triệu tư", 2_400_000),
        ("money", "2 triệu 3 trăm", 2_300_000),
        ("money", "1 tỷ 200 triệu", 1_200_000_000),
        ("money", "nửa triệu", 500_000),
        ("money", "nam tram nghin", 500_000),
        ("money", "năm mươi nghìn một lần", 50_000),
        ("duration", "một tiếng rưỡi", 5400),
        ("duration", "2h30", 9000),
        ("duration", "năm năm", 157_680_000),
        ("duration", "hai gio ba muoi phut", 9000),
        ("time", "ba giờ mười lăm", "03:15"),
        ("time", "chiều mai lúc 3 rưỡi", "15:30"),
        ("time", "chín giờ kém năm", "08:55"),
        ("time", "không biết", None),
        ("yes_no", "ừ thì cũng được", True),
        ("yes_no", "thôi cũng được", True),
        ("yes_no", "muốn chứ", True),
        ("yes_no", "có đâu", False),
        ("yes_no", "đâu có", False),
        ("yes_no", "dạ thôi để sau", False),
        ("yes_no", "không phải không", None),
        ("yes_no", "chưa chắc", None),
    ],
)
def test_amounts_times_and_consent(kind: str, said: str, expected: Any) -> None:
    assert value(kind, said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("thuong chu", "thuong_tru"),
        ("khai xinh", "khai_sinh"),
        ("kết hồn ạ", "ket_hon"),
        ("cai dau tien", "thuong_tru"),
        ("cái kế cuối", "khai_sinh"),
        ("đăng ký", None),
        ("thay công tơ", None),
    ],
)
def test_choices(said: str, expected: str | None) -> None:
    assert value("choice", said, options=THINGS) == expected


@pytest.mark.parametrize(
    ("kind", "said"), [("date", "cuối tuần"), ("yes_no", "chắc là có"), ("phone", "912345678"), ("choice", "khai xinh")]
)
def test_what_was_guessed_is_marked_to_be_said_back(kind: str, said: str) -> None:
    answer = found(kind, said, options=THINGS)
    assert answer is not None
    assert answer.unsure


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("citizen_id", "tôi có số 001203004567 nhé", "001203004567"),
        ("citizen_id", "mã đơn 012345678", None),
        ("citizen_id", "số chứng minh của tôi là 012345678", "012345678"),
        ("tax_code", "số 0100109106", None),
        ("tax_code", "mã số thuế là 0100109106", "0100109106"),
        ("bank_account", "tôi trả 12345678", None),
        ("bank_account", "số tài khoản 12345678", "12345678"),
        ("plate", "xe 51F-123.45 bị giữ", "51F-123.45"),
        ("percent", "vay 70% được không", 70),
        ("date", "cuối tuần có làm việc không", None),
        ("date", "hai tháng một lần", None),
        ("url", "vào vidu.vn xem", "vidu.vn"),
    ],
)
def test_in_passing_only_what_is_sure_is_found(kind: str, text: str, expected: Any) -> None:
    answer = KINDS[kind].find(text, Slot("x", kind, ()), TODAY)
    assert (answer.value if answer else None) == expected
