"""A table's rows as text: question–answer lists become answers, others a passage for each row. Knows no format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from giong.retrieval import rows
from giong.retrieval.document import Draft, clean
from giong.retrieval.sources import Limits, too_large
from giong.retrieval.validity import day_in
from giong.text.unicode import fold

QUESTION_HEADERS = {"cau hoi", "cau hoi thuong gap", "hoi", "question", "questions", "q"}
ANSWER_HEADERS = {"tra loi", "cau tra loi", "dap", "dap an", "noi dung tra loi", "answer", "answers", "a"}
CATEGORY_HEADERS = {"chu de", "nhom", "danh muc", "linh vuc", "category", "topic", "section"}
PHRASING_HEADERS = {"cach hoi khac", "cau hoi khac", "cau hoi tuong tu", "hoi cach khac", "variants", "also"}
KEYWORD_HEADERS = {"tu khoa", "keywords", "keyword", "tags"}
SINCE_HEADERS = {"hieu luc", "hieu luc tu", "ap dung tu", "tu ngay", "effective from", "from", "since"}
UNTIL_HEADERS = {"hieu luc den", "het hieu luc", "ap dung den", "den ngay", "effective to", "until", "expires"}
COUNTING_HEADERS = {"stt", "tt", "so tt", "so thu tu", "no", "#"}
TITLE_LEVEL = 5
SECTION_LEVEL = 6
LONGEST_TITLE = 120
"""Characters."""
_NUMBERED_QUESTION = re.compile(r"(?:cau hoi|hoi|question)\s*\d+")
_PHRASINGS_END = re.compile(r"\n|\s*[|¦]\s*|(?<=\?)\s+(?=\S)")


@dataclass(frozen=True)
class Entry:
    """One row of a question–answer list. `row` counts the file's rows from 1; days as they are written there."""

    row: int
    questions: tuple[str, ...]
    answer: str
    group: str = ""
    keywords: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class _Columns:
    """Where a question–answer list has what; None where it has no such column."""

    questions: tuple[int, ...]
    answer: int
    group: int | None
    keywords: int | None
    since: int | None
    until: int | None


def write_table(table: Iterable[Sequence[str]], draft: Draft, limits: Limits) -> None:
    """Write the rows below the header, each cell with its column's name. What stands alone in a row above the header or
    between the rows is what the rows after it are about. A lone row or column is plain paragraphs.
    """
    kept = bounded(table, limits)
    above, kept = _from_header(kept)
    if len(kept) < 2:
        for _, row in (*above, *kept):
            draft.paragraph(" ".join(_one_line(cell) for cell in row if cell))
        return
    for _, row in above:
        _alone(next(filter(None, row)), draft, level=TITLE_LEVEL)
    listed = entries(kept)
    if listed is None:
        _write_rows(kept, draft)
    else:
        _write_entries(listed, draft)


def _from_header(
    kept: list[tuple[int, list[str]]],
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]]]:
    """The rows above the header, which is the first row of more than one cell, and the rows from it on."""
    first = next((at for at, (_, row) in enumerate(kept) if _filled(row) > 1), len(kept))
    return kept[:first], kept[first:]


def _write_rows(kept: Sequence[tuple[int, Sequence[str]]], draft: Draft) -> None:
    """Each row by itself, without the column that only counts. A first cell left empty means the one above it."""
    header = [_one_line(name) for name in kept[0][1]]
    told = [at for at, name in enumerate(header) if fold(name).lower().strip(" .") not in COUNTING_HEADERS]
    names = [header[at] for at in told]
    before = ""
    for number, row in kept[1:]:
        cells = [_one_line(row[at]) for at in told]
        if _filled(row) == 1 and len(names) > 1:
            _alone(next(filter(None, row)), draft, level=SECTION_LEVEL)
            before = ""
            continue
        cells[0] = before = cells[0] or before
        draft.row(rows.written(names, cells), number)


def _alone(text: str, draft: Draft, *, level: int) -> None:
    """A cell with a row to itself: a title or, where it is a sentence or a note, a paragraph."""
    text = _one_line(text)
    if len(text) > LONGEST_TITLE or ":" in text or text.endswith("."):
        draft.paragraph(text)
    else:
        draft.heading(text, level=level)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell) for cell in row)


def _write_entries(listed: Iterable[Entry], draft: Draft) -> None:
    current = ""
    for entry in listed:
        if not entry.questions or not entry.answer:
            draft.passed_over.append(entry.row)
            continue
        if entry.group and entry.group != current:
            current = entry.group
            draft.heading(current, level=SECTION_LEVEL)
        for question in entry.questions:
            since, until = _days(entry)
            draft.answer(question, entry.answer, row=entry.row, keywords=entry.keywords, since=since, until=until)


def _days(entry: Entry) -> tuple[str, str]:
    """ISO dates of the first and the last day, "" for none; one cell may hold both: "1/1/2026 đến 30/6/2026"."""
    first, _, last = entry.since.partition("đến") if not entry.until else (entry.since, "", entry.until)
    since, until = day_in(first), day_in(last)
    return since.isoformat() if since else "", until.isoformat() if until else ""


def entries(kept: Sequence[tuple[int, Sequence[str]]]) -> list[Entry] | None:
    """The rows as questions with their answers; None where the columns are not those of such a list."""
    columns = _columns(kept[0][1]) if kept else None
    if columns is None:
        return None
    return [_entry(number, row, columns) for number, row in kept[1:]]


def _columns(header: Sequence[str]) -> _Columns | None:
    names = [fold(_one_line(name)).lower().strip(" :.*") for name in header]
    question, answer = _first(names, QUESTION_HEADERS), _first(names, ANSWER_HEADERS)
    if question is None:
        question = next((at for at, name in enumerate(names) if _NUMBERED_QUESTION.fullmatch(name)), None)
    if question is None or answer is None:
        return None
    more = (at for at, name in enumerate(names) if name in PHRASING_HEADERS or _NUMBERED_QUESTION.fullmatch(name))
    return _Columns(
        questions=(question, *(at for at in more if at != question)),
        answer=answer,
        group=_first(names, CATEGORY_HEADERS),
        keywords=_first(names, KEYWORD_HEADERS),
        since=_first(names, SINCE_HEADERS),
        until=_first(names, UNTIL_HEADERS),
    )


def _entry(number: int, row: Sequence[str], columns: _Columns) -> Entry:
    def cell(at: int | None) -> str:
        return "" if at is None else _one_line(row[at])

    asked = (part for at in columns.questions for part in _PHRASINGS_END.split(row[at]))
    return Entry(
        row=number,
        questions=tuple(dict.fromkeys(_one_line(part) for part in asked if part.strip())),
        answer=cell(columns.answer),
        group=cell(columns.group),
        keywords=cell(columns.keywords),
        since=cell(columns.since),
        until=cell(columns.until),
    )


def bounded(table: Iterable[Sequence[str]], limits: Limits) -> list[tuple[int, list[str]]]:
    """The rows that hold something with their numbers, from 1, all as wide as the widest."""
    kept: list[tuple[int, list[str]]] = []
    for number, row in enumerate(table, 1):
        cells = [clean(cell) for cell in row]
        if any(cells):
            kept.append((number, cells))
        if len(kept) > limits.rows:
            raise too_large(f"> {limits.rows} dòng/rows", f"{limits.rows}")
    width = max((len(row) for _, row in kept), default=0)
    return [(number, row + [""] * (width - len(row))) for number, row in kept]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _first(names: Sequence[str], wanted: set[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)
