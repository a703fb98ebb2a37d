"""Where the name of one agency ends and that of its subordinate begins."""

from __future__ import annotations

import pytest

from giong.documents.values.agencies import names


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("BỘ KHOA HỌC VÀ CÔNG NGHỆ", "CỤC CÔNG NGHỆ THÔNG TIN"), [(0, 1), (1, 2)]),
        (("CỤC CÔNG NGHỆ", "THÔNG TIN"), [(0, 2)]),
        (("SỞ Y TẾ HÀ TĨNH", "BỆNH VIỆN ĐA KHOA KHU VỰC"), [(0, 1), (1, 2)]),
        (("UBND TỈNH", "HÀ TĨNH"), [(0, 2)]),
        (("BỘ LAO ĐỘNG", "THƯƠNG BINH VÀ XÃ HỘI", "CỤC VIỆC LÀM"), [(0, 2), (2, 3)]),
    ],
)
def test_lines_that_make_one_name(lines: tuple[str, ...], found: list[tuple[int, int]]) -> None:
    assert names(lines) == found
