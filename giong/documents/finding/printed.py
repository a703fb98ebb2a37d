"""Candidates for the fields of a paper from the values printed at its labels. Knows no kind of paper and no code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from giong.documents.document import Candidate, Origin
from giong.documents.finding.labels import Label, Span, after
from giong.documents.finding.segments import sureness as sureness
from giong.documents.kind import FieldSpec, Paper
from giong.documents.values import given_names, place_names
from giong.documents.values.shaped import Shaped, shaped
from giong.vision.page import Word

TEXT_LAYER = "text layer"


def candidates(paper: Paper, labels: Sequence[Label], fields: Iterable[FieldSpec]) -> dict[str, list[Candidate]]:
    """What stands at the labels of each field, in the form of the field, the likeliest first."""
    types = {field.name: field.type for field in fields}
    found: dict[str, list[Candidate]] = {}
    for page in paper.pages:
        origin = origin_of(page.lines[0].engine) if page.lines else Origin.PRINT
        for span in after(page, labels):
            value = value_of(types.get(span.field, "text"), span.words)
            if value is not None:
                found.setdefault(span.field, []).append(_candidate(span, value, page.number, origin))
    return ordered(found)


def origin_of(engine: str) -> Origin:
    """Whether a line was recognised or stood in the file as text."""
    return Origin.TEXT_LAYER if engine == TEXT_LAYER else Origin.PRINT


def ordered(found: Mapping[str, Iterable[Candidate]]) -> dict[str, list[Candidate]]:
    """The likeliest candidate of each field first."""
    return {
        name: sorted(several, key=lambda candidate: candidate.likelihood, reverse=True)
        for name, several in found.items()
    }


def value_of(type_: str, words: Sequence[Word]) -> Shaped | None:
    """What these words say in a field of this type; names that were misread in their marks are spelt as such names
    are.
    """
    value = shaped(type_, " ".join(word.text for word in words))
    if value is None or type_ not in ("name", "place", "address"):
        return value
    if type_ == "name":
        mended = given_names.mended(value.value, [word.confidence for word in words])
    else:
        found = shaped(type_, place_names.mended(words))
        mended = found.value if found else value.value
    return value if mended == value.value else Shaped(mended, 0.95 * value.trust)


def _candidate(span: Span, value: Shaped, page: int, origin: Origin) -> Candidate:
    likelihood = sureness(span.words) * (0.5 + 0.5 * span.score) * value.trust
    return Candidate(value.value, span.text, likelihood, origin, page, span.boxes)


def lowered(candidate: Candidate, factor: float) -> Candidate:
    """The same with less trust."""
    return replace(candidate, likelihood=candidate.likelihood * factor)
