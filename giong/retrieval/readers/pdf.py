"""Digital PDF: the text of each page, put back into paragraphs. Knows no pictures: scans are the paper reader's.

PDFium is not safe for threads; each file is read in a process of its own (`confined`).
"""

from __future__ import annotations

import re
from collections import Counter

from giong.errors import BadInput
from giong.retrieval.document import Draft, clean
from giong.retrieval.rows import LIST_MARK
from giong.retrieval.sources import Limits, corrupt, too_large

LEAST_LETTERS_A_PAGE = 20
"""On average. A scan has none, or a few from a stamp or a page number."""
LONGEST_HEADING = 100
"""Characters."""
EDGE_LINES = 2
"""Lines at the top and bottom of a page among which running heads and page numbers are looked for."""

_PAGE_NUMBER = re.compile(r"(?:trang|page)?\s*\d+\s*(?:/\s*\d+)?", re.IGNORECASE)
_OPENS = re.compile(r"(?:Điều|Chương|Mục|Phần|Khoản)\s+[\dIVXLC]+", re.IGNORECASE)
_ENDS = (".", ":", ";", "!", "?", "…")


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the pages' paragraphs. A paragraph that goes on over a page break is two."""
    pages = _without_running_heads(_page_lines(data, limits))
    letters = sum(char.isalpha() for page in pages for line in page for char in line)
    if letters < LEAST_LETTERS_A_PAGE * len(pages):
        raise BadInput(
            "source.no_text",
            vi="Tệp PDF này là ảnh quét, không có lớp chữ. Việc đọc bản quét sẽ có cùng bộ đọc giấy tờ; hiện tại hãy "
            "tải lên bản gốc (DOCX hoặc PDF xuất từ máy tính).",
            en="This PDF is a scan without text. Reading scans comes with the paper reader; for now upload the "
            "original (DOCX, or a PDF exported by a computer).",
        )
    for number, lines in enumerate(pages, 1):
        draft.page = number
        _write_page(lines, draft)


def _page_lines(data: bytes, limits: Limits) -> list[list[str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _protected() if "password" in str(error).lower() else corrupt("PDF") from error
    try:
        if len(document) > limits.pages:
            raise too_large(f"{len(document)} trang/pages", f"{limits.pages}")
        return [_lines(document[index]) for index in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise corrupt("PDF") from error
    finally:
        document.close()


def _lines(page: object) -> list[str]:
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    try:
        # U+FFFE stands for a hyphen at the end of a line.
        text = text_page.get_text_bounded().replace("\ufffe\r\n", "").replace("\ufffe", "-")
    finally:
        text_page.close()
        page.close()  # type: ignore[attr-defined]
    return [line for line in clean(text).split("\n") if line]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without lines that stand at the edge of most pages, and without page numbers."""
    edges = Counter(line for page in pages for line in {*page[:EDGE_LINES], *page[-EDGE_LINES:]})
    repeated = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}

    def is_edge(index: int, page: list[str]) -> bool:
        at_edge = index < EDGE_LINES or index >= len(page) - EDGE_LINES
        return at_edge and (page[index] in repeated or _PAGE_NUMBER.fullmatch(page[index]) is not None)

    return [[line for index, line in enumerate(page) if not is_edge(index, page)] for page in pages]


def _write_page(lines: list[str], draft: Draft) -> None:
    """Lines are joined to paragraphs: a short or closed line ends one, a list's mark or a division opens one."""
    if not lines:
        return
    full = sorted(len(line) for line in lines)[int(len(lines) * 0.9)]
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (_opens(line) or _closed(paragraph[-1], line, full)):
            _write(paragraph, draft)
            paragraph = []
        paragraph.append(line)
    _write(paragraph, draft)


def _opens(line: str) -> bool:
    return LIST_MARK.match(line) is not None or _OPENS.match(line) is not None


def _closed(line: str, following: str, full: int) -> bool:
    """Whether a paragraph ends with `line`: it is clearly shorter than the page is wide and the next begins anew."""
    short = len(line) < 0.75 * full
    return (line.endswith(_ENDS) and len(line) < 0.95 * full) or (short and not following[:1].islower())


def _write(paragraph: list[str], draft: Draft) -> None:
    text = " ".join(paragraph)
    if _is_heading(text):
        draft.heading(text, level=2 if text.isupper() else 3)
    elif LIST_MARK.match(text):
        draft.item(text)
    else:
        draft.paragraph(text)


def _is_heading(text: str) -> bool:
    """A short line in capitals. A division's number alone is none: its title is the next line."""
    if len(text) > LONGEST_HEADING or text.endswith(_ENDS) or _OPENS.fullmatch(text):
        return False
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and text.isupper()


def _protected() -> BadInput:
    return BadInput(
        "source.protected",
        vi="Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lần nữa.",
        en="The PDF is protected by a password. Remove the password and upload it once more.",
    )
