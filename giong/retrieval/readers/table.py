"""A table's rows as text: question–answer lists become answers, others a passage for each row. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from giong.retrieval import rows
from giong.retrieval.document import Draft, clean
from giong.retrieval.sources import Limits, too_large
from giong.text.unicode import fold

QUESTION_HEADERS = {"cau hoi", "cau hoi thuong gap", "hoi", "question", "questions", "q"}
ANSWER_HEADERS = {"tra loi", "cau tra loi", "dap", "dap an", "noi dung tra loi", "answer", "answers", "a"}
CATEGORY_HEADERS = {"chu de", "nhom", "danh muc", "linh vuc", "category", "topic", "section"}


def write_table(table: Iterable[Sequence[str]], draft: Draft, limits: Limits) -> None:
    """Write the rows below the header, each cell with its column's name. A lone row or column is plain paragraphs."""
    kept = _bounded(table, limits)
    if not kept:
        return
    header, body = kept[0], kept[1:]
    if not body or sum(bool(cell) for cell in header) < 2:
        for row in kept:
            draft.paragraph(" ".join(cell for cell in row if cell))
        return
    folded = [fold(name).lower().strip(" :.*") for name in header]
    question, answer = _first(folded, QUESTION_HEADERS), _first(folded, ANSWER_HEADERS)
    if question is None or answer is None:
        for row in body:
            draft.row(rows.written(header, row))
        return
    category = _first(folded, CATEGORY_HEADERS)
    current = ""
    for row in body:
        if category is not None and row[category] and row[category] != current:
            current = row[category]
            draft.heading(current, level=6)
        draft.answer(row[question], row[answer])


def _bounded(table: Iterable[Sequence[str]], limits: Limits) -> list[list[str]]:
    """The rows that hold something, all as wide as the widest."""
    kept: list[list[str]] = []
    for row in table:
        cells = [" ".join(clean(cell).split("\n")) if len(row) > 1 else clean(cell) for cell in row]
        if any(cells):
            kept.append(cells)
        if len(kept) > limits.rows:
            raise too_large(f"> {limits.rows} dòng/rows", f"{limits.rows}")
    width = max((len(row) for row in kept), default=0)
    return [row + [""] * (width - len(row)) for row in kept]


def _first(names: list[str], wanted: set[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)
