"""Lists are given whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.retrieval.answer import Answer, answer
from giong.retrieval.index import Index
from giong.retrieval.listing import whole
from giong.retrieval.question import understood

LONG = "gồm mặt bằng, mặt cắt và mặt đứng, thể hiện rõ kích thước, cao độ và vị trí cột theo tiêu chuẩn hiện hành;"
DRAWINGS = "\n".join(f"- Bản vẽ tầng {number} của công trình, {LONG}" for number in range(1, 10))
BUILDING = f"# Xây nhà\n\nHồ sơ xin phép xây nhà gồm những giấy tờ sau:\n\n{DRAWINGS}\n\nTrả kết quả sau 20 ngày.\n"
STATUTE = """Điều 1. Hồ sơ
1. Hồ sơ cấp thẻ bao gồm:
a) Tờ khai;
b) Hai ảnh.
2. Hồ sơ đổi thẻ bao gồm:
a) Đơn đề nghị;
b) Thẻ cũ.
Điều 2. Phí
Phí là 5.000 đồng."""


def asked(tmp_path: Path, name: str, text: str, query: str) -> tuple[Index, Answer]:
    index = Index.open(tmp_path)
    index.add(name, text.encode())
    found = answer(query, index.search(query))
    assert found is not None
    return index, whole(found, index.section(found.passage.id), understood(query).asked)


@pytest.mark.parametrize(
    "query", ["hồ sơ xin phép xây nhà gồm những gì?", "xin phép xây nhà: bản vẽ tầng 9 của công trình gồm những gì?"]
)
def test_a_list_in_several_passages_is_one_answer_that_cites_each(tmp_path: Path, query: str) -> None:
    index, found = asked(tmp_path, "xay.md", BUILDING, query)
    assert len(index.passages()) > 1
    assert found.text.startswith("Hồ sơ xin phép xây nhà gồm những giấy tờ sau:\n- Bản vẽ tầng 1")
    assert found.text.count("\n- Bản vẽ tầng") == 9
    assert "20 ngày" not in found.text
    assert len({one.passage_id for one in found.citations}) == len(found.citations) > 1
    for one in found.citations:
        assert index.source_text(one.source_id)[one.start : one.end] == one.quote


def test_a_list_ends_where_the_next_clause_begins(tmp_path: Path) -> None:
    _, found = asked(tmp_path, "luat.txt", STATUTE, "hồ sơ cấp thẻ gồm những gì?")
    assert found.text == "1. Hồ sơ cấp thẻ bao gồm:\na) Tờ khai;\nb) Hai ảnh."


def test_a_sentence_is_left_as_it_is(tmp_path: Path) -> None:
    _, found = asked(tmp_path, "xay.md", BUILDING, "xin phép xây nhà bao lâu trả kết quả?")
    assert found.text == "Trả kết quả sau 20 ngày."
