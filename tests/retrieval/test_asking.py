"""Words that only ask, greet or soften tell nothing about where the answer stands."""

from __future__ import annotations

import pytest

from giong.retrieval.asking import ASKING, SILENT, TELLING, weights
from giong.retrieval.terms import terms
from giong.text.unicode import unaccented


def telling(query: str, *, folded: bool = False) -> list[str]:
    words = terms(query)
    return [word for word, weight in zip(words, weights(words, folded=folded), strict=True) if weight == TELLING]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("Em ơi cho hỏi lệ phí tạm trú bao nhiêu tiền vậy ạ?", "lệ phí tạm trú"),
        ("tách hộ mất bao lâu nhỉ", "tách hộ"),
        ("Giá điện có thuế chưa em", "giá điện có thuế"),
        ("giờ cao điểm là mấy giờ vậy", "giờ cao điểm giờ"),
        ("Spa Lá Ngải ở đâu thế", "spa lá ngải"),
        ("Sao y giấy tờ phải không ạ", "sao y giấy tờ"),
        ("tủ lạnh hỏng thì sao hả anh", "tủ lạnh hỏng"),
    ],
)
def test_what_tells(query: str, kept: str) -> None:
    assert telling(query) == kept.split()


@pytest.mark.parametrize(
    "query", ["sua nha", "thu tuc vay", "lam the", "may lanh", "anh the", "dau do", "chung minh thu"]
)
def test_words_that_are_particles_only_with_diacritics_stay(query: str) -> None:
    assert telling(query, folded=True) == query.split()


def test_typed_without_diacritics() -> None:
    assert telling(unaccented("cho em hỏi máy lạnh để mấy tiếng vậy em"), folded=True) == ["may", "lanh", "de", "tieng"]


def test_a_greeting_alone_asks_nothing() -> None:
    assert set(weights(terms("alo em ơi"), folded=False)) == {SILENT}


def test_asking_words_still_find_listed_questions() -> None:
    assert weights(terms("bao lâu"), folded=False) == [ASKING, ASKING]
