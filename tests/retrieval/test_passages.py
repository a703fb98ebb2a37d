"""Passages are slices of their source, of a sensible length, under one heading, and statutes are cut along Điều."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from giong.errors import BadInput
from giong.retrieval.passages import MOST_SYLLABLES, Passage, cut
from giong.retrieval.sources import read
from tests.retrieval import files


def passages_of(name: str, text: str) -> list[Passage]:
    document = read(name, text.encode())
    passages = cut(document, source_id="s")
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
    return passages


def test_headings_are_never_crossed() -> None:
    passages = passages_of("tam-tru.md", files.MARKDOWN)
    assert [(passage.heading[-1], passage.kind.value) for passage in passages] == [
        ("Đăng ký tạm trú", "paragraph"),
        ("Hồ sơ", "paragraph"),
        ("Thời hạn và lệ phí", "paragraph"),
        ("Thời hạn và lệ phí", "row"),
        ("Thời hạn và lệ phí", "row"),
    ]
    assert passages[1].text.startswith("Hồ sơ gồm:\n- Tờ khai")


def test_statutes_are_cut_along_their_articles() -> None:
    passages = passages_of("quy-che.txt", files.STATUTE)
    assert [passage.heading for passage in passages if passage.heading] == [
        ("Chương I QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh"),
        ("Chương I QUY ĐỊNH CHUNG", "Điều 2. Người được mượn sách"),
        ("Chương II XỬ LÝ VI PHẠM", "Điều 3. Trả muộn"),
    ]
    assert "a) Học sinh của trường;\nb) Giáo viên" in passages[2].text


def test_a_text_that_only_mentions_an_article_is_no_statute() -> None:
    passages = passages_of("a.txt", "Theo Điều 5. Luật Cư trú thì phải đăng ký.\n\nĐiều 5 nói rõ việc này.")
    assert passages[0].heading == ()


def test_long_paragraphs_are_cut_at_sentences_and_endless_sentences_at_words() -> None:
    sentence = "Người thuê nhà phải đăng ký tạm trú với công an phường trước khi dọn đến ở. "
    passages = passages_of("a.txt", sentence * 60 + "\n\n" + "dài " * 1_000)
    assert all(len(passage.text.split()) <= MOST_SYLLABLES for passage in passages)
    assert passages[0].text.endswith("dọn đến ở.")
    assert sum(len(passage.text.split()) for passage in passages) == 60 * 17 + 1_000


def test_ids_follow_the_content() -> None:
    before = passages_of("a.md", "# A\n\nmột\n\n# B\n\nhai")
    after = passages_of("a.md", "# A\n\nmột\n\n# C\n\nba\n\n# B\n\nhai")
    assert [before[0].id, before[1].id] == [after[0].id, after[2].id]
    twice = passages_of("a.md", "# A\n\nmột\n\n# A\n\nmột")
    assert twice[0].id != twice[1].id


def test_a_file_of_headings_alone_is_still_found() -> None:
    assert [passage.text for passage in passages_of("a.md", "# Giờ mở cửa: 7 giờ")] == ["Giờ mở cửa: 7 giờ"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aăđ\n\t .:;-#|1Điều\u00a0\u0301\u200b𝐀", max_size=400))
def test_every_passage_is_a_slice_of_the_text(text: str) -> None:
    for name in ("a.txt", "a.md", "a.html", "a.csv"):
        if any(char.isalnum() for char in text):
            try:
                passages = passages_of(name, text)
            except BadInput:
                continue  # nothing printable is left of it
            assert all(passage.text.strip() for passage in passages)
