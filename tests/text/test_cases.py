"""Every case of `cases/*.tsv`, in its directions; the same cases that `bench/text_normalisation.py` compares libraries
with.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.text.spoken import spoken
from giong.text.written import written
from tests.text.comparable import comparable

CASES = Path(__file__).parent / "cases"
ROWS = [
    (path.stem, *line.split("\t"))
    for path in sorted(CASES.glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("kind", "direction", "form", "readings"), [row for row in ROWS if row[1] in ">="])
def test_spoken(kind: str, direction: str, form: str, readings: str) -> None:
    assert comparable(spoken(form)) in [comparable(reading) for reading in readings.split(" | ")]


@pytest.mark.parametrize(("kind", "direction", "form", "readings"), [row for row in ROWS if row[1] in "<="])
def test_written(kind: str, direction: str, form: str, readings: str) -> None:
    assert written(readings.split(" | ")[0]).lower() == form.lower()


def test_there_are_enough_of_every_class() -> None:
    assert len(ROWS) >= 300
    kinds = [row[0] for row in ROWS]
    assert min(kinds.count(kind) for kind in set(kinds)) >= 7


@pytest.mark.parametrize("form", sorted({row[2] for row in ROWS}))
def test_speaking_twice_changes_nothing_more(form: str) -> None:
    once = spoken(form)
    assert not any(character.isdigit() for character in once)
    assert spoken(once) == once


@pytest.mark.parametrize("form", sorted({written(row[3].split(" | ")[0]) for row in ROWS}))
def test_writing_twice_changes_nothing_more(form: str) -> None:
    assert written(form) == form
