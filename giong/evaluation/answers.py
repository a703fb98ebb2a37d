"""What answering is worth: a reading-comprehension set (SQuAD 1.1), asked without saying which paragraph to read.

The setting is harder and more honest than the set's own: all paragraphs of the file are the knowledge, the right one
must be found first, and the answer's few words are then taken from it by rules. Figures of models that are shown the
right paragraph cannot be compared.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from giong.errors import BadInput
from giong.language.embedding.embedder import Embedder
from giong.retrieval.answer import answer
from giong.retrieval.index import Index

ANSWERED_FROM = 0.5
"""Confidence from which an answer counts as given; below it an assistant asks back or says that it does not know."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Comprehension:
    """Paragraphs, and questions with their accepted answers."""

    paragraphs: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Figures:
    """Shares of all questions: `exact` and `f1` of the extracted words (whatever the confidence), and `answered`,
    those whose confidence would have let an assistant answer.
    """

    n: int
    exact: float
    f1: float
    answered: float

    def as_json(self) -> dict[str, float]:
        return {
            "n": self.n,
            "exact": round(self.exact, 4),
            "f1": round(self.f1, 4),
            "answered": round(self.answered, 4),
        }


def evaluate(path: Path, *, embedder: Embedder | None = None, on_progress: Progress | None = None) -> Figures:
    """Index the file's paragraphs, ask all its questions and compare the answers. Raises `BadInput`."""
    comprehension = read_comprehension(path)
    with (
        tempfile.TemporaryDirectory(prefix="giong-evaluate-") as folder,
        Index.open(Path(folder), embedder) as index,
    ):
        for number, paragraph in enumerate(comprehension.paragraphs, 1):
            index.add(f"{number}.txt", paragraph.encode(), title="")
        if embedder is not None:
            index.embed_pending(embedder, on_progress=on_progress and (lambda done, of: on_progress("embed", done, of)))
        exact = f1 = answered = 0.0
        for done, (question, accepted) in enumerate(comprehension.questions, 1):
            given = answer(question, index.search(question))
            if given is not None:
                words = given.span or given.text
                exact += max(exact_match(words, one) for one in accepted)
                f1 += max(overlap_f1(words, one) for one in accepted)
                answered += given.confidence >= ANSWERED_FROM
            if on_progress:
                on_progress("ask", done, len(comprehension.questions))
    count = len(comprehension.questions)
    return Figures(count, exact / max(count, 1), f1 / max(count, 1), answered / max(count, 1))


def read_comprehension(path: Path) -> Comprehension:
    """Read a SQuAD 1.1 file."""
    paragraphs: list[str] = []
    questions: list[tuple[str, tuple[str, ...]]] = []
    try:
        for article in json.loads(path.read_text("utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                paragraphs.append(paragraph["context"])
                questions += [
                    (asked["question"], tuple(one["text"] for one in asked["answers"])) for asked in paragraph["qas"]
                ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            "evaluation.not_squad",
            vi=f"Tệp {path} không theo cấu trúc SQuAD 1.1. Cần có data, paragraphs, context, qas và answers.",
            en=f"The file {path} is not in the SQuAD 1.1 layout. It needs data, paragraphs, context, qas and answers.",
        ) from error
    return Comprehension(tuple(paragraphs), tuple(question for question in questions if question[1]))


def exact_match(given: str, accepted: str) -> float:
    """1 when the words are the same, else 0 (Rajpurkar et al., SQuAD, EMNLP 2016, section 6.1)."""
    return float(normalised(given) == normalised(accepted))


def overlap_f1(given: str, accepted: str) -> float:
    """Harmonic mean of precision and recall over the words as bags (the same section)."""
    left, right = normalised(given), normalised(accepted)
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


def normalised(text: str) -> Sequence[str]:
    """Lower-case NFC words without punctuation. Vietnamese has no articles to leave out, unlike SQuAD's English."""
    letters = (
        " " if unicodedata.category(char)[0] in "PS" else char for char in unicodedata.normalize("NFC", text).lower()
    )
    return "".join(letters).split()
