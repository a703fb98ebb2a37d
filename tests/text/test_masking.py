"""What must not be seen is not seen, in digits and in words; what is no personal datum stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giong.text.masking import Kind, find, mask
from giong.text.spoken import spoken

MASKED = [
    ("số của em là không chín không ba một hai ba bốn năm sáu ạ", "số của em là [số điện thoại] ạ"),
    ("Gọi 0903 123 456 hoặc +84 912.345.678", "Gọi [số điện thoại] hoặc [số điện thoại]"),
    ("Viết cho an.nguyen@gmail.com nhé", "Viết cho [email] nhé"),
    ("email của em là an chấm nguyễn a còng gờ meo chấm com nhé", "email của em là [email] nhé"),
    ("CCCD 001199012345, MST 0301442900", "CCCD [số giấy tờ], MST [mã số thuế]"),
    ("chứng minh nhân dân 123456789", "chứng minh nhân dân [số giấy tờ]"),
    ("stk 0071000123456 vietcombank", "stk [số tài khoản] vietcombank"),
    ("thẻ 4111 1111 1111 1111", "thẻ [số thẻ]"),
    ("mã otp là bốn tám hai chín một ba", "mã otp là [mã bí mật]"),
    ("mat khau la 482913", "mat khau la [mã bí mật]"),
    ("căn cước không không một một chín chín không một hai ba bốn năm", "căn cước [số giấy tờ]"),
    ("tôi tên là Lê Văn Tám, số 0912345678", "tôi tên là [họ tên], số [số điện thoại]"),
    ("hộ chiếu B1234567", "hộ chiếu [số giấy tờ]"),
    ("số lạ 123456789012", "số lạ [dãy số]"),
    ("số máy bàn là không hai bốn ba tám hai năm năm sáu bảy tám", "số máy bàn là [số điện thoại]"),
    ("gọi 0912345678,0987654321 hoặc sđt0912345678", "gọi [số điện thoại],[số điện thoại] hoặc sđt[số điện thoại]"),
    ("mật khẩu là Abc@1234", "mật khẩu là [mã bí mật]"),
    ("mk: Lan@2020", "mk: [mã bí mật]"),
    ("con tôi tên Bảo Ngọc học lớp 3", "con tôi tên [họ tên] học lớp 3"),
    ("xe 51F-123.45", "xe [biển số xe]"),
    ("bhyt HS4010112345678", "bhyt [số giấy tờ]"),
    ("stk 0071000123456 chủ tk NGUYEN VAN AN", "stk [số tài khoản] chủ tk [họ tên]"),
    ("không chín tám ba, ba hai bốn, năm sáu bảy", "[số điện thoại]"),
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "ba tôi năm nay chín mươi tuổi",
        "giá 1.250.000.000 đồng, ngày 12-05-2026",
        "hẹn 12/5/2026 lúc 7h30",
        "gọi hotline 1900 1234 hoặc 113",
        "một hai ba bắt đầu",
        "khoản 2 Điều 12 Nghị định 15/2020/NĐ-CP",
        "hóa đơn 1250000000 đồng",
        "hai triệu ba trăm bốn mươi lăm nghìn đồng",
        "không có ai ở nhà năm người",
        "mã bưu chính 700000",
        "giai đoạn 2021-2025, năm học 2025 - 2026",
        "công ty TNHH Trần Gia",
        "Bà Rịa - Vũng Tàu",
    ],
)
def test_left_alone(text: str) -> None:
    assert mask(text) == text


phone_numbers = st.from_regex(r"0(3[2-9]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}", fullmatch=True)


@given(
    phone_numbers,
    st.sampled_from(["{}", "số em là {} ạ", "gọi lại {} giúp em", "dạ {} đúng không ạ", "anh Nam {}"]),
)
def test_no_phone_escapes_in_digits_or_words(number: str, around: str) -> None:
    for text in (
        around.format(number),
        spoken(around.format(number)),
        spoken(around.format(number)).replace(",", ""),
    ):
        assert [masked.kind for masked in find(text) if masked.kind is not Kind.NAME] == [Kind.PHONE]
        assert "không chín" not in mask(text)
        assert number not in mask(text)


@given(st.text(max_size=80))
def test_spans_are_true_ordered_and_apart(text: str) -> None:
    last = 0
    for masked in find(text):
        assert text[masked.span.start : masked.span.end] == masked.span.text
        assert masked.span.start >= last
        last = masked.span.end
