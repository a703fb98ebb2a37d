"""Whether somebody on a call does not want to be recorded. Knows no recording."""

from __future__ import annotations

import re

from giong.text.unicode import fold, has_diacritics

RECORDING_REFUSED = "recording_refused"
"""The decision of the turn; whoever records reads it."""
MAX_CHARS = 500

_RECORD = (
    r"(?:(?:ghi|thu)\s+(?:âm|tiếng|hình)(?:\s+(?:cuộc gọi|cuộc nói chuyện|tôi|tui|anh|chị|em))?"
    r"|ghi\s+lại\s+(?:cuộc gọi|cuộc nói chuyện|lời nói))"
)
_NO = r"(?:đừng|không\s+được|cấm|chớ|khỏi|thôi|ngừng|dừng|ngưng|tắt|bỏ|xoá|xóa)(?:\s+(?:có|cho|cái|việc|giúp|đi))*"
_UNWILLING = (
    r"(?:không|chẳng|chả)\s+(?:đồng ý|chịu|muốn|thích|cho(?:\s+phép)?|cần)"
    r"(?:\s+(?:bị|được|cho|việc|em|bạn|các|bên))*"
)
_REFUSAL = (
    rf"(?:{_NO}|{_UNWILLING})\s+{_RECORD}"
    rf"|{_RECORD}\s+(?:là\s+|thì\s+)?(?:tôi|tui|anh|chị|mình)?\s*không\s+(?:đồng ý|chịu)"
)
_WRITTEN = re.compile(_REFUSAL, re.IGNORECASE)
_PLAIN = re.compile(fold(_REFUSAL), re.IGNORECASE)


def refuses_recording(text: str) -> bool:
    """Whether the words ask not to be recorded."""
    text = " ".join(text[:MAX_CHARS].split())
    return (_WRITTEN if has_diacritics(text) else _PLAIN).search(text) is not None
