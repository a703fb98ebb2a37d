"""Forms by example: learnt from one to three papers, read on papers that lie otherwise, improved by corrections."""

from __future__ import annotations

import pytest

from giong.documents.classify import classify
from giong.documents.document import Document, Field, Verdict
from giong.documents.forms import form as forms
from giong.documents.forms.correcting import Correction, example_of
from giong.documents.forms.kind import FormKind
from giong.documents.forms.learning import Example, Mark, improved, learnt, type_of
from giong.documents.kind import Kind
from giong.documents.kinds.table import KINDS
from giong.errors import BadInput
from giong.vision.shapes import Box
from tests.documents.forms.leave import FIRST, PLACES, SECOND, THIRD, example, filled, moved
from tests.documents.printing import column, page, paper, values, verdicts

READ = {**THIRD, "advance": "2250000"}


def test_one_example_is_enough_for_a_paper_that_lies_otherwise() -> None:
    kind = FormKind(learnt("leave", [example(FIRST)]))
    other = moved(filled(THIRD), scale=1.31, turn=0.012, shift=(40, -25))
    assert values(kind, paper(other)) == READ


def test_types_come_from_the_values() -> None:
    form = learnt("leave", [example(FIRST), example(SECOND)])
    assert {place.field: place.type for place in form.places} == {
        "name": "text",
        "employee": "id",
        "department": "text",
        "from": "date",
        "until": "date",
        "reason": "text",
        "advance": "money",
    }
    assert type_of("ngày 12 tháng 5 năm 2026") in ("date", "text")


def test_more_examples_leave_what_is_printed_and_no_value() -> None:
    one = learnt("leave", [example(FIRST, ("name",))])
    assert "minh" not in {anchor.text for anchor in one.anchors}, "marked values are no print"
    assert "004512" in {anchor.text for anchor in one.anchors}, "nobody can know with one example"
    three = learnt("leave", [example(each, ("name",)) for each in (FIRST, SECOND, THIRD)])
    texts = {anchor.text for anchor in three.anchors}
    assert "004512" not in texts
    assert {"nghi", "phep", "duyet"} <= texts


def test_a_form_is_plain_data() -> None:
    form = learnt("leave", [example(FIRST), example(SECOND)], vi="Đơn xin nghỉ phép")
    assert forms.read(forms.written(form)) == form
    assert "Hạnh" not in forms.written(form)
    with pytest.raises(BadInput):
        forms.read("[]")


def test_a_form_stands_among_the_other_kinds() -> None:
    kind: Kind = FormKind(learnt("leave", [example(FIRST)]))
    assert classify(paper(moved(filled(SECOND), scale=0.8)), (*KINDS, kind)).kind is kind
    other = page(column(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "QUYẾT ĐỊNH", "Điều 1."]))
    assert kind.likeness(paper(other)) == 0.0


def test_an_empty_field_is_not_given() -> None:
    kind = FormKind(learnt("leave", [example(FIRST), example(SECOND)]))
    without = {field: value for field, value in THIRD.items() if field != "advance"}
    assert "advance" not in values(kind, paper(filled(without)))


def test_a_corrected_paper_teaches_where_the_field_really_is() -> None:
    form = learnt("leave", [example(FIRST, ("employee",))])
    assert form.place("name") is None
    left, top, width = PLACES["name"]
    mark = Mark("name", Box(left, top - 5, left + width, top + 35), SECOND["name"], type="name")
    better = improved(
        form, Example(moved(filled(SECOND), shift=(30, 18)), (Mark("name", _shifted(mark.box), mark.value),))
    )
    assert values(FormKind(better), paper(filled(THIRD)))["name"] == THIRD["name"]
    assert better.examples == 2


def _shifted(box: Box) -> Box:
    return Box(box.left + 30, box.top + 18, box.right + 30, box.bottom + 18)


def test_another_paper_is_refused_as_an_example() -> None:
    form = learnt("leave", [example(FIRST)])
    other = Example(page(column(["Một tờ giấy khác hẳn", "không có gì giống với đơn kia"])), ())
    with pytest.raises(BadInput) as caught:
        improved(form, other)
    assert caught.value.code == "form.other_paper"


def test_a_number_of_another_length_is_noticed() -> None:
    kind = FormKind(learnt("leave", [example(FIRST), example(SECOND)]))
    of = paper(filled({**THIRD, "employee": "10299"}))
    assert verdicts(kind, of)["form.digits"] == Verdict.FAILED.value


def test_what_a_person_corrects_in_a_read_paper_is_one_more_example() -> None:
    form = learnt("leave", [example(FIRST)])
    read = filled(SECOND)
    boxes = (Box(340, 640, 500, 670),)  # the reading stopped half way
    found = {"reason": Field("reason", "Khám", "Khám", 0.6, boxes=boxes)}
    left, top, width = PLACES["reason"]
    corrected = Correction(SECOND["reason"], Box(left, top - 4, left + width, top + 36))
    taught = example_of(Document("leave", fields=found, pages=(read,)), {"reason": corrected})
    assert taught is not None
    better = improved(form, taught).place("reason")
    assert better is not None
    assert better.box.right >= left + width - 5
    assert example_of(Document("leave", pages=(read,)), {"reason": Correction("x")}) is None
