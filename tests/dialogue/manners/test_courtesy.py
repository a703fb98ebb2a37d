"""The tone of those who say "dạ", and lists for the eye and the ear."""

from __future__ import annotations

import pytest

from giong.dialogue.listed import led_in, numbered, read_out
from giong.dialogue.manners.courtesy import softened


@pytest.mark.parametrize(
    ("text", "own", "said"),
    [
        ("Thời hạn là 5 ngày.", "em", "Dạ, thời hạn là 5 ngày ạ."),
        ("Thời hạn là 5 ngày.", "tôi", "Thời hạn là 5 ngày."),
        ("Hà Nội có 30 phường.", "em", "Hà Nội có 30 phường ạ."),
        ("Huế là cố đô.", "em", "Huế là cố đô ạ."),
        ("CCCD cấp ở công an.", "em", "CCCD cấp ở công an ạ."),
        ("15.000 đồng một lượt.", "con", "Dạ, 15.000 đồng một lượt ạ."),
        ("Dạ, được ạ.", "em", "Dạ, được ạ."),
        ("Cần có:\n- đơn.", "em", "Dạ, cần có:\n- đơn."),
        ("Cần nhiều loại...", "em", "Dạ, cần nhiều loại..."),
    ],
)
def test_facts_and_names_stay(text: str, own: str, said: str) -> None:
    assert softened(text, own) == said


def test_a_list_is_numbered_and_counted() -> None:
    shown = numbered("Cần có:\n- Tờ khai;\n- CCCD của người làm đơn.")
    assert shown == "Cần có:\n1. Tờ khai;\n2. CCCD của người làm đơn."
    assert read_out(shown, ordinals=True) == "Cần có: Thứ nhất, tờ khai. Thứ hai, CCCD của người làm đơn."
    assert read_out(shown, ordinals=False) == "Cần có: Tờ khai. CCCD của người làm đơn."


def test_marks_of_the_author_are_kept_and_no_list_is_not_read_as_one() -> None:
    assert numbered("Gồm:\na) Đơn;\nb) Ảnh.") == "Gồm:\na) Đơn;\nb) Ảnh."
    assert numbered("Một dòng\n- gạch đầu dòng lẻ") == "Một dòng\n- gạch đầu dòng lẻ"
    assert read_out("Thời hạn là 5 ngày.", ordinals=True) == ""


def test_a_list_that_begins_at_once_is_led_in() -> None:
    assert led_in("- Bậc 1: 1.984 đồng\n- Bậc 2: 2.050 đồng").startswith("Có 2 trường hợp:\n- Bậc 1")
    assert led_in("Bậc 1: 1.984 đồng.") == "Bậc 1: 1.984 đồng."
