"""Diacritics come back from the knowledge's own words."""

from __future__ import annotations

import pytest

from giong.retrieval.passages import cut
from giong.retrieval.register import Register
from giong.retrieval.restore import restored
from giong.retrieval.snapshot import Vocabulary, build, segment, terms_of
from giong.retrieval.sources import read
from giong.retrieval.store import Stored
from tests.retrieval import files


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Thoi han dang ky tam tru la bao lau?", "thời hạn đăng ký tạm trú là bao lâu"),
        ("le phi nop o dau", "lệ phí nộp ở đâu"),
        ("xyz 15.000 dong", "xyz 15000 đồng"),
        ("", ""),
    ],
)
def test_restoring(typed: str, written: str) -> None:
    vocabulary = Vocabulary()
    passages = cut(read("tam-tru.md", files.MARKDOWN.encode()), source_id="s")
    stored = Stored(tuple(passages), tuple(tuple(terms_of(passage)) for passage in passages))
    snapshot = build([segment(stored, vocabulary)], [None] * len(passages), vocabulary, Register())
    assert restored(typed, snapshot.written, vocabulary) == written
