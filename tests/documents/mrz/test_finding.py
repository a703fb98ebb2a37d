"""Zones found on pages by the shape of their lines, and looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from giong.documents.document import Origin
from giong.documents.mrz.finding import candidate, glimpsed, read
from giong.vision.page import Line
from giong.vision.recognition.reader import Piece, Reading
from giong.vision.shapes import Box, Picture
from tests.documents.mrz.zones import card
from tests.documents.printing import line, page, paper

LINES = card("001093047064", date(1993, 1, 5), date(2033, 1, 5), ["TRAN", "MINH", "DUC"])
ABOVE = [
    line(100, 100, "Ngày, tháng, năm / Date, month, year: 12/05/2021"),
    line(100, 160, "MINISTRY OF PUBLIC SECURITY"),
]


def _page(texts: list[str], *, stray: str = "") -> list[Line]:
    rows = [line(60, 400 + 60 * at, text) for at, text in enumerate(texts)]
    return [*ABOVE, *rows[:1], *([line(900, 430, stray)] if stray else []), *rows[1:]]


def test_the_lines_are_found_among_others() -> None:
    zone = read(paper(page(_page(LINES, stray="3"))))
    assert zone is not None
    assert list(zone.lines) == LINES
    assert [box.top for box in zone.boxes] == [400, 460, 520]


def test_a_page_without_a_zone_has_none() -> None:
    assert read(paper(page(ABOVE))) is None
    assert read(paper(page([]))) is None


def test_only_a_doubtful_zone_is_looked_at_again() -> None:
    asked: list[str] = []

    def again(picture: Picture, box: Box, *, hint: str = "") -> Reading:
        asked.append(hint)
        text = LINES[(box.top - 400) // 60]
        return Reading((Piece(text, 0, box.width_px, 0.9),), 0.9, "test")

    picture = np.full((2339, 1654, 3), 255, np.uint8)
    sure = replace(paper(page(_page(LINES))), pictures=(picture,), again=again)
    assert read(sure) is not None
    assert asked == []
    torn = [LINES[0][:9] + "7?7" + LINES[0][12:], *LINES[1:]]
    doubtful = replace(paper(page(_page(torn))), pictures=(picture,), again=again)
    zone = read(doubtful)
    assert zone is not None
    assert list(zone.lines) == LINES
    assert set(asked) == {"mrz"}
    first = glimpsed(doubtful)
    assert first is None or not first.proven


def test_a_candidate_has_its_line_and_its_trust() -> None:
    zone = read(paper(page(_page(LINES))))
    assert zone is not None
    found = candidate(zone, "birth", "05/01/1993")
    assert (found.origin, found.raw, found.boxes) == (Origin.MRZ, "930105", (zone.boxes[1],))
    assert found.likelihood > 0.9
