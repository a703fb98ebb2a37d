from __future__ import annotations

import pytest

from giong.speech.asr.pronunciation import MOST_FORMS, forms


@pytest.mark.parametrize(
    ("phrase", "other"),
    [
        ("mát xa", "massage"),
        ("trạm ay têm", "trạm atm"),
        ("trạm atm", "trạm a tê em"),
        ("quán ka ra ô kê", "quán karaoke"),
        ("trần hưng đạo", "chần hưng đạo"),
        ("sai một li", "sai một ly"),
        ("công ty", "công ti"),
        ("xăng", "săng"),
        ("da", "gia"),
    ],
)
def test_a_phrase_has_the_spellings_that_sound_like_it(phrase: str, other: str) -> None:
    assert forms(phrase)[0] == phrase
    assert other in forms(phrase)


def test_a_plain_phrase_has_one_form() -> None:
    assert forms("cảm ơn") == ("cảm ơn",)


def test_forms_are_few_however_long_the_phrase() -> None:
    assert len(forms("trần sung dung xa xôi trời sáng giữa xóm chung quanh trạm xăng")) == MOST_FORMS
