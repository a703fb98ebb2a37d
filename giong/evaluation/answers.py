"""What answering is worth: a reading-comprehension set (SQuAD 1.1), asked in three ways.

*Given*: the reader is shown the right paragraph and its few words are compared, as published figures of reading models
do. *Open*: all paragraphs of the file are the knowledge and nothing is said about where to look. *Refusing*: the
knowledge is one article; its own questions can be answered from it, those of the article after it cannot, and an
assistant has to know which is which.

The reader that comes with the program may have been fitted on the very file, which flatters it: `folds` fits it anew
without the articles that are asked about.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from giong.evaluation.comprehension import Asking, Comprehension, fitted_without, read_comprehension, texts
from giong.language.embedding.embedder import Embedder
from giong.retrieval import reader
from giong.retrieval.answer import ANSWERED_FROM, Answer, answer
from giong.retrieval.forest import Forest, fingerprint
from giong.retrieval.index import Index
from giong.retrieval.question import understood
from giong.text.sentences import sentences

CURVE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Thresholds at which refusing is shown."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Figures:
    """`exact` and `f1` of the words, with the paragraph given and without (`open_`); `answered` and `right` are shares
    of all openly asked questions: those whose confidence lets an assistant answer, and those whose answer then holds
    an accepted one. `seen` is how many of the questions the reader was fitted on: above 0 the figures flatter it.
    `refusing` is None when it was not measured.
    """

    n: int
    exact: float
    f1: float
    open_exact: float
    open_f1: float
    answered: float
    right: float
    seen: int = 0
    refusing: Refusing | None = None

    def as_json(self) -> dict[str, object]:
        shares = ("exact", "f1", "open_exact", "open_f1", "answered", "right")
        figures: dict[str, object] = {"n": self.n, "seen": self.seen}
        figures |= {name: round(getattr(self, name), 4) for name in shares}
        return figures | ({"refusing": self.refusing.as_json()} if self.refusing else {})


@dataclass(frozen=True)
class Given:
    """An answer to a question that has one there or (not `answerable`) has none; `right`: it holds an accepted one."""

    confidence: float
    right: bool
    answerable: bool


@dataclass(frozen=True)
class Point:
    """What a threshold does. `precision` of refusing: how many of the refused had no right answer to be given;
    `recall`: how many of those without an answer are refused. `answered` and `right` are shares of the questions that
    have an answer; `wrong` is the share of wrong ones among all answers given.
    """

    threshold: float
    precision: float
    recall: float
    answered: float
    right: float
    wrong: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Refusing:
    """The curve, and the point that the product is set to."""

    n: int
    curve: tuple[Point, ...]
    chosen: Point

    def as_json(self) -> dict[str, object]:
        return {"n": self.n, "chosen": self.chosen.as_json(), "curve": [point.as_json() for point in self.curve]}


def evaluate(
    path: Path,
    *,
    embedder: Embedder | None = None,
    folds: int = 0,
    unanswerable: bool = False,
    on_progress: Progress | None = None,
) -> Figures:
    """Ask all questions of the file; with `folds` of a reader that has not seen their article. Raises `BadInput`."""
    tell = on_progress or _silent
    asked = read_comprehension(path)
    trees: list[Forest] = []
    if folds:
        trees = fitted_without(asked, folds=folds, on_progress=lambda done, of: tell("fit", done, of))
    count = max(len(asked.questions), 1)
    exact, f1 = _given(asked, trees, tell)
    open_exact = open_f1 = answered = right = 0.0
    with _knowledge(asked, range(len(asked.paragraphs)), embedder) as index:
        for done, asking in enumerate(asked.questions, 1):
            found = _answered(asked, index, asking, trees)
            words = (found.span or found.text) if found else ""
            open_exact += best(exact_match, words, asking)
            open_f1 += best(overlap_f1, words, asking)
            if found and found.confidence >= ANSWERED_FROM:
                answered += 1
                right += holds(found.text, asking)
            tell("ask", done, count)
    return Figures(
        n=len(asked.questions),
        exact=exact / count,
        f1=f1 / count,
        open_exact=open_exact / count,
        open_f1=open_f1 / count,
        answered=answered / count,
        right=right / count,
        seen=sum(fingerprint(asking.text) in _trees_for(asked, asking, trees).lessons for asking in asked.questions),
        refusing=refusing(tried(asked, embedder, trees, tell)) if unanswerable else None,
    )


def _given(asked: Comprehension, trees: Sequence[Forest], tell: Progress) -> tuple[float, float]:
    """Sums of exact matches and F1 over all questions, each read in its own paragraph."""
    exact = f1 = 0.0
    for done, asking in enumerate(asked.questions, 1):
        parts = [part.text for part in sentences(asked.paragraphs[asking.paragraph].text)]
        reading = reader.read(understood(asking.text), parts, _trees_for(asked, asking, trees))
        words = reading.span.text if reading else ""
        exact += best(exact_match, words, asking)
        f1 += best(overlap_f1, words, asking)
        tell("read", done, len(asked.questions))
    return exact, f1


def tried(
    asked: Comprehension, embedder: Embedder | None, trees: Sequence[Forest] = (), tell: Progress | None = None
) -> list[Given]:
    """Every question asked of its own article, and of the article before it, which does not answer it."""
    given: list[Given] = []
    for article in range(asked.articles):
        with _knowledge(asked, asked.of(article), embedder) as index:
            for asking in asked.questions:
                own = asked.article(asking) == article
                if own or asked.article(asking) == (article + 1) % asked.articles:
                    found = _answered(asked, index, asking, trees)
                    right = own and found is not None and holds(found.text, asking)
                    given.append(Given(found.confidence if found else 0.0, right, own))
        if tell:
            tell("refuse", article + 1, asked.articles)
    return given


def refusing(given: Sequence[Given]) -> Refusing:
    """What each threshold does to these answers."""
    return Refusing(len(given), tuple(point(given, threshold) for threshold in CURVE), point(given, ANSWERED_FROM))


def point(given: Sequence[Given], threshold: float) -> Point:
    """What answering from `threshold` up does."""
    told = [one for one in given if one.confidence >= threshold]
    refused = [one for one in given if one.confidence < threshold]
    answerable = max(sum(one.answerable for one in given), 1)
    without = [one for one in given if not one.answerable]
    return Point(
        threshold=threshold,
        precision=_share(not one.right for one in refused),
        recall=_share(one.confidence < threshold for one in without),
        answered=sum(one.answerable for one in told) / answerable,
        right=sum(one.right for one in told) / answerable,
        wrong=_share(not one.right for one in told),
    )


def _share(held: Iterable[bool]) -> float:
    values = list(held)
    return sum(values) / max(len(values), 1)


@contextmanager
def _knowledge(asked: Comprehension, paragraphs: Iterable[int], embedder: Embedder | None) -> Iterator[Index]:
    """An index of some paragraphs, for as long as it is needed."""
    with (
        tempfile.TemporaryDirectory(prefix="giong-evaluate-") as folder,
        Index.open(Path(folder), embedder) as index,
    ):
        for name, content in texts(asked, paragraphs):
            index.add(name, content, title="")
        if embedder is not None:
            index.embed_pending(embedder)
        yield index


def _answered(asked: Comprehension, index: Index, asking: Asking, trees: Sequence[Forest]) -> Answer | None:
    return answer(asking.text, index.search(asking.text), trees=_trees_for(asked, asking, trees))


def _trees_for(asked: Comprehension, asking: Asking, trees: Sequence[Forest]) -> Forest:
    """The trees that have not seen the question's article; those of the program where none were fitted."""
    return trees[asked.article(asking)] if trees else reader.trained()


def _silent(_what: str, _done: int, _of: int) -> None:
    pass


def best(measure: Callable[[str, str], float], words: str, asking: Asking) -> float:
    """The best that `words` reach against the accepted answers."""
    return max(measure(words, one.text) for one in asking.accepted)


def holds(text: str, asking: Asking) -> bool:
    """Whether an accepted answer stands in `text`, word for word."""
    told = f" {' '.join(normalised(text))} "
    return any(f" {' '.join(normalised(one.text))} " in told for one in asking.accepted)


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
