"""Tells a question from other sentences, with or without a question mark: a call has none. Knows no answer."""

from __future__ import annotations

import re

from giong.dialogue.manners.colloquial import bare, written_out
from giong.dialogue.manners.spotting import any_of
from giong.text.unicode import fold
from giong.text.words import syllables

MAX_CHARS = 300
"""What is asked stands at the beginning or at the end of a long message."""

_ANYWHERE = any_of(
    "bao nhiêu|bao lâu|bao giờ|khi nào|lúc nào|mấy giờ|mấy ngày|thế nào|ra sao|làm sao|tại sao|vì sao|ở đâu|chỗ nào",
    "những gì|gồm gì|phải không|hay không",
    before=r"(?<!không biết\s)",
    after=r"(?!\s+(?:cũng|cung)(?!\w))",
)
_AT_THE_END = any_of("là gì|cái gì|cần gì|được không|đúng không", before=r"(?<!không\s)", after=r"\W{0,5}$")
_AT_THE_END_ACCENTED = any_of(
    "nào|ai|chưa|gì|mấy|đâu|sao", plain=False, before=r"(?<=\w\s)(?<!bản\s)", after=r"\W{0,5}$"
)
_WHETHER = re.compile(r"(?<!\w)(?:có|co)\s.{1,60}\s(?:không|khong|chưa|chua)\W{0,5}$", re.IGNORECASE)
_AT_THE_BEGINNING = re.compile(
    r"\W*(?:cho (?:\w+ )?(?:hỏi|hoi)|hỏi|sao(?! (?:y|chép|lục|kê|lưu))|ai|ở đâu|có phải)(?!\w)"
    r"(?!\s+(?:cũng|cung|đó|đấy))",
    re.IGNORECASE,
)
_ASKING_WORDS = frozenset(
    fold(
        "bao nhiêu lâu giờ khi lúc mấy ngày thế nào ra sao làm tại vì ở đâu chỗ những gì gồm phải không hay là cái cần "
        "được đúng ai chưa có thì mới nữa mất rồi đó này vậy"
    ).split()
)
_LONG_WHETHER = re.compile(
    r"(?:[^\W_]+[\s,]+){5,}(?<!là )(?<!thì )(?<!nói )(?<!chắc )(?<!thôi )(?<!cũng )(?<!la )(?<!thi )"
    r"(?:không|khong|chưa|chua)\W*$",
    re.IGNORECASE,
)
"""A sentence of several words that ends in "không" asks; a short one may just say no."""
_DENIED = re.compile(
    r"(?<!\w)(?:không|chẳng|chả|chưa|khỏi|đừng)\s(?:[^\W_]+\s){0,4}"
    r"(?<!ở )(?<!tới )(?<!đến )(?<!từ )(?<!đi )(?<!tại )đâu\W*$",
    re.IGNORECASE,
)
"""“Không cần đâu” denies; “không biết tìm ở đâu” may well ask."""
_PATTERNS = (_LONG_WHETHER, _ANYWHERE, _AT_THE_END, _AT_THE_END_ACCENTED, _WHETHER)


def is_question(text: str) -> bool:
    """Whether the words ask for something."""
    text = text if len(text) <= MAX_CHARS else f"{text[: MAX_CHARS // 2]} {text[-MAX_CHARS // 2 :]}"
    if text.rstrip().endswith("?") or _AT_THE_BEGINNING.match(text):
        return True
    asked = bare(written_out(text))
    if _DENIED.search(asked):
        return False
    return _AT_THE_BEGINNING.match(asked) is not None or any(pattern.search(asked) for pattern in _PATTERNS)


def matter(text: str) -> list[str]:
    """The words of a question that say what it is about; none in "bao lâu thì có"."""
    return [span.text for span in syllables(bare(written_out(text))) if fold(span.text) not in _ASKING_WORDS]
