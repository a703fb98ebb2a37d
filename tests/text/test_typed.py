"""What people type is made ready to be understood, and what is right stays as it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giong.text.diacritics import Lexicon
from giong.text.typed import Kind, normalised
from giong.text.unicode import nfc
from tests.support.data import DATA

CASES = Path(__file__).parent / "cases" / "typed"
ROWS = [
    (path.stem, *line.split("\t"))
    for path in sorted(CASES.glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
OWN_WORDS = Lexicon(
    [
        "Tôi muốn đổi số điện thoại",
        "Nhà tôi bị mất điện từ tối qua",
        "Đặt phòng khách sạn cho hai người",
        "Cho tôi kiểm tra hóa đơn tháng này",
        "Gửi yêu cầu qua email",
    ]
)


@pytest.mark.parametrize(("kind", "typed", "meant"), ROWS)
def test_cases(kind: str, typed: str, meant: str) -> None:
    assert normalised(typed).text == nfc(meant)


@pytest.mark.parametrize("meant", sorted({row[2] for row in ROWS}))
def test_reading_twice_changes_nothing_more(meant: str) -> None:
    assert normalised(nfc(meant)).text == nfc(meant)


def test_there_are_enough_of_every_class() -> None:
    kinds = [row[0] for row in ROWS]
    assert len(ROWS) >= 150
    assert min(kinds.count(kind) for kind in set(kinds)) >= 15


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("toi muon doi so dien thoai", "tôi muốn đổi số điện thoại"),
        ("nhà toi mat dien", "nhà tôi mất điện"),
        ("cho mình check bill", "cho mình kiểm tra hóa đơn"),
        ("book phòng giúp e", "đặt phòng giúp em"),
        ("nha em bi cup dien", "nhà em bị mất điện"),
        ("gui qua email", "gửi qua email"),
        ("toi khong biet bi mat nuoc", "tôi không biết bị mất nước"),
    ],
)
def test_with_the_assistants_own_words(typed: str, meant: str) -> None:
    assert normalised(typed, lexicon=OWN_WORDS).text == meant


def test_words_that_the_assistant_says_itself_stay() -> None:
    lexicon = Lexicon(["check bill cho tôi", "bay hãng vietnam", "kiểm tra hóa đơn"])
    assert normalised("check bill hãng vietnam", lexicon=lexicon).text == "check bill hãng vietnam"


def test_what_was_typed_is_given_back() -> None:
    result = normalised("dạ e tên Nguyễn Văn Hoà, sđt 0903123456 nha 😊")
    assert result.text == "dạ em tên Nguyễn Văn Hòa, số điện thoại 0903123456 nha"
    assert result.signs == ("😊",)
    start = result.text.index("Nguyễn")
    assert result.as_typed(start, start + len("Nguyễn Văn Hòa")) == "Nguyễn Văn Hoà"
    start = result.text.index("0903")
    assert result.as_typed(start, start + 10) == "0903123456"
    assert result.as_typed(result.text.index("điện thoại"), result.text.index(" 0903")) == "sđt"
    assert {change.kind for change in result.changes} == {Kind.SHORTHAND, Kind.SPELLING, Kind.CHARACTERS}


_PIECES = st.sampled_from(
    [
        "ko",
        "muoosn",
        "ddi",
        "to6i",
        "điii",
        "hoà",
        "emơi",
        "😊",
        "\u200b",
        "a@b.vn",
        "Sаmsung",
        "e)",
        "?",
        "12",
        "k",
        "\n",
    ]
)


@settings(max_examples=150)
@given(st.lists(_PIECES | st.text(max_size=8), max_size=12).map(" ".join))
def test_every_letter_has_a_place_in_what_was_typed(typed: str) -> None:
    result = normalised(typed, lexicon=OWN_WORDS)
    assert result.source == typed
    bounds = [result.rewriting.source_span(at, at + 1) for at in range(len(result.text))]
    assert all(0 <= start <= end <= len(typed) for start, end in bounds)
    assert [start for start, _ in bounds] == sorted(start for start, _ in bounds)
    for (start, end), letter in zip(bounds, result.text, strict=True):
        if end - start == 1 and not result.changes:
            assert typed[start:end] == letter


@pytest.mark.parametrize(
    "unit", ["a", "a.", "a@", ":", "😊 ", " ", "a\u0300\u0302", "аb", "muoosn ", "muốnđổi", "matdien", "\u200b", "ma "]
)
def test_a_hostile_message_costs_no_more_than_its_length(unit: str) -> None:
    def calls(length: int) -> int:
        """How many functions are called, of Python's or of C's: the same on every machine."""
        count = 0

        def note(_frame: FrameType, event: str, _arg: Any) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        text = (unit * length)[:length]
        before = sys.getprofile()
        sys.setprofile(note)
        try:
            normalised(text, lexicon=OWN_WORDS)
        finally:
            sys.setprofile(before)
        return count

    calls(1_000)
    assert calls(40_000) < 5 * calls(10_000) + 1_000


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "at_most"), [("law-text", 0.0003), ("uit-vsfc/train", 0.0006), ("speech/vivos-mini", 0.0)]
)
def test_clean_text_stays(name: str, at_most: float) -> None:
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"{folder} is not here; set GIONG_DATA to the folder of the measuring data")
    lines: list[str] = []
    for path in sorted([*folder.glob("*.txt"), *folder.glob("manifest.jsonl")])[:12]:
        text = nfc(path.read_text(encoding="utf-8"))
        lines += [json.loads(row)["text"] if path.suffix == ".jsonl" else row for row in text.splitlines()[:700]]
    changed = [
        change
        for line in lines
        for change in normalised(line).changes
        if change.kind not in (Kind.SPELLING, Kind.CHARACTERS)
    ]
    assert len(changed) <= at_most * sum(len(line.split()) for line in lines), changed
