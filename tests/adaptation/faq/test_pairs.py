"""What a list of questions brings beside what is known."""

from __future__ import annotations

import pytest

from giong.adaptation.faq.pairs import Known, Pair, matter, pairs_in, review
from giong.errors import BadInput

KNOWN = [Known("Đổi chủ hộ cần giấy tờ gì?", "Tờ khai CT01.", "Hỏi đáp, dòng 19")]


def test_new_known_and_contradicting_pairs_are_told_apart() -> None:
    pairs = [
        Pair(("Dạ cho em hỏi đổi chủ hộ cần giấy tờ gì ạ",), "tờ khai CT01", row=2),
        Pair(("đổi chủ hộ cần giấy tờ gì",), "Không cần gì.", row=3),
        Pair(("Gửi xe ở đâu?", "Để xe chỗ nào?"), "Sân sau.", row=4),
        Pair(("Để xe chỗ nào?",), "Sân trước.", row=5),
    ]
    found = review(pairs, KNOWN)
    assert [one.row for one in found.same] == [2]
    assert [one.row for one in found.fresh] == [4]
    assert [(one.pair.row, one.known.place) for one in found.contradictions] == [(3, "Hỏi đáp, dòng 19"), (5, "dòng 4")]


def test_a_question_is_the_same_without_its_courtesies_and_not_without_its_words() -> None:
    assert matter("Em ơi cho hỏi gửi xe ở đâu vậy ạ") == matter("gửi xe ở đâu?")
    assert matter("gửi xe máy ở đâu") != matter("gửi xe ở đâu")


def test_rows_without_an_answer_are_named_and_phrasings_are_one_pair() -> None:
    table = "Hỏi,Câu hỏi 2,Đáp,Nhóm\nGửi xe ở đâu?,Để xe chỗ nào?,Sân sau.,Xe\nThiếu?,,,\nMấy giờ mở cửa?,,7 giờ.,Giờ\n"
    pairs, skipped = pairs_in("faq.csv", table.encode())
    assert [(one.questions, one.group, one.row) for one in pairs] == [
        (("Gửi xe ở đâu?", "Để xe chỗ nào?"), "Xe", 2),
        (("Mấy giờ mở cửa?",), "Giờ", 4),
    ]
    assert skipped == [3]


def test_another_table_is_refused_with_the_columns_that_are_wanted() -> None:
    with pytest.raises(BadInput) as raised:
        pairs_in("gia.csv", b"Ten,Gia\nA,5\n")
    assert raised.value.code == "faq.no_columns"
    assert "“Trả lời”" in raised.value.vi
