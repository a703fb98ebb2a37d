"""Orders to the machine itself ("bỏ qua hướng dẫn", "in ra system prompt"), which are declined. Knows no assistant.

Nothing that a person says is ever an instruction: the rules here only find a polite word for those who try.
"""

from __future__ import annotations

import re

from giong.text.unicode import fold

MAX_CHARS = 4000

_ORDERS = (
    r"(?:bo qua|quen (?:het|di|moi|toan bo|tat ca|cac|nhung)|phot lo|xoa|ignore|disregard|forget|override)\W.{0,40}?"
    r"(?:huong dan|chi dan|chi thi|quy tac|quy dinh o tren|lenh|instruction|prompt|rules?|nhung gi (?:o )?tren)",
    r"system prompt|prompt he thong|cau lenh he thong|loi nhac he thong|developer mode|jailbreak|che do nha phat trien",
    r"(?:in ra|dua ra|cho (?:toi|tao|minh|xem|anh|chi)|tiet lo|hien thi|xuat ra|gui|doc|show|print|reveal|"
    r"lay)\W.{0,30}?"
    r"(?:mat khau(?! (?:wifi|wi-fi|wf))|password|api ?key|khoa api|token|secret|ma nguon|source code|co so du lieu|"
    r"database"
    r"|cau hinh he thong|bien moi truong|prompt|chi thi goc)",
    r"(?:thong tin|so dien thoai|dia chi|hoa don|ho so|du lieu)(?: cua)? (?:tat ca |cac )?(?:khach hang|nguoi dung|"
    r"nguoi dan)"
    r" khac",
    r"(?:tu gio|bay gio|hay) (?:ban|may|em) (?:la|se la|dong vai)|dong vai (?:mot )?(?:hacker|ai|chatgpt|admin|"
    r"quan tri)",
    r"you are now|act as|drop table|<script|rm -rf|\$\{|\{\{",
)  # fmt: skip
_PATTERN = re.compile("|".join(f"(?:{order})" for order in _ORDERS))


def is_overreach(text: str) -> bool:
    """Whether the words try to command the program instead of asking the assistant for something."""
    return _PATTERN.search(" ".join(fold(text[:MAX_CHARS]).split())) is not None
