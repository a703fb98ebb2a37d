"""Long and odd text: every function ends, and loses nothing it should keep."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from giong.text.masking import mask
from giong.text.sentences import sentences
from giong.text.spoken import spoken
from giong.text.written import written

DATA = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[3] / "shared" / "data"))
# Rows on which a careless pattern takes quadratic time.
ROWS = [
    "a",
    "1",
    "1.",
    "A-",
    "không ",
    "một trăm ",
    "x còng ",
    "+84 ",
    "Nguyễn ",
    "0 ",
    "@",
    "tên là ",
    "12/5/2026 ",
    "pass: ",
    "NGUYEN ",
    "113, ",
]


@pytest.mark.parametrize("row", ROWS)
def test_long_rows_end(row: str) -> None:
    text = row * (6000 // len(row))
    assert not any(character.isdigit() for character in spoken(text))
    assert written(text)
    assert mask(text)
    assert sentences(text)


def test_an_endless_number_is_read_digit_by_digit() -> None:
    assert spoken("9" * 5000).count("chín") == 5000
    assert spoken("1" + ".000" * 2000).startswith("một không không không")


@pytest.mark.data
def test_ordinary_sentences_are_hardly_touched() -> None:
    path = DATA / "uit-vsfc" / "dev" / "sents.txt"
    if not path.exists():
        pytest.skip(f"no data at {path}")
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    changed = [line for line in lines if written(line) != line]
    assert len(changed) < len(lines) * 0.005
