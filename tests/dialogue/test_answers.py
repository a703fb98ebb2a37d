"""What documents say as it is told: whole lists, differing sources, texts that do not hold, whatever the model says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from giong.clock import VIETNAM, FixedClock, run_virtually
from giong.dialogue.assistance.grounding.claims import Claim
from giong.dialogue.assistance.wording import Matter, Outcome, Worded
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.knowledge import IndexKnowledge
from giong.dialogue.line import Piece, Said
from giong.dialogue.mind import train
from giong.retrieval.index import Index

ASSISTANT = read_assistant(Path(__file__).parent / "assistants" / "cap-nuoc")
OLD = "# Bảng giá xe bồn năm 2024\n\nGiá một xe bồn nước là 300.000 đồng.\n"
NEW = "# Bảng giá xe bồn năm 2026\n\nGiá một xe bồn nước là 350.000 đồng.\n"
STEPS = "# Rửa bể\n\nRửa bể nước tại nhà làm các bước sau:\n\n- Khoá van vào bể.\n- Xả hết nước cũ.\n- Cọ thành bể.\n"


class Chatty:
    """A model that would rather say something of its own."""

    async def word(self, matter: Matter) -> Worded:
        claims = (Claim("Lời của máy.", -1, courtesy=True),)
        return Worded("Lời của máy.", Outcome.COMPOSED, claims)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path) as one:
        yield one


def told(index: Index, question: str, *, wording: Chatty | None = None, year: int = 2026) -> list[Piece]:
    clock = FixedClock(datetime(year, 6, 1, 9, tzinfo=VIETNAM))
    mind = train(ASSISTANT, knowledge=IndexKnowledge(index), clock=clock, wording=wording)

    async def pieces() -> list[Piece]:
        return [piece async for piece in mind.reply(Said(question), {}).pieces()]

    return run_virtually(pieces())


def test_differing_sources_are_both_cited_and_no_model_smooths_them_over(index: Index) -> None:
    index.add("bang-gia-2024.md", OLD.encode())
    index.add("bang-gia-2026.md", NEW.encode())
    (piece, *_) = told(index, "giá một xe bồn nước là bao nhiêu?", wording=Chatty())
    assert piece.text.index("350.000") < piece.text.index("Tài liệu cũ hơn") < piece.text.index("300.000")
    assert [one.source_title for one in piece.citations] == ["Bảng giá xe bồn năm 2026", "Bảng giá xe bồn năm 2024"]
    for one in piece.citations:
        assert index.source_text(one.source_id)[one.start : one.end] == one.quote


def test_it_is_said_when_nobody_can_tell_which_is_newer(index: Index) -> None:
    index.add("a.md", OLD.replace(" năm 2024", "").encode())
    index.add("b.md", NEW.replace("Bảng giá xe bồn năm 2026", "Giá xe bồn").encode())
    (piece, *_) = told(index, "giá một xe bồn nước là bao nhiêu?")
    assert "ghi khác nhau" in piece.text
    assert "Chưa rõ tài liệu nào mới hơn" in piece.text


def test_a_list_is_counted_for_the_ear(index: Index) -> None:
    index.add("be.md", STEPS.encode())
    (piece, *_) = told(index, "rửa bể nước tại nhà làm những bước nào?")
    assert "1. Khoá van vào bể.\n2. Xả hết nước cũ.\n3. Cọ thành bể." in piece.text
    assert "Thứ nhất, khoá van vào bể. Thứ hai, xả hết nước cũ. Thứ ba, cọ thành bể." in piece.speech


def test_a_text_that_holds_later_is_told_as_such_until_its_day(index: Index) -> None:
    index.add("moi.md", f"{NEW}\nBảng giá này áp dụng từ ngày 1/1/2027.\n".encode())
    question = "giá một xe bồn nước là bao nhiêu?"
    assert "chưa có hiệu lực" in told(index, question, wording=Chatty())[0].text
    assert "hiệu lực" not in told(index, question, year=2028)[0].text
