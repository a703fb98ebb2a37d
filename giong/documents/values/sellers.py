"""The nouns that names of shops and companies begin with, spelt as they are. Knows no shop."""

from __future__ import annotations

import re

from giong.text.lexicon import table
from giong.text.spelling import like
from giong.text.unicode import fold

_NOUNS = (
    "cửa hàng",
    "cửa hàng tiện lợi",
    "nhà thuốc",
    "hiệu thuốc",
    "tạp hóa",
    "bách hóa",
    "bách hóa tổng hợp",
    "siêu thị",
    "siêu thị mini",
    "quán cơm",
    "quán ăn",
    "quán phở",
    "quán cà phê",
    "nhà hàng",
    "nhà sách",
    "hiệu sách",
    "tiệm bánh",
    "tiệm vàng",
    "trà sữa",
    "cà phê",
    "thời trang",
    "mỹ phẩm",
    "điện máy",
    "điện thoại",
    "thực phẩm",
    "thực phẩm sạch",
    "hải sản",
    "trái cây",
    "văn phòng phẩm",
    "đại lý",
    "chợ",
    "phở",
    "bún chả",
    "bún bò",
    "lẩu",
    "lẩu nướng",
    "cơm tấm",
    "bánh mì",
    "khách sạn",
    "nhà nghỉ",
    "công ty",
    "công ty cổ phần",
    "công ty trách nhiệm hữu hạn",
    "công ty tnhh thương mại và dịch vụ",
    "công ty tnhh một thành viên",
    "công ty tnhh",
    "doanh nghiệp tư nhân",
    "hộ kinh doanh",
    "hợp tác xã",
    "chi nhánh",
    "trung tâm thương mại",
    "trung tâm",
    "thương mại",
    "dịch vụ",
    "xăng dầu",
    "cửa hàng xăng dầu",
)
_BY_LETTERS = {fold(noun): noun for noun in sorted(_NOUNS, key=len)}
_PATTERN = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(noun) for noun in sorted(_BY_LETTERS, key=len, reverse=True)) + r")(?!\w)"
)
_WHOLE_ONLY = frozenset(table("cho: chợ; pho: phở; lau: lẩu"))
"""Too short to be told from other words but at the beginning of a name."""


def spelt(name: str) -> str:
    """ "NHÀ THUÔC TÂM AN" → "NHÀ THUỐC TÂM AN"; what is no such noun stays."""
    plain = fold(name)
    if len(plain) != len(name):
        return name

    def right(match: re.Match[str]) -> str:
        printed = name[match.start() : match.end()]
        if match.group() in _WHOLE_ONLY and match.start() > 0:
            return printed
        words = zip(printed.split(" "), _BY_LETTERS[match.group()].split(" "), strict=True)
        return " ".join(like(old, new) for old, new in words)

    pieces, at = [], 0
    for match in _PATTERN.finditer(plain):
        pieces += [name[at : match.start()], right(match)]
        at = match.end()
    return "".join([*pieces, name[at:]])
