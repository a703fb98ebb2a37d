"""Files of marks: forms learnt from the examples that they name, and what is said of wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from giong.documents.forms.kind import FormKind
from giong.errors import BadInput, NotFound
from giong.papers.examples import form_from
from giong.papers.reading import Readers
from giong.vision.page import Page
from tests.documents.forms.leave import FIRST, PLACES, SECOND, THIRD, filled
from tests.documents.printing import paper, values


class Filled:
    """Gives the filled-in pages for their files' bytes."""

    def page(self, data: bytes, *, name: str = "", password: str = "", number: int = 1) -> Page:
        return filled({b"first": FIRST, b"second": SECOND}[data])


def _marks(folder: Path, **changes: Any) -> Path:
    (folder / "a.png").write_bytes(b"first")
    (folder / "b.png").write_bytes(b"second")
    examples = []
    for file, said in (("a.png", FIRST), ("b.png", SECOND)):
        fields = [
            {"name": field, "box": [left - 8, top - 10, left + width, top + 40], "value": said[field]}
            for field, (left, top, width) in PLACES.items()
        ]
        examples.append({"file": file, "fields": fields})
    path = folder / "marks.json"
    path.write_text(json.dumps({"name": "leave", "vi": "Đơn nghỉ phép", "examples": examples, **changes}))
    return path


def _learn(path: Path) -> FormKind:
    return FormKind(form_from(path, cast(Readers, Filled())))


def test_a_file_of_marks_becomes_a_form_that_reads(tmp_path: Path) -> None:
    kind = _learn(_marks(tmp_path))
    assert kind.form.examples == 2
    assert values(kind, paper(filled(THIRD))) == {**THIRD, "advance": "2250000"}


def test_boxes_may_be_shares_of_the_page(tmp_path: Path) -> None:
    left, top, width = PLACES["from"]
    page = filled(FIRST)
    box = [
        left / page.width_px,
        (top - 8) / page.height_px,
        (left + width) / page.width_px,
        (top + 36) / page.height_px,
    ]
    fields = [{"name": "from", "box": box, "type": "date"}]
    kind = _learn(_marks(tmp_path, examples=[{"file": "a.png", "fields": fields}]))
    assert values(kind, paper(filled(THIRD))) == {"from": THIRD["from"]}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": "Đơn nghỉ"}, "name"),
        ({"name": "invoice"}, "name"),
        ({"examples": []}, "examples"),
        ({"examples": [{"file": "a.png", "fields": [{"name": "x", "box": [5, 5, 5, 9]}]}]}, "x"),
        ({"examples": [{"file": "a.png", "fields": [{"name": "x", "box": [1, 2]}]}]}, "examples.0.fields.0.box"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_the_place_of_a_mistake_is_told(tmp_path: Path, changes: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput) as caught:
        _learn(_marks(tmp_path, **changes))
    assert caught.value.code == "form.marks"
    assert f"“{place}" in caught.value.vi


def test_an_example_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        _learn(_marks(tmp_path, examples=[{"file": "c.png", "fields": []}]))
    assert "c.png" in caught.value.vi
