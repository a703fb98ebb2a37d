"""How the parts of Vietnamese papers are numbered: Phần, Chương, Mục, Điều, khoản, điểm, dashes. Knows no page.

The parts of legal texts and their order are those of Nghị định 30/2020/NĐ-CP, phụ lục I; others use I., 1., 1.1., a).
"""

from __future__ import annotations

import re

_ROMAN = r"(?:[IVXLC]+|[ivxlc]+|\d+)"
_DIVISIONS = (
    (1, re.compile(r"(?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVXLC]+|\d+)\b")),
    (1, re.compile(r"(?:Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+|SỐ\s+)?[IVXLC\d]+)?\s*(?:[.:(]|$)")),
    (2, re.compile(r"(?:Chương|CHƯƠNG)\s+(?:thứ\s+\w+|[IVXLC]+|\d+)\b")),
    (3, re.compile(r"(?:Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+(?:[IVXLC]+|\d+)\b")),
    (4, re.compile(r"(?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*[.:]?(?:\s|$)")),
)
ARTICLE_LEVEL = 4
_OUTLINE = (
    (2, re.compile(r"[IVX]{1,5}[.)]\s")),
    (5, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s")),
    (4, re.compile(r"\d{1,2}\.\d{1,2}\.?\s")),
    (3, re.compile(r"\d{1,2}[.)/]\s|[A-ZĐ][.)]\s")),
)
_ITEM = re.compile(r"(?:[-–—•+*·●▪]\s*|\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-zđ]\d?\)\s*)(?=[\w“\"(\[])")


def division_level(text: str) -> int:
    """The level of a heading that is one by its words ("Chương II" 2, "Điều 5." 4), or 0."""
    return next((level for level, form in _DIVISIONS if form.match(text)), 0)


def outline_level(text: str) -> int:
    """The level that its number gives to a line that is a heading for other reasons, or 0."""
    return next((level for level, form in _OUTLINE if form.match(text)), 0)


def is_item(text: str) -> bool:
    """Whether it begins as an entry of a list: "1. …", "a) …", "- …"."""
    return _ITEM.match(text) is not None and not re.match(r"[-–—+*·]?\s*\d[\d.,/\s-]*$", text)
