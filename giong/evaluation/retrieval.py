"""What finding is worth: a question set in the BEIR layout, answered by an index built from its corpus.

A document of the corpus is a source; it is as good as its best passage. Knows no files of its own: the index lies in
a folder that the caller gives, or in a temporary one.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.errors import BadInput
from giong.language.embedding.embedder import Embedder
from giong.retrieval.index import Hit, Index, Mode
from giong.text.unicode import unaccented

DEPTH = 10
PASSAGES_A_SOURCE = 6
"""Hits fetched for each source wanted, since several passages of one source may be among the best."""

Progress = Callable[[str, int, int], None]
"""Gets (what is being done, done, of all)."""


@dataclass(frozen=True)
class Benchmark:
    """A question set: texts with titles, questions, and for each question the ids of the texts that answer it."""

    corpus: dict[str, tuple[str, str]]
    questions: dict[str, str]
    relevant: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Figures:
    """The measured figures; recall is the share of a question's relevant texts among the first k."""

    n: int
    recall_at: dict[int, float]
    mrr_at_10: float
    query_ms_p50: float
    query_ms_p95: float
    index_seconds: float

    def as_json(self) -> dict[str, float]:
        recalls = {f"recall@{k}": round(value, 4) for k, value in self.recall_at.items()}
        return {
            "n": self.n,
            **recalls,
            "mrr@10": round(self.mrr_at_10, 4),
            "query_ms_p50": round(self.query_ms_p50, 2),
            "query_ms_p95": round(self.query_ms_p95, 2),
            "index_seconds": round(self.index_seconds, 2),
        }


def evaluate(
    folder: Path,
    *,
    embedder: Embedder | None = None,
    mode: Mode = Mode.HYBRID,
    strip_diacritics: bool = False,
    index_folder: Path | None = None,
    on_progress: Progress | None = None,
) -> Figures:
    """Build the index of the BEIR folder and ask all questions that have a judgement.

    Without an embedder everything is found by words. With `index_folder` the index stays there, so that vectors,
    which take long, are there the next time (`index_seconds` then counts only what was missing). Raises `BadInput`.
    """
    benchmark = read_benchmark(folder)
    with (
        tempfile.TemporaryDirectory(prefix="giong-evaluate-") as temporary,
        Index.open(index_folder or Path(temporary), embedder) as index,
    ):
        began = time.perf_counter()
        fill(index, benchmark, None if mode is Mode.LEXICAL else embedder, on_progress)
        index.search("khởi động")
        index_seconds = time.perf_counter() - began
        found, times_ms = _ask(index, benchmark, mode, strip_diacritics, on_progress)
    return figures(benchmark, found, times_ms, index_seconds)


def read_benchmark(folder: Path) -> Benchmark:
    """Read `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`."""
    try:
        corpus = {row["_id"]: (row.get("title", ""), row["text"]) for row in _lines(folder / "corpus.jsonl")}
        questions = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
        relevant: dict[str, set[str]] = {}
        for line in (folder / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:]:
            question_id, text_id, grade = line.split("\t")
            if int(grade) > 0:
                relevant.setdefault(question_id, set()).add(text_id)
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(
            "evaluation.not_beir",
            vi=f"Thư mục {folder} không theo cấu trúc BEIR. Cần có corpus.jsonl, queries.jsonl và qrels/test.tsv.",
            en=f"The folder {folder} is not in the BEIR layout. It needs corpus.jsonl, queries.jsonl and "
            "qrels/test.tsv.",
        ) from error
    return Benchmark(corpus, questions, {key: frozenset(value) for key, value in relevant.items()})


def fill(index: Index, benchmark: Benchmark, embedder: Embedder | None, on_progress: Progress | None = None) -> None:
    """Put the corpus into the index, and embed it where there is an embedder."""
    for done, (text_id, (title, text)) in enumerate(benchmark.corpus.items(), 1):
        index.add(f"{text_id}.txt", (text.strip() or title).encode(), title=title or text_id)
        if on_progress:
            on_progress("index", done, len(benchmark.corpus))
    if embedder is not None:
        index.embed_pending(
            embedder, batch=32, on_progress=on_progress and (lambda done, of: on_progress("embed", done, of))
        )


def figures(benchmark: Benchmark, found: dict[str, list[str]], times_ms: list[float], index_seconds: float) -> Figures:
    """The figures of ranked text ids, best first, for each question."""
    pairs = [(benchmark.relevant[question_id], ids) for question_id, ids in found.items()]
    count = max(len(pairs), 1)
    recall_at = {
        k: sum(len(wanted & set(ids[:k])) / len(wanted) for wanted, ids in pairs) / count for k in (1, 5, DEPTH)
    }
    reciprocal = sum(
        next((1 / rank for rank, text_id in enumerate(ids[:DEPTH], 1) if text_id in wanted), 0.0)
        for wanted, ids in pairs
    )
    ordered = sorted(times_ms) or [0.0]
    return Figures(
        n=len(pairs),
        recall_at=recall_at,
        mrr_at_10=reciprocal / count,
        query_ms_p50=ordered[len(ordered) // 2],
        query_ms_p95=ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)],
        index_seconds=index_seconds,
    )


def _ask(
    index: Index, benchmark: Benchmark, mode: Mode, strip_diacritics: bool, on_progress: Progress | None
) -> tuple[dict[str, list[str]], list[float]]:
    ids = {source.id: source.name.removesuffix(".txt") for source in index.sources()}
    found: dict[str, list[str]] = {}
    times_ms: list[float] = []
    for done, question_id in enumerate(benchmark.relevant, 1):
        question = benchmark.questions[question_id]
        began = time.perf_counter()
        hits = index.search(
            unaccented(question) if strip_diacritics else question, limit=DEPTH * PASSAGES_A_SOURCE, mode=mode
        )
        times_ms.append(1000 * (time.perf_counter() - began))
        found[question_id] = _texts(hits, ids)
        if on_progress:
            on_progress("ask", done, len(benchmark.relevant))
    return found, times_ms


def _texts(hits: list[Hit], ids: dict[str, str]) -> list[str]:
    """The corpus ids of the hits' sources, each once, in order."""
    return list(dict.fromkeys(ids[hit.passage.source_id] for hit in hits))[:DEPTH]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
