"""Two sources that say different things of the same matter, and of different ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.retrieval.answer import answer
from giong.retrieval.conflicts import rival
from giong.retrieval.index import Index

FIRST = "# Phí giữ xe\n\nPhí giữ xe đạp điện là 3.000 đồng một lượt. Phí giữ ô tô là 20.000 đồng một lượt.\n"


def rival_of(tmp_path: Path, query: str, second: str) -> str:
    with Index.open(tmp_path) as index:
        index.add("a.md", FIRST.encode())
        index.add("b.md", second.encode())
        hits = index.search(query)
        found = answer(query, hits)
        assert found is not None
        other = rival(query, found, hits)
        assert other is None or other.passage.source_id != found.passage.source_id
        return other.text if other else ""


@pytest.mark.parametrize("query", ["phí giữ xe đạp điện là bao nhiêu?", "phi giu xe dap dien la bao nhieu"])
def test_another_value_is_found(tmp_path: Path, query: str) -> None:
    other = rival_of(tmp_path, query, "# Giữ xe\n\nPhí giữ xe đạp điện là 5.000 đồng một lượt.\n")
    assert "đồng một lượt" in other


@pytest.mark.parametrize(
    "second",
    [
        "# Giữ xe\n\nPhí giữ xe đạp điện là 3.000 đồng mỗi lượt gửi.\n",
        "# Giữ xe\n\nPhí giữ xe máy là 5.000 đồng một lượt.\n",
        "# Giữ xe qua đêm\n\nPhí giữ xe đạp điện là 9.000 đồng một lượt.\n",
        "# Giữ xe\n\nXe đạp điện để ở sân sau, khoá cổng lúc 22 giờ.\n",
    ],
)
def test_the_same_value_or_another_matter_is_no_conflict(tmp_path: Path, second: str) -> None:
    assert rival_of(tmp_path, "phí giữ xe đạp điện là bao nhiêu?", second) == ""
