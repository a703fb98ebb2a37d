"""Understanding by likeness to examples."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from giong.dialogue.assistant import Example, Intent
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.nlu.examples import ExampleUnderstander
from giong.dialogue.nlu.understanding import Understanding

SAMPLE = Path(__file__).parents[1] / "assistants" / "cap-nuoc"
UNDERSTANDER = ExampleUnderstander(read_assistant(SAMPLE).intents.values())


def understand(text: str) -> Understanding:
    return asyncio.run(UNDERSTANDER.understand(text))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("nhà em mất nước rồi", "mat_nuoc"),
        ("nha toi bi mat nuoc", "mat_nuoc"),
        ("cho hỏi tiền nước tháng này bao nhiêu", "hoa_don"),
        ("mấy giờ thì mở cửa ạ", "gio_lam_viec"),
        ("cho tôi gặp nhân viên với", "agent"),
        ("thôi không cần nữa đâu", "cancel"),
        ("nhắc lại giúp tôi cái", "repeat"),
        ("ừ", "yes"),
        ("cảm ơn em nhiều nhé", "thanks"),
    ],
)
def test_what_is_like_an_example_is_understood_surely(text: str, intent: str) -> None:
    best = understand(text).best
    assert best.intent == intent
    assert best.confidence >= 0.55


@pytest.mark.parametrize("text", ["giá vé máy bay đi Đà Nẵng", "giá vé máy bay đi Huế", "abc xyz", "", "123"])
def test_what_is_like_no_example_is_not_sure(text: str) -> None:
    assert understand(text).best.confidence < 0.5


def test_marked_parts_are_found_with_their_diacritics() -> None:
    assert understand("khu 45 Nguyễn Trãi không có nước").slots == {"dia_chi": "45 Nguyễn Trãi"}


def test_understanding_is_deterministic() -> None:
    again = ExampleUnderstander(read_assistant(SAMPLE).intents.values())
    assert asyncio.run(again.understand("mất nước mấy giờ có")) == understand("mất nước mấy giờ có")


def test_one_intent_with_one_example_is_enough_to_begin() -> None:
    lone = ExampleUnderstander([Intent("a", "A", (Example("đặt bàn"),))])
    assert asyncio.run(lone.understand("đặt bàn")).best.intent == "a"


def test_a_very_long_text_is_read_in_part() -> None:
    assert understand("mất nước " * 20_000).best.intent == "mat_nuoc"


def marked(text: str, **slots: str) -> Intent:
    return Intent("a", "A", (Example(text, slots),))


@pytest.mark.parametrize(
    ("intent", "said", "slots"),
    [
        (
            marked("thợ tới thay công tơ", viec="thay công tơ"),
            "cho thợ tới lắp điện",
            {"viec": "lắp điện"},
        ),
        (marked("công tơ hỏng", viec="công tơ"), "ổ cắm trong nhà hỏng", {"viec": "ổ cắm trong nhà"}),
        (marked("cà phê", loai="cà phê"), "Khách sạn", {"loai": "Khách sạn"}),
        (marked("dùng 250 số hết bao nhiêu", so="250 số"), "nhà dùng 1.200 số hết bao nhiêu", {"so": "1.200 số"}),
    ],
)
def test_marks_at_the_ends_and_measures(intent: Intent, said: str, slots: dict[str, str]) -> None:
    lone = ExampleUnderstander([intent, Intent("b", "B", (Example("tạm biệt"),))], {"viec": [], "loai": ["khách sạn"]})
    assert asyncio.run(lone.understand(said)).slots == slots


def test_a_marked_choice_stands_for_all_of_them() -> None:
    choices = {"loai": ["cà phê", "khách sạn", "quán nước"]}
    understander = ExampleUnderstander([marked("tìm cà phê", loai="cà phê")], choices)
    for said in ("tìm cà phê", "tìm quán nước", "tim khach san", "dạ em ơi tìm khách sạn với ạ"):
        assert asyncio.run(understander.understand(said)).best.confidence > (0.9 if "ì" in said else 0.0)


def test_an_example_word_for_word_leaves_no_doubt() -> None:
    best, *others = understand("báo mất nước").guesses
    assert best.confidence > 0.9
    assert all(best.confidence - other.confidence > 0.3 for other in others)
