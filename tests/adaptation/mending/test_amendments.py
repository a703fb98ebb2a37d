"""One thing more in a file, and everything else as its author wrote it."""

from __future__ import annotations

import difflib

import pytest

from giong.adaptation.mending.amendments import with_answer, with_example, with_source
from giong.dialogue.folder import marks
from giong.errors import BadInput, Conflict

STYLES = {
    "block": "# đầu\na:\n  title: A  # chú thích\n  examples:\n    - một\n    - hai  # câu hay\n\n"
    "# cuối\nb:\n  examples: [ba]\n",
    "block without margin": "a:\n  examples:\n  - một\n  - 'hai: ba'\nb: {examples: [ba]}\n",
    "flow": "a: {title: A, examples: [một, 'hai']}\nb:\n  examples: [ba]\n",
    "flow over lines": "a:\n  examples: [\n    một,\n    hai, # câu hay\n  ]\nb:\n  examples: [ba]\n",
    "empty flow": "a:\n  examples: []\nb:\n  examples: [ba]\n",
    "no examples": "a:\n  title: A\n# b là\nb:\n  examples: [ba]\n",
    "last, without an end of line": "b:\n  examples: [ba]\na:\n  examples:\n    - một",
    "windows": "a:\r\n  examples:\r\n    - một\r\nb:\r\n  examples: [ba]\r\n",
    "a long text": "a:\n  examples:\n    - một\n    - |\n      hai\n      ba\nb:\n  examples: [ba]\n",
    "absent": "b:\n  examples: [ba]\n",
}
SENTENCES = (
    "đổi tên: làm sao",
    "số [0903](so)",
    "- gạch đầu dòng",
    "12",
    "không",
    'ngoặc " kép',
    "giá bao nhiêu, # ạ?",
    "true",
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_example_is_added_and_nothing_else_changes(style: str, sentence: str) -> None:
    before = STYLES[style]
    after = with_example(before, "a", sentence)
    old, new = marks.read(before).data, marks.read(after).data
    assert new["a"]["examples"] == [*old.get("a", {}).get("examples", []), sentence]
    assert new["b"] == old["b"]
    assert new["a"].get("title") == old.get("a", {}).get("title")
    removed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert len(removed) <= 1  # a list in brackets is one line
    assert all(comment in after for comment in ("# đầu", "# chú thích", "# câu hay", "# cuối") if comment in before)
    assert ("\r\n" in before) == ("\r\n" in after)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in after


def test_examples_of_an_odd_shape_are_left_alone() -> None:
    with pytest.raises(BadInput) as raised:
        with_example("a: {title: A}\n", "a", "một")
    assert raised.value.code == "fix.examples_unfit"


@pytest.mark.parametrize(
    "before",
    [
        "knowledge:\n  - path: knowledge/a.md\n    title: A  # cũ\nlimits: {turns: 3}\n",
        "knowledge:\n- path: knowledge/a.md\n",
        "knowledge: [{path: knowledge/a.md, title: A}]\n",
        "knowledge: []\nname: x\n",
    ],
)
def test_a_source_is_listed_once(before: str) -> None:
    after = with_source(before, "knowledge/b.csv", "Hỏi: đáp")
    old, new = marks.read(before).data, marks.read(after).data
    assert new.pop("knowledge") == [*old.pop("knowledge"), {"path": "knowledge/b.csv", "title": "Hỏi: đáp"}]
    assert new == old
    assert with_source(after, "knowledge/b.csv", "Khác") == after


def test_sources_that_are_not_listed_need_no_listing() -> None:
    assert with_source("name: x\n", "knowledge/b.csv", "B") == "name: x\n"


def test_answers_are_rows_and_no_question_has_two() -> None:
    one = with_answer("", "Phí là bao nhiêu?", 'Dạ, "không" mất phí, ạ.')
    both = with_answer(one.rstrip("\n"), "Mở cửa khi nào", "Dạ, 7 giờ.")
    assert both == 'Câu hỏi,Trả lời\nPhí là bao nhiêu?,"Dạ, ""không"" mất phí, ạ."\nMở cửa khi nào,"Dạ, 7 giờ."\n'
    with pytest.raises(Conflict):
        with_answer(both, "phi la bao nhieu", "Khác")
