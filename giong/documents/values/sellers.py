"""The nouns that names of shops and companies begin with, spelt as they are. Knows no shop."""

from __future__ import annotations

import re

from giong.documents.values.phrases import Phrases

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
    "dược phẩm",
    "hóa mỹ phẩm",
    "điện máy",
    "điện thoại",
    "thực phẩm",
    "thực phẩm sạch",
    "hải sản",
    "trái cây",
    "văn phòng phẩm",
    "đại lý",
    "bún chả",
    "bún bò",
    "bún bò huế",
    "phở bò",
    "phở gà",
    "bánh cuốn",
    "cơm gà",
    "hủ tiếu",
    "nhà hàng hải sản",
    "tiệm cà phê",
    "gia truyền",
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
_PHRASES = Phrases(_NOUNS, first=("chợ", "phở", "lẩu"))
_AND = re.compile(r"(?<=[^\W\d_]{2} )R(?= [^\W\d_]{2})")
""" "&" that stands alone, misread."""


def spelt(name: str) -> str:
    """ "NHÀ THUÔC TÂM AN" → "NHÀ THUỐC TÂM AN"; what is no such noun stays."""
    return _PHRASES.spelt(_AND.sub("&", name))
