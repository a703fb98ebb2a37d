"""The retrieval figures: worked out by hand on a small set, and above the published baseline on real statutes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from giong.errors import BadInput
from giong.evaluation.retrieval import Benchmark, evaluate, figures
from giong.language.embedding.hashing import HashingEmbedder

DATA = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    corpus = {
        "a#1": "Phí làm thẻ là 5.000 đồng.",
        "b/2": "Thư viện mở cửa lúc 7 giờ.",
        "c": "Bể bơi đóng cửa lúc 20 giờ.",
    }
    questions = {"1": "làm thẻ mất phí bao nhiêu", "2": "thư viện mở cửa mấy giờ", "3": "không ai chấm câu này"}
    lines = [json.dumps({"_id": key, "title": "", "text": text}, ensure_ascii=False) for key, text in corpus.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    lines = [json.dumps({"_id": key, "text": text}, ensure_ascii=False) for key, text in questions.items()]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta#1\t1\n2\tb/2\t1\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("strip_diacritics", [False, True])
def test_a_small_set_is_solved(beir: Path, strip_diacritics: bool) -> None:
    told: list[str] = []
    measured = evaluate(
        beir,
        embedder=HashingEmbedder(),
        strip_diacritics=strip_diacritics,
        on_progress=lambda what, done, of: told.append(what),
    ).as_json()
    assert measured["n"] == 2
    assert measured["recall@1"] == measured["recall@10"] == measured["mrr@10"] == 1.0
    assert list(dict.fromkeys(told)) == ["index", "embed", "ask"]


def test_recall_and_reciprocal_rank() -> None:
    benchmark = Benchmark({}, {}, {"1": frozenset({"a", "b"}), "2": frozenset({"c"})})
    measured = figures(benchmark, {"1": ["x", "a"], "2": ["x", "y"]}, [1.0, 3.0], 0.5)
    assert measured.recall_at == {1: 0.0, 5: 0.25, 10: 0.25}
    assert measured.mrr_at_10 == 0.25


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as error:
        evaluate(tmp_path)
    assert error.value.code == "evaluation.not_beir"


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "baseline"), [("alqac-2022-beir", (0.825, 0.937, 0.962)), ("alqac-2023-beir", (0.73, 0.92, 0.96))]
)
def test_words_alone_beat_plain_bm25_on_statutes(
    name: str, baseline: tuple[float, float, float], tmp_path: Path
) -> None:
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is not here; set GIONG_DATA to the folder of the measuring data")
    for strip_diacritics in (False, True):
        measured = evaluate(DATA / name, strip_diacritics=strip_diacritics, index_folder=tmp_path)
        assert tuple(measured.recall_at.values()) >= baseline
