"""What a kind says of a value that will not do, in words that a person can act on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from giong.dialogue import standing
from giong.dialogue.assistant import Option, Slot
from giong.dialogue.slots import reasons
from giong.dialogue.slots.kind import Found, Wrong
from giong.dialogue.slots.table import KINDS, OPEN, SORTS, UNMISTAKABLE

TODAY = date(2026, 11, 20)
THINGS = (Option("a", "Thường trú"), Option("b", "Tạm trú"), Option("c", "Khai sinh"), Option("d", "Khai tử"))


def answer(kind: str, text: str, **slot: Any) -> Found | Wrong | None:
    return KINDS[kind].read(text, Slot("x", kind, (), **slot), TODAY)


def wording(wrong: Wrong) -> str:
    text = standing.LINES[wrong.reason][0]
    for name, value in {"self": "em", "customer": "anh/chị", **wrong.names}.items():
        text = text.replace("{{" + name + "}}", value)
    return text


@pytest.mark.parametrize(
    ("kind", "text", "slot", "said"),
    [
        ("phone", "091234567", {}, "số này mới có 9 chữ số, còn thiếu 1 số"),
        ("phone", "không chín một hai ba bốn năm sáu", {}, "mới có 8 chữ số, còn thiếu 2 số"),
        ("phone", "09123456789", {}, "có 11 chữ số, thừa 1 số"),
        ("phone", "0112 345 678", {}, "không có đầu số 011"),
        ("phone", "1900 1234", {"only": ("mobile",)}, "cần số di động"),
        ("phone", "0912 345 678", {"only": ("landline",)}, "cần số máy bàn"),
        ("citizen_id", "00120300456", {}, "số này có 11 chữ số; số căn cước phải đủ 12 chữ số"),
        ("citizen_id", "003203004567", {}, "ba số đầu 003 không phải mã tỉnh nào"),
        ("citizen_id", "001299004567", {}, "năm sinh 2099"),
        ("citizen_id", "012345678", {"only": ("cccd",)}, "chứng minh nhân dân cũ"),
        ("tax_code", "0100109107", {}, "chắc có một chữ số bị nhầm"),
        ("tax_code", "01001091", {}, "số này có 8 chữ số; mã số thuế có 10 số"),
        ("bank_account", "12345", {}, "có 5 chữ số; số tài khoản có từ 6 đến 19"),
        ("bank_account", "12345678", {"minimum": 10, "maximum": 14}, "số tài khoản có từ 10 đến 14"),
        ("plate", "51F 12", {}, "biển số gồm hai số"),
        ("plate", "09A-12345", {}, "không có biển số đầu 09"),
        ("code", "HS2601", {"pattern": r"HS\d{6}"}, "ghi được HS2601, còn thiếu 2 ký tự"),
        ("code", "HS 260 1234", {"pattern": r"HS\d{6}"}, "ghi được HS2601234, thừa 1 ký tự"),
        ("code", "AB260123", {"pattern": r"HS\d{6}"}, "ghi được AB260123 nhưng mã này chưa đúng mẫu"),
        ("number", "7", {"minimum": 2, "maximum": 6}, "7 thì nhiều quá, nhiều nhất là 6"),
        ("number", "một", {"minimum": 2, "maximum": 6}, "1 thì ít quá, ít nhất phải là 2"),
        ("integer", "hai rưỡi", {}, "số nguyên"),
        ("percent", "150%", {}, "từ 0 đến 100"),
        ("money", "20 nghìn", {"minimum": 50000}, "20.000 đồng thì ít quá, ít nhất phải là 50.000 đồng"),
        ("duration", "ba ngày", {"maximum": 86400}, "3 ngày thì nhiều quá, nhiều nhất là 1 ngày"),
        ("date", "30/2", {}, "lịch không có ngày 30/2"),
        ("date", "31 tháng 11", {}, "lịch không có ngày 31 tháng 11"),
        ("date", "hôm qua", {"minimum": 0}, "ngày 19/11/2026 đã qua rồi"),
        ("date", "mai", {"minimum": 2}, "phải từ ngày 22/11/2026 trở đi"),
        ("date", "25/12", {"maximum": 30}, "muộn nhất là ngày 20/12/2026"),
        ("date", "mai", {"maximum": 0}, "ngày 21/11/2026 còn chưa tới"),
        ("date", "hôm nay", {"maximum": -1}, "muộn nhất là ngày 19/11/2026"),
        ("date", "tuần sau", {}, "tuần sau thì cụ thể là ngày nào"),
        ("date", "từ thứ hai đến thứ tư", {}, "chọn ngày 23/11/2026 hay ngày 25/11/2026"),
        ("date", "mai hoặc thứ hai cũng được", {}, "chọn ngày 21/11/2026 hay ngày 23/11/2026"),
        ("date", "thứ hai hay cuối tuần", {}, "chọn ngày 23/11/2026 hay ngày 21/11/2026"),
        ("time", "25 giờ", {}, "đồng hồ không có 25 giờ"),
        ("time", "buổi chiều", {}, "buổi chiều thì cụ thể là mấy giờ"),
        ("email", "lan gmail.com", {}, "phải có chữ a còng"),
        ("email", "lan a còng gmail", {}, "còn thiếu tên miền"),
        ("url", "www", {}, "cần có tên miền"),
        ("yes_no", "để xem đã", {}, "cứ cân nhắc"),
        ("choice", "7", {"options": THINGS}, "chỉ có 4 lựa chọn"),
        ("choice", "khai tử hoặc tạm trú", {"options": THINGS}, "chọn Tạm trú hay Khai tử"),
        ("name", "0912345678", {}, "tên người thì không có chữ số"),
        ("address", "em ở Thái Bình ạ", {}, "mới có Thái Bình, còn thiếu số nhà"),
        ("file", "em gửi rồi", {}, "cần ảnh chụp hoặc tệp"),
    ],
)
def test_what_is_wrong_is_said(kind: str, text: str, slot: dict[str, Any], said: str) -> None:
    wrong = answer(kind, text, **slot)
    assert isinstance(wrong, Wrong)
    assert said in wording(wrong)
    assert "{{" not in wording(wrong)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "gặp nhân viên"),
        ("phone", "nhà có 3 người"),
        ("citizen_id", "để em tìm đã"),
        ("code", "tôi không nhớ"),
        ("code", "phòng 12"),
        ("date", "gặp nhân viên"),
        ("number", "nhiều lắm"),
        ("plate", "xe tôi màu đỏ"),
        ("email", "không có"),
        ("choice", "cái gì cũng được"),
        ("yes_no", "phí bao nhiêu vậy em"),
    ],
)
def test_where_no_value_was_meant_nothing_is_called_wrong(kind: str, text: str) -> None:
    assert answer(kind, text, pattern=r"HS\d{6}", options=THINGS) is None


def test_every_reason_may_be_worded_anew_with_its_names() -> None:
    assert reasons.LINES.keys() <= standing.LINES.keys()
    assert standing.LINE_NAMES["wrong_phone_short"] == {"count", "missing"}
    assert reasons.NAMES["wrong_yes_no_undecided"] == frozenset()


def test_the_sets_of_kinds_name_kinds() -> None:
    assert OPEN | UNMISTAKABLE | SORTS.keys() <= KINDS.keys()
    assert not OPEN & UNMISTAKABLE
