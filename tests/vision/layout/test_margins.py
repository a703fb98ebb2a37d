"""Numbers of pages are told from figures in the text."""

from __future__ import annotations

from giong.vision.layout.margins import page_numbers
from giong.vision.page import BlockKind, Line, Word
from giong.vision.shapes import Box


def line(text: str, top: int) -> Line:
    box = Box(400, top, 600, top + 24)
    return Line((Word(text, box),), box)


def test_a_figure_alone_beyond_the_text_is_the_number_of_the_page() -> None:
    lines = [line("- 3 -", 60), line("Điều 1", 300), line("2015", 800), line("Điều 2", 1200)]
    assert page_numbers(lines, 1000, 1414) == {0: BlockKind.PAGE_HEADER}
    assert page_numbers([*lines[1:], line("Trang 3/7", 1350)], 1000, 1414) == {3: BlockKind.PAGE_FOOTER}


def test_within_the_text_and_on_cards_a_figure_is_a_figure() -> None:
    assert page_numbers([line("Điều 1", 60), line("7", 90), line("Điều 2", 1200)], 1000, 1414) == {}
    assert page_numbers([line("7", 10), line("Họ và tên", 300)], 1012, 638) == {}
