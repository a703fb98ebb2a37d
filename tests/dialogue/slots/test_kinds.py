"""What each kind of slot makes of what people say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from giong.dialogue.assistant import Option, Slot
from giong.dialogue.slots.kind import Found, Wrong
from giong.dialogue.slots.table import KINDS

FRIDAY = date(2026, 11, 20)
OPTIONS = (
    Option("ca_khu", "Cả khu", ("cả xóm", "nhà nào cũng mất")),
    Option("mot_nha", "Chỉ nhà tôi", ("mỗi nhà tôi",)),
    Option("khac", "Khác"),
)


def slot(kind: str) -> Slot:
    if kind == "code":
        return Slot("ma", kind, (), pattern=r"ST\d{6}")
    if kind == "choice":
        return Slot("pham_vi", kind, (), options=OPTIONS)
    if kind == "number":
        return Slot("so", kind, (), minimum=1, maximum=10)
    return Slot("x", kind, ())


def read(kind: str, text: str) -> Any:
    found = KINDS[kind].read(text, slot(kind), FRIDAY)
    return found.value if isinstance(found, Found) else None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "hôm nay", "2026-11-20"),
        ("date", "mai nhé", "2026-11-21"),
        ("date", "ngày kia", "2026-11-22"),
        ("date", "thứ sáu tuần sau", "2026-11-27"),
        ("date", "thu 2 tuan sau", "2026-11-23"),
        ("date", "thứ hai", "2026-11-23"),
        ("date", "chủ nhật tuần này", "2026-11-22"),
        ("date", "3 ngày nữa", "2026-11-23"),
        ("date", "ngày 25", "2026-11-25"),
        ("date", "ngày 5", "2026-12-05"),
        ("date", "31", "2026-12-31"),
        ("date", "25 tháng 12", "2026-12-25"),
        ("date", "15 tháng 1", "2027-01-15"),
        ("date", "2/9/1990", "1990-09-02"),
        ("date", "02-09-90", "1990-09-02"),
        ("date", "2026-12-01", "2026-12-01"),
        ("date", "25-12", "2026-12-25"),
        ("date", "dạ 25-12 ạ", "2026-12-25"),
        ("date", "30/2/2026", None),
        ("date", "không biết", None),
        ("time", "9 giờ sáng", "09:00"),
        ("time", "3 giờ rưỡi chiều", "15:30"),
        ("time", "15h30", "15:30"),
        ("time", "10 giờ kém 15", "09:45"),
        ("time", "3 rưỡi chiều", "15:30"),
        ("time", "ba rưỡi chiều", "15:30"),
        ("time", "2:30 pm", "14:30"),
        ("date", "chiều T7 nhé", "2026-11-21"),
        ("date", "cn tuần này", "2026-11-22"),
        ("time", "chiều 2 giờ", "14:00"),
        ("time", "12 giờ đêm", "00:00"),
        ("time", "8", "08:00"),
        ("time", "25 giờ", None),
        ("phone", "số 0912 345 678 mới đúng", "0912345678"),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "0912.345.678 à nhầm 0913.345.678", "0913345678"),
        ("phone", "0912 345", None),
        ("phone", "0112345678", None),
        ("number", "3 người", 3),
        ("number", "ba", 3),
        ("number", "12", None),
        ("money", "500 nghìn", 500_000),
        ("money", "1 triệu 2", 1_200_000),
        ("money", "1 triệu 250 nghìn", 1_250_000),
        ("money", "2 triệu rưỡi", 2_500_000),
        ("money", "1.250.000 đ", 1_250_000),
        ("money", "300k", 300_000),
        ("money", "năm trăm nghìn", 500_000),
        ("duration", "nửa tiếng", 1800),
        ("duration", "2 giờ rưỡi", 9000),
        ("duration", "1 giờ 15 phút", 4500),
        ("yes_no", "dạ vâng ạ", True),
        ("yes_no", "dạ không", False),
        ("yes_no", "khong phai", False),
        ("yes_no", "không sai đâu", True),
        ("yes_no", "chưa đúng", False),
        ("yes_no", "không biết nữa", None),
        ("yes_no", "đúng không?", None),
        ("yes_no", "có mất phí không", None),
        ("choice", "cả xóm mất hết", "ca_khu"),
        ("choice", "2", "mot_nha"),
        ("choice", "cái đầu tiên", "ca_khu"),
        ("choice", "cái cuối cùng", "khac"),
        ("choice", "chi nha toi thoi", "mot_nha"),
        ("choice", "phím 3", "khac"),
        ("choice", "5", None),
        ("choice", "không rõ", None),
        ("code", "ST 123 456", "ST123456"),
        ("code", "mã là ét tê 123456 nhé", "ST123456"),
        ("code", "st một hai ba bốn năm sáu", "ST123456"),
        ("code", "ST12345", None),
        ("address", "nhà tôi ở số 12 Láng Hạ, phường Thành Công nhé", "số 12 Láng Hạ, phường Thành Công"),
        ("address", "45 ngo 7 lang ha", "45 ngo 7 lang ha"),
        ("address", "mấy giờ mở cửa", None),
        ("name", "tôi là nguyễn văn an ạ", "Nguyễn Văn An"),
        ("name", "tên tôi là Trần Thị Bé", "Trần Thị Bé"),
        ("name", "0912345678", None),
        ("choice", "thứ ba", None),
        ("choice", "dạ thứ ba ạ", None),
        ("choice", "cái thứ ba", "khac"),
        ("name", "thế thì thứ hai", None),
        ("name", "thu hai", None),
        ("name", "sáng mai 9 giờ", None),
        ("name", "chín giờ", None),
        ("name", "Phạm Thu Ba", "Phạm Thu Ba"),
        ("name", "Mai", "Mai"),
        ("email", "Lan.Nguyen@Gmail.com", "lan.nguyen@gmail.com"),
        ("email", "lan chấm nguyễn a còng gmail chấm com", "lan.nguyen@gmail.com"),
        ("email", "không có", None),
        ("text", "  gì cũng được ", "gì cũng được"),
        ("text", " ", None),
    ],
)
def test_reading(kind: str, text: str, value: Any) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("number", "3 người"), ("yes_no", "vâng"), ("text", "abc"), ("name", "Lan"), ("money", "12"), ("choice", "2")],
)
def test_nothing_unsure_is_found_in_passing(kind: str, text: str) -> None:
    assert KINDS[kind].find(text, slot(kind), FRIDAY) is None


def test_an_option_without_diacritics_is_found_in_passing_where_it_is_long_enough() -> None:
    choice = Slot("viec", "choice", (), options=(Option("thay", "Thay"), Option("ca_phe", "Cà phê")))
    found = KINDS["choice"].find("tim quan ca phe", choice, FRIDAY)
    assert isinstance(found, Found)
    assert found.value == "ca_phe"
    assert KINDS["choice"].find("toi muon chay ngay", choice, FRIDAY) is None
    assert KINDS["choice"].find("tìm quán ca phe", choice, FRIDAY) is None


@pytest.mark.parametrize("said", ["mỗi nhà em thôi", "mỗi nhà tui à", "moi nha minh"])
def test_an_option_is_recognised_whatever_people_call_themselves(said: str) -> None:
    choice = Slot(
        "x", "choice", (), options=(Option("mot_nha", "Chỉ nhà tôi", ("mỗi nhà tôi",)), Option("khu", "Cả khu"))
    )
    found = KINDS["choice"].read(said, choice, FRIDAY)
    assert isinstance(found, Found)
    assert found.value == "mot_nha"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("12 Láng Hạ, số điện thoại 0912 345 678", "12 Láng Hạ"),
        ("số 7 ngõ 3 phố Hoa Sữa", "số 7 ngõ 3 phố Hoa Sữa"),
        ("0912345678", None),
        ("số 0987 654 321 mới đúng", None),
    ],
)
def test_a_telephone_number_is_no_part_of_an_address(said: str, address: str | None) -> None:
    assert read("address", said) == address


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("date", "2026-11-05", "5/11/2026"),
        ("time", "15:30", "15 giờ 30"),
        ("time", "09:00", "9 giờ"),
        ("phone", "0912345678", "0912 345 678"),
        ("money", 1250000, "1.250.000 đồng"),
        ("number", 2.5, "2,5"),
        ("duration", 9000, "2 giờ 30 phút"),
        ("yes_no", True, "có"),
        ("choice", "ca_khu", "Cả khu"),
        ("code", "ST123456", "ST123456"),
    ],
)
def test_writing(kind: str, value: Any, written: str) -> None:
    assert KINDS[kind].written(value, slot(kind)) == written


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("text", ["", "?", "1" * 300, "à " * 200, "́", "🙂", "0" * 50])
def test_no_text_breaks_a_kind(kind: str, text: str) -> None:
    for found in (KINDS[kind].read(text, slot(kind), FRIDAY), KINDS[kind].find(text, slot(kind), FRIDAY)):
        assert not isinstance(found, Found) or 0 <= found.start <= found.end <= len(text)


def test_a_day_outside_the_slots_range_is_no_answer() -> None:
    appointment = Slot("ngay", "date", (), minimum=0, maximum=30)
    for text in ("hôm qua", "ngày 18/11/2026", "25-12", "18 tháng 11"):
        assert isinstance(KINDS["date"].read(text, appointment, FRIDAY), Wrong)
        assert KINDS["date"].find(text, appointment, FRIDAY) is None
    for text in ("hôm nay", "1-12"):
        assert isinstance(KINDS["date"].read(text, appointment, FRIDAY), Found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 giờ", "15:00"),
        ("3 rưỡi", "15:30"),
        ("3", "15:00"),
        ("9 giờ", "09:00"),
        ("3 giờ sáng", "03:00"),
        ("6 giờ", "06:00"),
        ("19 giờ", "19:00"),
    ],
)
def test_the_hours_of_a_slot_choose_morning_or_afternoon(text: str, value: str) -> None:
    found = KINDS["time"].read(text, Slot("gio", "time", (), minimum=7.5, maximum=16.5), FRIDAY)
    assert isinstance(found, Found)
    assert found.value == value
