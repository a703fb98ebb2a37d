"""A reading-comprehension set in the layout of SQuAD 1.1: its paragraphs, questions and marked answers; the reader's
trees fitted on it. Knows no assistant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from giong.adaptation.recipes.reader import Lesson, Marked, fit, lesson
from giong.errors import BadInput
from giong.retrieval.forest import Forest
from giong.text.sentences import sentences

SEED = 1


@dataclass(frozen=True)
class Accepted:
    """An answer that counts as right, and where the paragraph has it (in characters)."""

    text: str
    start: int


@dataclass(frozen=True)
class Asking:
    """A question on paragraph number `paragraph` of the set."""

    text: str
    accepted: tuple[Accepted, ...]
    paragraph: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of article number `article`."""

    text: str
    article: int


@dataclass(frozen=True)
class Comprehension:
    """Paragraphs in the order of their articles, and all questions that have an answer."""

    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Asking, ...]

    @property
    def articles(self) -> int:
        return 1 + max((paragraph.article for paragraph in self.paragraphs), default=-1)

    def article(self, asking: Asking) -> int:
        """The number of the article that a question is about."""
        return self.paragraphs[asking.paragraph].article

    def of(self, article: int) -> list[int]:
        """The numbers of an article's paragraphs."""
        return [number for number, paragraph in enumerate(self.paragraphs) if paragraph.article == article]


def read_comprehension(path: Path) -> Comprehension:
    """Read a SQuAD 1.1 file."""
    paragraphs: list[Paragraph] = []
    questions: list[Asking] = []
    try:
        for article, entry in enumerate(json.loads(path.read_text("utf-8"))["data"]):
            for paragraph in entry["paragraphs"]:
                for asked in paragraph["qas"]:
                    accepted = tuple(Accepted(one["text"], int(one["answer_start"])) for one in asked["answers"])
                    if accepted:
                        questions.append(Asking(asked["question"], accepted, len(paragraphs)))
                paragraphs.append(Paragraph(paragraph["context"], article))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            "evaluation.not_squad",
            vi=f"Tệp {path} không theo cấu trúc SQuAD 1.1. Cần có data, paragraphs, context, qas và answers.",
            en=f"The file {path} is not in the SQuAD 1.1 layout. It needs data, paragraphs, context, qas and answers.",
        ) from error
    return Comprehension(tuple(paragraphs), tuple(questions))


def marked(comprehension: Comprehension, asking: Asking) -> Marked | None:
    """The question with its first answer marked in a sentence; None where the answer stands in no single one."""
    parts = sentences(comprehension.paragraphs[asking.paragraph].text)
    answer = asking.accepted[0]
    end = answer.start + len(answer.text)
    for number, part in enumerate(parts):
        if part.start <= answer.start and end <= part.end:
            texts = tuple(part.text for part in parts)
            return Marked(asking.text, texts, number, answer.start - part.start, end - part.start)
    return None


def lessons(comprehension: Comprehension) -> list[tuple[int, Lesson]]:
    """(article, what is learnt) for every question whose answer can be marked."""
    return [
        (comprehension.article(asking), lesson(one, seed=SEED + number))
        for number, asking in enumerate(comprehension.questions)
        if (one := marked(comprehension, asking)) is not None
    ]


def fitted_without(
    comprehension: Comprehension, *, folds: int, on_progress: Callable[[int, int], None] | None = None
) -> list[Forest]:
    """For each article the trees that were fitted without it and its neighbours in the fold."""
    learnt = lessons(comprehension)
    forests: list[Forest] = []
    for fold in range(folds):
        forests.append(fit([one for article, one in learnt if article % folds != fold], seed=SEED))
        if on_progress:
            on_progress(fold + 1, folds)
    return [forests[article % folds] for article in range(comprehension.articles)]


def fitted(comprehension: Comprehension) -> Forest:
    """Trees fitted on the whole set."""
    return fit([one for _, one in lessons(comprehension)], seed=SEED)


def texts(comprehension: Comprehension, numbers: Iterable[int]) -> Sequence[tuple[str, bytes]]:
    """(file name, content) of paragraphs, for an index."""
    return [(f"{number}.txt", comprehension.paragraphs[number].text.encode()) for number in numbers]
