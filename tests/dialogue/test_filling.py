"""Where in the words a value stood, however it was said."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import cast

import pytest

from giong.dialogue.assistant import Slot
from giong.dialogue.filling import mentioned, read_answer
from giong.dialogue.moment import Moment

NOW = datetime.fromisoformat("2026-11-20T09:00:00+07:00")


def moment(text: str) -> Moment:
    return cast(Moment, SimpleNamespace(text=text, speaker=SimpleNamespace(now=NOW)))


@pytest.mark.parametrize(
    ("kind", "before", "said", "after"),
    [
        ("phone", "số là ", "không chín không ba một hai ba bốn năm sáu", ", tên Lan, hai người"),
        ("phone", "mạng oai phai hỏng, gọi ", "một chín không không một hai ba bốn", " nhé"),
        ("time", "phòng ba trăm linh hai, lúc ", "mười bốn giờ ba mươi", " nhé, hai mươi lăm người"),
        ("email", "dùng oai phai của ", "lan a còng gờ meo chấm com", ", phòng ba trăm linh hai"),
        ("money", "hai mươi lăm suất hết ", "bốn phẩy năm triệu", " nha"),
    ],
)
def test_a_value_is_where_it_was_dictated(kind: str, before: str, said: str, after: str) -> None:
    text = f"{before}{said}{after}"
    found = mentioned(moment(text), Slot("x", kind, ()))
    assert found is not None
    assert (text[: found.start], text[found.start : found.end], text[found.end :]) == (before, said, after)


def test_what_was_put_right_is_where_it_was_dictated() -> None:
    text = "hết ba triệu à nhầm bốn phẩy năm triệu nha, tên Lan"
    found = read_answer(moment(text), Slot("x", "integer", ()))
    assert found is not None
    assert (found.value, text[found.end :]) == (4_500_000, " nha, tên Lan")
