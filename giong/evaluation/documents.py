"""What reading papers is worth on pictures whose fields are known. Knows the document reader and no engine.

The truth of NAME.jpg (png, pdf …) is NAME.json beside it: `{"kind", "level", "fields": {name: text}, "expect_reject"}`.
Values are compared composed (NFC), with every run of white space as one space, in lower case. The kind is not told to
the reader unless that is asked for. Fields of a picture that was sent back count as not given: as missed, unless its
truth says that it must be sent back. A value that is given where the truth has none is wrong; fields that the truth
does not name are left out, because nobody can say what they should be.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from giong.documents.document import Document, Field
from giong.errors import BadInput, GiongError, NotFound
from giong.evaluation.metrics import ErrorCount
from giong.evaluation.reading import SUFFIXES, folded, peak_mb

CONFIDENT = 0.9
REASONS = ("blur", "glare", "dark", "cut", "small", "recapture")

Progress = Callable[[int, int], None]
"""Gets (documents done, of all)."""


class Reader(Protocol):
    """What `giong.documents.reading.DocumentReader` does."""

    def read(self, data: bytes, *, name: str = "", kind: str = "") -> Document: ...


@dataclass(frozen=True, slots=True)
class Truth:
    """A picture and what stands on it."""

    path: Path
    kind: str
    level: int
    fields: Mapping[str, str]
    expect_reject: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A truth that cannot be used."""

    file: str
    problem: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of one picture; `confidence` is 0 where nothing was given."""

    name: str
    expected: str
    given: str
    confidence: float = 0.0
    origin: str = ""
    checks_passed: int = 0
    checks_failed: int = 0

    @property
    def exact(self) -> bool:
        return comparable(self.expected) == comparable(self.given)

    @property
    def errors(self) -> ErrorCount:
        from rapidfuzz.distance import Levenshtein

        expected = comparable(self.expected)
        return ErrorCount(Levenshtein.distance(expected, comparable(self.given)), len(expected))

    @property
    def confident(self) -> bool:
        return bool(self.given) and self.confidence >= CONFIDENT


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture. `rejection` is the reason why it was sent back, or the code of the error that reading
    it ended with; `seconds` is how long that took.
    """

    truth: Truth
    kind: str
    rejection: str
    fields: tuple[Compared, ...]
    seconds: float

    @property
    def rejected_rightly(self) -> bool:
        return bool(self.rejection) and self.rejection == self.truth.expect_reject

    @property
    def counts(self) -> bool:
        """Whether its fields are counted."""
        return not (self.rejection and self.truth.expect_reject)

    @property
    def exact(self) -> bool:
        return all(field.exact for field in self.fields)

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.truth.path.name,
            "kind": self.truth.kind,
            "level": self.truth.level,
            "expect_reject": self.truth.expect_reject,
            "given_kind": self.kind,
            "rejection": self.rejection,
            "seconds": round(self.seconds, 3),
            "fields": {
                field.name: {
                    "expected": field.expected,
                    "given": field.given,
                    "exact": field.exact,
                    "confidence": field.confidence,
                    "origin": field.origin,
                    "checks_passed": field.checks_passed,
                    "checks_failed": field.checks_failed,
                }
                for field in self.fields
            },
        }


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 over some pictures. `rejected_rightly` is of those that were sent back; where none was, it is
    1 if none should have been and 0 otherwise. `confident_wrong` is of the fields given with a confidence of 0.9 or
    more.
    """

    n: int
    field_exact: float
    field_cer: float
    documents_exact: float
    rejected: float
    rejected_rightly: float
    confident_wrong: float

    def as_json(self) -> dict[str, float]:
        return {
            "n": self.n,
            "field_exact": round(self.field_exact, 4),
            "field_cer": round(self.field_cer, 4),
            "documents_exact": round(self.documents_exact, 4),
            "rejected": round(self.rejected, 4),
            "rejected_rightly": round(self.rejected_rightly, 4),
            "confident_wrong": round(self.confident_wrong, 4),
        }


@dataclass(frozen=True, slots=True)
class DocumentsReport:
    """`seconds_per_document` is opening and reading, without loading the engines; `peak_mb` is the most memory held."""

    outcomes: tuple[Outcome, ...]
    broken: tuple[Broken, ...]
    seconds_per_document: float
    peak_mb: float

    def as_json(self) -> dict[str, Any]:
        levels = sorted({outcome.truth.level for outcome in self.outcomes})
        kinds = sorted({outcome.truth.kind for outcome in self.outcomes})
        figures: dict[str, Any] = {
            "n": len(self.outcomes),
            "seconds_per_document": round(self.seconds_per_document, 3),
            "peak_mb": round(self.peak_mb),
            "levels": {
                str(level): score(o for o in self.outcomes if o.truth.level == level).as_json() for level in levels
            },
            "kinds": {kind: score(o for o in self.outcomes if o.truth.kind == kind).as_json() for kind in kinds},
        }
        if self.broken:
            figures["broken"] = [{"file": one.file, "problem": one.problem} for one in self.broken]
        return figures


def evaluate_documents(
    folder: Path,
    reader: Reader,
    *,
    kind_given: bool = False,
    on_progress: Progress = lambda done, of: None,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> DocumentsReport:
    """Read every picture of `folder` that has a truth beside it, in sub-folders too, and count.

    The first one is read twice, so that loading the engines is not taken for reading.
    """
    truths, broken = read_truths(folder)
    outcomes: list[Outcome] = []
    examined(truths[0], reader, kind_given=kind_given)
    for number, truth in enumerate(truths, start=1):
        outcomes.append(examined(truth, reader, kind_given=kind_given))
        on_outcome(outcomes[-1])
        on_progress(number, len(truths))
    seconds = sum(outcome.seconds for outcome in outcomes) / len(outcomes)
    return DocumentsReport(tuple(outcomes), tuple(broken), seconds, peak_mb())


def examined(truth: Truth, reader: Reader, *, kind_given: bool = False) -> Outcome:
    """One picture read and compared."""
    data = truth.path.read_bytes()
    began = time.perf_counter()
    try:
        document = reader.read(data, name=truth.path.name, kind=truth.kind if kind_given else "")
    except GiongError as refused:
        seconds = time.perf_counter() - began
        return Outcome(truth, "", refused.code, _compared(truth, {}), seconds)
    seconds = time.perf_counter() - began
    rejection = str(document.rejection.reason) if document.rejection else ""
    given: Mapping[str, Field] = {} if rejection else document.fields
    return Outcome(truth, document.kind, rejection, _compared(truth, given), seconds)


def _compared(truth: Truth, given: Mapping[str, Field]) -> tuple[Compared, ...]:
    return tuple(_field(name, expected, given.get(name)) for name, expected in truth.fields.items())


def _field(name: str, expected: str, given: Field | None) -> Compared:
    if given is None:
        return Compared(name, expected, "")
    verdicts = [str(check.verdict) for check in given.checks]
    return Compared(
        name,
        expected,
        given.value,
        given.confidence,
        str(given.origin),
        verdicts.count("passed"),
        verdicts.count("failed"),
    )


def comparable(text: str) -> str:
    return folded(text).lower()


def score(outcomes: Iterable[Outcome]) -> Score:
    """What these pictures come to."""
    seen = list(outcomes)
    counted = [outcome for outcome in seen if outcome.counts]
    fields = [field for outcome in counted for field in outcome.fields]
    errors = sum((field.errors for field in fields), ErrorCount())
    back = [outcome for outcome in seen if outcome.rejection]
    sure = [field for outcome in seen for field in outcome.fields if field.confident]
    none_expected = not any(outcome.truth.expect_reject for outcome in seen)
    return Score(
        n=len(seen),
        field_exact=_share(sum(field.exact for field in fields), len(fields)),
        field_cer=errors.rate,
        documents_exact=_share(sum(outcome.exact for outcome in counted), len(counted)),
        rejected=_share(len(back), len(seen)),
        rejected_rightly=_share(sum(outcome.rejected_rightly for outcome in back), len(back), of_none=none_expected),
        confident_wrong=_share(sum(not field.exact for field in sure), len(sure)),
    )


def _share(part: int, whole: int, *, of_none: float = 0.0) -> float:
    return part / whole if whole else float(of_none)


# ── truth ──


def read_truths(folder: Path) -> tuple[list[Truth], list[Broken]]:
    """The pictures of `folder` and its sub-folders with a NAME.json beside them, and the truths that cannot be used."""
    truths: list[Truth] = []
    broken: list[Broken] = []
    for path in sorted(folder.rglob("*.json")):
        picture = _picture(path)
        if picture is None:
            broken.append(Broken(path.name, "no picture of that name beside it"))
            continue
        try:
            truths.append(_truth(picture, json.loads(path.read_text(encoding="utf-8-sig"))))
        except (ValueError, OSError) as reason:
            broken.append(Broken(path.name, str(reason)))
    if not truths:
        raise _nothing(folder, broken)
    return truths, broken


def _nothing(folder: Path, broken: list[Broken]) -> GiongError:
    if broken:
        named = "; ".join(f"{one.file}: {one.problem}" for one in broken[:5])
        return BadInput(
            "evaluation.broken_truth",
            vi=f"Không tệp kết quả đúng nào trong {folder.name} dùng được: {named}",
            en=f"No truth file in {folder.name} can be used: {named}",
        )
    return NotFound(
        "evaluation.no_documents",
        vi=f"Trong {folder.name} không có ảnh nào (JPG, PNG, PDF …) đi cùng TÊN.json.",
        en=f"There is no picture (JPG, PNG, PDF …) in {folder.name} with a NAME.json beside it.",
    )


def _picture(truth: Path) -> Path | None:
    for suffix in SUFFIXES:
        for written in (suffix, suffix.upper()):
            if (beside := truth.with_suffix(written)).is_file():
                return beside
    return None


def _truth(picture: Path, data: Any) -> Truth:
    """Raises ValueError that says what is wrong."""
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    kind, level, fields = data.get("kind"), data.get("level", 1), data.get("fields")
    if not isinstance(kind, str) or not kind:
        raise ValueError('"kind" must be a name such as "cccd_front"')
    if not isinstance(level, int) or isinstance(level, bool):
        raise ValueError('"level" must be a whole number')
    if not isinstance(fields, dict):
        raise ValueError('"fields" must be an object of texts')
    if not all(isinstance(value, str | int | float) or value is None for value in fields.values()):
        raise ValueError('a value in "fields" is no text')
    expected = data.get("expect_reject")
    if expected is not None and expected not in REASONS:
        raise ValueError(f'"expect_reject" must be null or one of {", ".join(REASONS)}')
    return Truth(picture, kind, level, {name: _text(value) for name, value in fields.items()}, expected)


def _text(value: object) -> str:
    return "" if value is None else str(value)
