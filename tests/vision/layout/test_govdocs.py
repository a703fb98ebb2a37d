from __future__ import annotations

import os
from pathlib import Path

import pytest

from giong.vision.layout.arrangement import arranged
from giong.vision.opening import opened
from giong.vision.page import BlockKind, Page

DATA = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[4] / "shared" / "data"))
FILE = DATA / "ocr" / "govdocs" / "thong-tu-02-2021-TT-BTC.digital.pdf"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FILE.exists(), reason=f"no {FILE.name}: set GIONG_DATA to the folder with ocr/govdocs"),
]


@pytest.fixture(scope="module")
def circular() -> list[Page]:
    return [
        arranged(leaf.layer, leaf.picture)
        for leaf in opened(FILE.read_bytes(), name=FILE.name)
        if leaf.layer is not None
    ]


def test_the_tariff_of_a_circular_is_a_table(circular: list[Page]) -> None:
    assert [len(page.tables) for page in circular] == [0, 0, 1]
    rows = circular[2].tables[0].rows
    assert {len(row) for row in rows} == {4}
    assert len(rows) == 20
    assert rows[0] == ["Số tt", "Danh mục phương tiện kiểm định", "Đơn vị", "Mức thu (đồng)"]
    assert rows[-1] == ["2", "Chai chứa khí", "Bộ", "40.000"]


def test_its_articles_are_headings(circular: list[Page]) -> None:
    titles = [
        block.text for page in circular for block in page.blocks if block.kind is BlockKind.HEADING and block.level == 4
    ]
    assert [title.split(".")[0] for title in titles] == [f"Điều {number}" for number in range(1, 8)]
