from __future__ import annotations

from giong.documents.values import agencies, sellers
from giong.documents.values.phrases import Phrases


def test_either_custom_of_tone_marks_stays() -> None:
    assert Phrases(["ủy ban"]).spelt("UỶ BAN, ỦY BAN, UY BAN") == "UỶ BAN, ỦY BAN, ỦY BAN"


def test_short_phrases_count_only_at_the_beginning() -> None:
    phrases = Phrases(["nội vụ"], first=["sở"])
    assert phrases.spelt("SỐ NỘI VU") == "SỞ NỘI VỤ"
    assert phrases.spelt("TRẠM SỐ 9") == "TRẠM SỐ 9"


def test_agencies_end_with_provinces_that_exist() -> None:
    assert agencies.spelt("SỐ NỘI VỤ TÌNH THANH HÒA") == "SỞ NỘI VỤ TỈNH THANH HÓA"
    assert agencies.spelt("Sở Tài chính tỉnh Bình Dương") == "Sở Tài chính tỉnh Bình Dương"


def test_sellers_keep_what_is_no_phrase() -> None:
    assert sellers.spelt("PHỞ BỎ GIA TRUYỂN 1979") == "PHỞ BÒ GIA TRUYỀN 1979"
    assert sellers.spelt("The Gió Coffee R Tea") == "The Gió Coffee & Tea"
    assert sellers.spelt("QUÁN SỐ 8 PHỐ CỔ") == "QUÁN SỐ 8 PHỐ CỔ"
