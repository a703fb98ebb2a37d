"""Plain text: paragraphs are what empty lines separate. Also finds out how bytes are encoded, for all text formats."""

from __future__ import annotations

import re
from itertools import pairwise

from giong.errors import BadInput
from giong.retrieval.document import Draft
from giong.retrieval.rows import LIST_MARK
from giong.retrieval.sources import Limits

_EMPTY_LINES = re.compile(r"\n\s*\n")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the paragraphs of a text file; lines that begin with a dash, number or letter are a list's entries."""
    for paragraph in _EMPTY_LINES.split(decoded(data)):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        entries = [index for index, line in enumerate(lines) if LIST_MARK.match(line.strip())]
        if len(entries) < 2:
            draft.paragraph(_unwrapped(lines))
            continue
        draft.paragraph(_unwrapped(lines[: entries[0]]))
        for first, after in pairwise([*entries, len(lines)]):
            draft.item(_unwrapped(lines[first:after]))


def _unwrapped(lines: list[str]) -> str:
    """The lines, joined where one only goes on because the editor broke it: the next begins with a small letter."""
    text = ""
    for line in (line.strip() for line in lines):
        goes_on = line[0].islower() and not text.endswith((".", ":", ";", "!", "?")) and not LIST_MARK.match(line)
        text += (" " if goes_on else "\n") + line if text else line
    return text


def decoded(data: bytes) -> str:
    """The bytes as text: UTF-8, or UTF-16 with its mark, or the old Windows-1258."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _windows_1258(data)
    if "\0" in text:
        raise _not_text()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _windows_1258(data: bytes) -> str:
    try:
        return data.decode("cp1258")
    except UnicodeDecodeError:
        raise _not_text() from None


def _not_text() -> BadInput:
    return BadInput(
        "source.not_text",
        vi="Tệp không phải văn bản Unicode. Hãy lưu lại tệp với bảng mã UTF-8 rồi tải lên lần nữa.",
        en="The file is not Unicode text. Save it with the encoding UTF-8 and upload it once more.",
    )
