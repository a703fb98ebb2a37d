"""A list as a whole: its lead-in and all its entries, also where they were cut into several passages. Knows no search.

A list is a run of lines that carry marks of one sort ("-", "1.", "a)"); marks of another sort inside it are entries of
its entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from giong.retrieval.answer import Answer
from giong.retrieval.cite import cite
from giong.retrieval.document import Kind
from giong.retrieval.passages import Passage
from giong.retrieval.question import Asked

MOST_SYLLABLES = 400
"""A longer list is not given as a whole."""
LEAST_ENTRIES = 2
ASKED = frozenset({Asked.LIST, Asked.MANNER})
"""Questions that a list answers."""
_MARK = re.compile(r"(?:(?P<dash>[-*+•–])|\(?(?P<number>\d{1,2})[.)]|\(?(?P<letter>[a-zđ])\d?\))\s+\S", re.IGNORECASE)


@dataclass(frozen=True)
class _Line:
    """One line of a passage, its place in it, and the sort of its mark ("" = no entry)."""

    passage: Passage
    start: int
    text: str
    mark: str

    @property
    def leads(self) -> bool:
        return self.text.endswith(":")


def whole(found: Answer, section: Sequence[Passage], asked: Asked) -> Answer:
    """The answer with the rest of the list that it is part of, where a list is asked for; else as it was.

    `section` holds the passages under the answer's headings, in reading order.
    """
    lines = [line for passage in section if passage.kind is Kind.PARAGRAPH for line in _lines(passage)]
    touched = [at for at, line in enumerate(lines) if _is_cited(line, found)]
    if not touched:
        return found
    listed = asked in ASKED or lines[touched[-1]].leads or any(lines[at].mark for at in touched[1:])
    run = _run(lines, touched[0], touched[-1]) if listed else None
    if run is None or sum(len(line.text.split()) for line in run) > MOST_SYLLABLES:
        return found
    return replace(
        found,
        text="\n".join(line.text for line in run),
        citations=tuple(
            cite(own[0].passage, own[0].start, own[-1].start + len(own[-1].text))
            for own in (list(group) for _, group in groupby(run, key=lambda line: line.passage.id))
        ),
    )


def _lines(passage: Passage) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    for text in passage.text.split("\n"):
        found = _MARK.match(text)
        lines.append(_Line(passage, start, text, found.lastgroup or "" if found else ""))
        start += len(text) + 1
    return lines


def _is_cited(line: _Line, found: Answer) -> bool:
    first = line.passage.start + line.start
    source = line.passage.source_id
    return any(
        one.source_id == source and one.start < first + len(line.text) and first < one.end for one in found.citations
    )


def _run(lines: Sequence[_Line], first: int, last: int) -> list[_Line] | None:
    """The lead-in and the entries around the lines from `first` to `last`; None where there is no list."""
    if lines[first].leads and first + 1 < len(lines) and lines[first + 1].mark not in ("", lines[first].mark):
        top, sort = first + 1, lines[first + 1].mark
    elif lines[last].leads and last + 1 < len(lines) and lines[last + 1].mark not in ("", lines[last].mark):
        first, top, sort = last, last + 1, lines[last + 1].mark
    elif lines[first].mark:
        sort, top = lines[first].mark, first
        while top and lines[top - 1].mark and not (lines[top - 1].leads and lines[top - 1].mark != sort):
            top -= 1
        first = top - 1 if top and lines[top - 1].leads else top
    else:
        return None
    outer = lines[first].mark if first < top else ""
    end = top
    while end < len(lines) and lines[end].mark and (lines[end].mark != outer or outer == sort):
        end += 1
    entries = sum(line.mark == sort for line in lines[top:end])
    return list(lines[first : end if first < top else max(end, last + 1)]) if entries >= LEAST_ENTRIES else None
