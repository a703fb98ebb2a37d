"""Names of agencies and organisations in print: where one ends and the next begins, what letters they go by. Knows no
list of agencies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_OPEN = re.compile(
    r"(?:\W(?:va|cua|cap|tai|hoc|nhan dan|tu|ve|cong nghe|khoa hoc|thanh pho|tinh|moi|van hoa|"
    r"giao thong|lao dong)|[,&–-])\W*$"
)
_ALONE = frozenset({"ubnd", "hdnd"})
"""Of one word and yet names."""
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
