"""Labelled sentences in every layout, and what is said of those that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giong.adaptation.labelled import Columns, columns, read_samples
from giong.dialogue.nlu.trained.sample import Sample, Span
from giong.errors import BadInput

ASSISTANT = Path(__file__).parents[2] / "dialogue" / "assistants" / "cap-nuoc"


def parallel(folder: Path, words: str, tags: str, labels: str) -> Path:
    for name, content in (("seq.in", words), ("seq.out", tags), ("label", labels)):
        (folder / name).write_text(content, "utf-8")
    return folder


def test_parallel_lines(tmp_path: Path) -> None:
    folder = parallel(tmp_path, "bay đi huế\nchào em\n", "O O B-city\nO O\n", "flight#fare\ngreet\n")
    assert read_samples(folder) == [
        Sample(("bay", "đi", "huế"), ("O", "O", "B-city"), frozenset({"flight", "fare"})),
        Sample(("chào", "em"), ("O", "O"), frozenset({"greet"})),
    ]


def test_sentences_and_labels_in_files_of_any_name(tmp_path: Path) -> None:
    (tmp_path / "sents.txt").write_text("giảng hay .\r\ncơ sở cũ\r\n", "utf-8-sig")
    (tmp_path / "topics.txt").write_text("0\n2\n\n", "utf-8")
    samples = read_samples(tmp_path, Columns("sents.txt", "topics.txt"))
    assert [(sample.words, set(sample.intents)) for sample in samples] == [
        (("giảng", "hay", "."), {"0"}),
        (("cơ", "sở", "cũ"), {"2"}),
    ]
    assert not any(sample.spans for sample in samples)


@pytest.mark.parametrize("as_file", [True, False])
def test_annotated_json_lines(tmp_path: Path, as_file: bool) -> None:
    row = {"intent": "bật", "sentence_annotation": "bật [ device : đèn bàn ] lúc [time at:  7 giờ] nhé"}
    file = tmp_path / "train.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", "utf-8")
    (sample,) = read_samples(file if as_file else tmp_path)
    assert " ".join(sample.words) == "bật đèn bàn lúc 7 giờ nhé"
    assert sample.spans == {Span("device", 1, 3), Span("time at", 4, 6)}


def test_the_examples_of_an_assistant() -> None:
    samples = read_samples(ASSISTANT)
    assert {"mat_nuoc", "hoa_don"} <= {intent for sample in samples for intent in sample.intents}
    marked = [sample for sample in samples if sample.spans]
    assert marked
    for sample in marked:
        assert all(span.end <= len(sample.words) for span in sample.spans)


@pytest.mark.parametrize(
    ("words", "tags", "labels", "said"),
    [
        ("a b\nc\n", "O O\n", "x\ny\n", "2 lines but"),
        ("a b\n", "O O\n", "x\ny\n", "1 lines but"),
        ("a\nb c\n", "O\nO\n", "x\ny\n", "line 2: 1 tags for 2 words"),
        ("a b\n", "O I-city\n", "x\n", "line 1: tag 2, “I-city”, continues no B-city"),
        ("a b c\n", "B-city I-town O\n", "x\n", "continues no B-town"),
        ("a\n", "city\n", "x\n", "“city”, is none of O, B-… and I-…"),
        ("a\nb\n", "O\nO\n", "x\n#\n", "line 2: there is no intent"),
    ],
)
def test_wrong_lines_are_named(tmp_path: Path, words: str, tags: str, labels: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_samples(parallel(tmp_path, words, tags, labels))
    assert said in refused.value.en
    assert str(tmp_path) in refused.value.vi


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1]",
        '{"intent": "x"}',
        '{"intent": 3, "sentence_annotation": "a"}',
        '{"intent": "x", "sentence_annotation": "bật [ device : đèn"}',
        '{"intent": "x", "sentence_annotation": "bật [ đèn ]"}',
    ],
)
def test_a_wrong_json_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(f'{{"intent": "x", "sentence_annotation": "a"}}\n{line}\n', "utf-8")
    with pytest.raises(BadInput, match=r"line 2: "):
        read_samples(file)


def test_a_folder_without_samples_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read_samples(tmp_path)
    assert refused.value.code == "samples.unknown_layout"
    (tmp_path / "seq.in").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadInput) as refused:
        read_samples(tmp_path)
    assert refused.value.code == "samples.unreadable"


def test_one_column_alone_is_refused() -> None:
    assert columns(None, None) is None
    with pytest.raises(BadInput):
        columns("sents.txt", None)
