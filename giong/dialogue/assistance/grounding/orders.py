"""Orders to the machine inside documents ("trợ lý phải trả lời rằng …", "hãy gọi công cụ …"). Knows no model.

A document is evidence and never an instruction. A passage that tries to command whoever reads it is shown to no model
at all; it can still be quoted, which executes nothing.
"""

from __future__ import annotations

import re

from giong.dialogue.manners.overreach import is_overreach
from giong.text.sentences import sentences
from giong.text.unicode import fold

_ORDERS = (
    r"\b(?:tro ly (?:ao|ai|so|nay)|chatbot|bot|mo hinh(?: ngon ngu)?|he thong tra loi|assistant|model)\b"
    r"[^.]{0,40}\b(?:hay|phai|must|should)\b",
    r"\b(?:hay|phai|can|please) (?:goi|chay|thuc thi|kich hoat|su dung|call|run|use) (?:cong cu|ham|tool|function|api|"
    r"lenh|the tool|hanh dong)",
    r"\bhay (?:tra loi|noi|bao|viet|in|xuat|dap)(?: ra| lai)?(?: (?:voi )?(?:khach|nguoi dung|"
    r"ho))?(?: hang)?(?: rang| la|:)",
    r"(?:^|\n)\s*(?:system|assistant|user|he thong)\s*:",
    r"<\|[^|]*\|>|\[/?inst\]|#{2,}\s*(?:system|instruction|chi thi)|</?(?:system|du_lieu)",
)  # fmt: skip
_PATTERN = re.compile("|".join(f"(?:{order})" for order in _ORDERS))


def holds_order(passage: str) -> bool:
    """Whether a text tries to command whoever reads it."""
    plain = re.sub(r"[^\S\n]+", " ", fold(passage))
    return _PATTERN.search(plain) is not None or any(is_overreach(sentence.text) for sentence in sentences(passage))
