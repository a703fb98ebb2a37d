"""Who issued an identity card: the heads under whose names cards were signed, found on a page in one to three lines and
brought to their spelling. Knows no kind of card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from giong.documents.document import Candidate
from giong.documents.finding.labels import Segment, segments, skeleton
from giong.documents.finding.printed import origin_of, sureness
from giong.documents.kind import Paper
from giong.text.provinces import PROVINCES
from giong.vision.page import Page

_OFFICES = (
    "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
    "CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ",
    "CỤC CẢNH SÁT ĐĂNG KÝ QUẢN LÝ CƯ TRÚ VÀ DỮ LIỆU QUỐC GIA VỀ DÂN CƯ",
    "CỤC CẢNH SÁT ĐĂNG KÝ, QUẢN LÝ CƯ TRÚ VÀ DỮ LIỆU QUỐC GIA VỀ DÂN CƯ",
    "CỤC CẢNH SÁT QLHC VỀ TTXH",
)
_LEADS = ("", "CỤC TRƯỞNG ", "PHÓ CỤC TRƯỞNG ", "KT. CỤC TRƯỞNG ")
_TITLES = frozenset(skeleton(title) for title in ("GIÁM ĐỐC", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TUQ. GIÁM ĐỐC"))
"""Who signs: no part of the office where they stand in a line of their own."""
_MINISTRY = "BỘ CÔNG AN"
_LINES = 3
_LONG = 28
_ALIKE_SHORT = 88
_ALIKE = 82
"""Of 100: from here on the lines are taken for that office."""


def _known() -> Iterator[str]:
    yield from (lead + office for lead in _LEADS for office in _OFFICES)
    yield _MINISTRY
    for province in PROVINCES:
        name = province.name.upper()
        units = ("THÀNH PHỐ ", "TP ", "TP. ", "") if province.kind == "thành phố" else ("TỈNH ", "T. ", "")
        for lead in ("", "GIÁM ĐỐC "):
            yield from (f"{lead}{office} {unit}{name}" for office in ("CÔNG AN", "CA") for unit in units)


_KNOWN: dict[str, str] = {}


def _by_skeleton() -> dict[str, str]:
    if not _KNOWN:
        for name in _known():
            _KNOWN.setdefault(skeleton(name), name)
    return _KNOWN


def known(text: str) -> tuple[str, float] | None:
    """The office that the text names, in its spelling, and how alike the two are; None for anything else."""
    best = process.extractOne(skeleton(text), _by_skeleton().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if best is None:
        return None
    short = len(best[0]) < _LONG
    # Names of places resemble short names of offices by their ends, and those of two provinces each other.
    if short and (best[0][:2] != skeleton(text)[:2] or best[1] < _ALIKE_SHORT):
        return None
    return _by_skeleton()[best[0]], best[1] / 100


def candidates(paper: Paper) -> list[Candidate]:
    """The offices named on the paper, the one with the most letters first."""
    found = [candidate for page in paper.pages for candidate in _on_page(page)]
    return sorted(found, key=lambda candidate: len(candidate.value) * candidate.likelihood, reverse=True)


def _on_page(page: Page) -> Iterator[Candidate]:
    engine = page.lines[0].engine if page.lines else ""
    for rows in _stacks(segments(page.lines)):
        words = [word for row in rows for word in row.words]
        text = " ".join(row.text for row in rows)
        office = known(text)
        if office is not None:
            likelihood = (0.3 + 0.7 * sureness(words)) * office[1] ** 2
            yield Candidate(office[0], text, likelihood, origin_of(engine), page.number, tuple(row.box for row in rows))


def _stacks(rows: Sequence[Segment]) -> Iterator[list[Segment]]:
    """One to three segments that stand one below the other; a title alone begins none."""
    for row in rows:
        if row.letters in _TITLES:
            continue
        stack = [row]
        yield list(stack)
        while len(stack) < _LINES and (below := _next_below(stack[-1], rows)) is not None:
            stack.append(below)
            yield list(stack)


def _next_below(row: Segment, rows: Sequence[Segment]) -> Segment | None:
    near = [
        other
        for other in rows
        if 0.4 * row.height_px < other.box.middle[1] - row.box.middle[1] < 2.4 * max(row.height_px, other.height_px)
        and min(row.box.right, other.box.right) - max(row.box.left, other.box.left)
        > 0.3 * min(row.box.width_px, other.box.width_px)
    ]
    return min(near, key=lambda other: other.box.middle[1]) if near else None
