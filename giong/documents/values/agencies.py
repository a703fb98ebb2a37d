"""Names of agencies and organisations in print: where one ends and the next begins, what letters they go by. Knows no
list of agencies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.documents.values.phrases import Phrases
from giong.text.provinces import named
from giong.text.spelling import like
from giong.text.unicode import fold

_HEADS = (
    r"bo|so|cuc|tong cuc|chi cuc|vu|uy ban|ubnd|hoi dong|hdnd|truong|vien|hoc vien|cong ty|cty|tong cong ty|tap doan|"
    r"ngan hang|ban|phong|trung tam|van phong|quoc hoi|chinh phu|thu tuong|chu tich nuoc|toa an|vien kiem sat|hoi|"
    r"lien doan|lien minh|doan|thanh doan|tinh doan|dai hoc|benh vien|kho bac|bao hiem|cong an|bo chi huy|thanh tra|"
    r"dang uy|tinh uy|thanh uy|huyen uy|kiem toan|thue|hai quan|mat tran|ubmttq|doi|dai|bao|nha xuat ban|cong doan|"
    r"cum|khu quan ly|quy|hiep hoi|hop tac xa|chi nhanh|dai su quan|tram|nha may|xi nghiep|thu vien|bao tang|khoa|bch|"
    r"ban chap hanh|tong lien doan|ban quan ly|dang bo|chi bo|chi doan|trung doan|su doan|quan khu|bo tu lenh|lien hiep"
)
_HEAD = re.compile(rf"^\W*(?:{_HEADS})(?!\w)")
_CONTINUES = re.compile(
    r"^\W*(?:va|cua|tinh|thanh pho|tp|quan|huyen|xa|phuong|thi|nuoc|viet nam|nhan dan|cap|so \d|[&-])(?!\w)"
)
_OPEN = re.compile(r"(?:\W(?:va|cua|cap|tai|hoc|nhan dan|tu|ve|thanh pho|(?<!ha )tinh|moi)|[,&–-])\W*$")
_ALONE = frozenset({"ubnd", "hdnd"})
"""Of one word and yet names."""
_PHRASES = Phrases(
    (
        *("ủy ban nhân dân", "hội đồng nhân dân", "chính phủ", "quốc hội", "văn phòng chính phủ", "văn phòng"),
        *("tòa án nhân dân", "viện kiểm sát nhân dân", "thanh tra", "kiểm toán nhà nước", "kho bạc nhà nước"),
        *("nội vụ", "tư pháp", "tài chính", "y tế", "công thương", "xây dựng", "ngoại vụ", "ngoại giao", "quốc phòng"),
        *("giáo dục và đào tạo", "khoa học và công nghệ", "thông tin và truyền thông", "kế hoạch và đầu tư"),
        *("tài nguyên và môi trường", "nông nghiệp và môi trường", "nông nghiệp và phát triển nông thôn"),
        *("lao động", "thương binh và xã hội", "văn hóa", "thể thao và du lịch", "giao thông vận tải", "công an"),
        *("bảo hiểm xã hội", "tổng cục thuế", "chi cục thuế", "cục thuế", "hải quan", "đăng ký kinh doanh"),
        *("trường đại học", "trường cao đẳng", "trường tiểu học", "trường mầm non", "trường trung học cơ sở"),
        *("trường trung học phổ thông", "bệnh viện đa khoa", "bệnh viện", "trung tâm y tế", "trung tâm"),
        *("đảng ủy", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "mặt trận tổ quốc", "liên đoàn lao động"),
        *("công ty cổ phần", "công ty trách nhiệm hữu hạn", "tổng công ty", "công ty", "tập đoàn", "ngân hàng"),
        *("thành phố", "thị xã", "thị trấn", "tài chính - kế hoạch"),
    ),
    first=("sở", "bộ", "cục", "phòng", "xã", "phường", "huyện", "trường"),
)
_PROVINCE = re.compile(r"(?i)(?P<kind>(?<!\w)(?:t[iìíỉĩị]nh|thành phố)) (?P<name>.{4,})$")
_SMALL = frozenset({"va", "cua", "ve", "cac", "o"})


def names(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Which lines make one name each, as from-to: an agency above its subordinate, either of them in several lines."""
    found: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if found and not _begins(lines[at - 1], line):
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _begins(above: str, line: str) -> bool:
    plain = fold(line)
    if len(plain.split()) < 2 and plain not in _ALONE:
        return False
    if _CONTINUES.match(plain) or _OPEN.search(fold(above)):
        return False
    return _HEAD.match(plain) is not None


def initials(name: str) -> str:
    """The letters that an agency goes by: "Sở Giáo dục và Đào tạo" → "sgddt"."""
    words = re.findall(r"[a-z]+", fold(name))
    return "".join(word[0] for word in words if word not in _SMALL)


def spelt(name: str) -> str:
    """ "SỐ NỘI VỤ TỈNH THANH HÒA" → "SỞ NỘI VỤ TỈNH THANH HÓA": phrases and a province at the end as they are spelt."""
    name = _PHRASES.spelt(name)
    end = _PROVINCE.search(name)
    known = named(end["name"]) if end else None
    if end is None or known is None or fold(known.name) != fold(end["name"]):
        return name
    kind = "tỉnh" if fold(end["kind"]) == "tinh" else "thành phố"
    return f"{name[: end.start()]}{like(end['kind'], kind)} {like(end['name'], known.name)}"
