import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from giong.documents.document import Check, Document, Field, Origin, Reason, Rejection, Verdict
from giong.errors import BadInput, NotFound
from giong.evaluation.documents import evaluate_documents, read_truths


class Scripted:
    """Reads what was put into the picture file: the JSON of what it should give."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, data: bytes, *, name: str = "", kind: str = "") -> Document:
        self.asked.append(kind)
        said: dict[str, Any] = json.loads(data)
        if "error" in said:
            raise BadInput(said["error"], vi="Hỏng.", en="Broken.")
        rejection = Rejection(Reason(said["rejection"]), "", "") if "rejection" in said else None
        check = Check("some", Verdict.PASSED, ("id",), "", "")
        fields = {
            field: Field(field, value, value, sure, origin=Origin.QR, checks=(check,))
            for field, (value, sure) in said.get("fields", {}).items()
        }
        return Document(said.get("kind", "cccd_front"), 1.0, fields, rejection=rejection)


def put(folder: Path, name: str, given: dict[str, Any], truth: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jpg").write_text(json.dumps(given))
    (folder / f"{name}.json").write_text(json.dumps(truth), encoding="utf-8")


def truth(level: int = 1, expect: str | None = None, **fields: str) -> dict[str, object]:
    return {"kind": "cccd_front", "level": level, "fields": fields, "expect_reject": expect}


def test_values_are_compared_after_folding_case_space_and_composition(tmp_path: Path) -> None:
    put(tmp_path, "a", {"fields": {"name": ["trần  Thị\nMỹ", 0.95]}}, truth(name="TRẦN THỊ MỸ"))
    put(tmp_path, "b", {"fields": {"name": ["TRẦN THỊ MY", 0.95]}}, truth(name="TRẦN THỊ MỸ"))
    level = evaluate_documents(tmp_path, Scripted()).as_json()["levels"]["1"]
    assert (level["n"], level["field_exact"], level["documents_exact"]) == (2, 0.5, 0.5)
    assert level["field_cer"] == pytest.approx(1 / 22, abs=1e-4)
    assert level["confident_wrong"] == 0.5


def test_a_missing_field_is_missed_and_a_doubtful_one_is_not_confidently_wrong(tmp_path: Path) -> None:
    put(tmp_path, "a", {"fields": {"id": ["1", 0.89]}}, truth(id="2", name="AN"))
    level = evaluate_documents(tmp_path, Scripted()).as_json()["levels"]["1"]
    assert (level["field_exact"], level["field_cer"], level["confident_wrong"]) == (0.0, 1.0, 0.0)


def test_what_is_sent_back_wrongly_is_missed_and_rightly_is_not_counted(tmp_path: Path) -> None:
    sure = {"fields": {"id": ["1", 0.99]}}
    put(tmp_path, "right", {**sure, "rejection": "blur"}, truth(3, "blur", id="1"))
    put(tmp_path, "other", {**sure, "rejection": "dark"}, truth(3, "blur", id="1"))
    put(tmp_path, "wrong", {**sure, "rejection": "dark"}, truth(3, id="1"))
    put(tmp_path, "read", sure, truth(3, id="1"))
    level = evaluate_documents(tmp_path, Scripted()).as_json()["levels"]["3"]
    assert (level["n"], level["rejected"]) == (4, 0.75)
    assert level["rejected_rightly"] == pytest.approx(1 / 3, abs=1e-4)
    assert level["field_exact"] == 0.5  # of the readable two, one was read


def test_an_error_while_reading_counts_as_sent_back(tmp_path: Path) -> None:
    put(tmp_path, "a", {"error": "paper.damaged"}, truth(id="1"))
    report = evaluate_documents(tmp_path, Scripted())
    assert report.outcomes[0].rejection == "paper.damaged"
    assert report.as_json()["kinds"]["cccd_front"]["field_exact"] == 0.0


def test_the_kind_is_told_only_when_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "a", {}, truth(id="1"))
    blind, told = Scripted(), Scripted()
    evaluate_documents(tmp_path, blind)
    evaluate_documents(tmp_path, told, kind_given=True)
    assert set(blind.asked) == {""}
    assert set(told.asked) == {"cccd_front"}


def test_broken_truths_are_named_and_the_others_measured(tmp_path: Path) -> None:
    put(tmp_path / "sub", "good", {"fields": {"id": ["1", 0.99]}}, truth(id="1"))
    put(tmp_path, "list", {}, [])
    put(tmp_path, "reason", {}, truth(1, "ugly", id="1"))
    put(tmp_path, "level", {}, {**truth(id="1"), "level": "one"})
    (tmp_path / "cut.jpg").write_bytes(b"")
    (tmp_path / "cut.json").write_text("{")
    (tmp_path / "alone.json").write_text("{}")
    figures = evaluate_documents(tmp_path, Scripted()).as_json()
    assert figures["n"] == 1
    assert {one["file"] for one in figures["broken"]} == {
        *("list.json", "reason.json", "level.json", "cut.json", "alone.json")
    }


def test_nothing_to_measure_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"TÊN\.json"):
        read_truths(tmp_path)
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(BadInput, match=r"a\.json"):
        read_truths(tmp_path)


def test_the_figures_have_the_names_that_were_promised(tmp_path: Path) -> None:
    put(tmp_path, "a", {"fields": {"id": ["1", 0.99]}}, truth(2, id="1"))
    figures = evaluate_documents(tmp_path, Scripted()).as_json()
    names = {"n", "field_exact", "field_cer", "documents_exact", "rejected", "rejected_rightly", "confident_wrong"}
    assert set(figures) == {"n", "seconds_per_document", "peak_mb", "levels", "kinds"}
    assert set(figures["levels"]["2"]) == names == set(figures["kinds"]["cccd_front"])
    assert figures["levels"]["2"]["rejected_rightly"] == 1.0


def test_details_carry_what_calibration_needs(tmp_path: Path) -> None:
    put(tmp_path, "a", {"fields": {"id": ["1", 0.99]}}, truth(id="1", name="AN"))
    line = evaluate_documents(tmp_path, Scripted()).outcomes[0].as_json()
    assert line["fields"]["id"] == {
        "expected": "1",
        "given": "1",
        "exact": True,
        "confidence": 0.99,
        "origin": "qr",
        "checks_passed": 1,
        "checks_failed": 0,
    }
    assert line["fields"]["name"]["given"] == ""
    assert np.isfinite(line["seconds"])
