"""What must not be heard is found in the transcript; what is not certain is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from giong.clock import VIETNAM
from giong.conversations.calls.bleeping import ASSISTANT, CALLER, LINE_MARGIN_MS, MARGIN_MS, Hidden, hidden_parts
from giong.conversations.calls.record import Call, Dialled
from giong.conversations.calls.transcripts import BUTTON, CallLine, Side, TimedWord

CALL = Call("call", "org", None, "a", "phone", Dialled(), "", datetime(2026, 11, 21, tzinfo=VIETNAM))
SPOKEN = "số của tôi là không chín một hai ba bốn năm sáu bảy tám đấy nhé"


def line(text: str, spoken: str = "", *, side: Side = Side.CALLER, via: str = "speech") -> CallLine:
    """Spoken from the first second on, four words a second."""
    words = tuple(TimedWord(word, 1_000 + 250 * n, 1_040 + 250 * n) for n, word in enumerate(spoken.split()))
    return CallLine(1, side, text, 1_000, 5_000, via=via, words=words)


def test_only_the_number_is_hidden_where_its_words_have_times() -> None:
    parts = hidden_parts(CALL, [line("Số của tôi là 0912345678 đấy nhé", SPOKEN)])
    first, last = SPOKEN.split().index("không"), SPOKEN.split().index("tám")
    assert parts == [Hidden(CALLER, 1_000 + 250 * first - MARGIN_MS, 1_040 + 250 * last + MARGIN_MS)]


def test_a_number_in_two_breaths_is_hidden_in_both() -> None:
    first, second = "không chín một hai", "ba bốn năm sáu bảy tám"
    parts = hidden_parts(CALL, [line(first, first), replace(line(second, second), number=2)])
    assert len(parts) == 2
    assert not any(part.begin_ms == 1_000 - LINE_MARGIN_MS for part in parts)


@pytest.mark.parametrize(
    "spoken",
    [
        line("Số của tôi là 0912345678"),  # nobody knows when each word was said
        line("Số của tôi là 0912345678", "số của tôi là"),  # the recogniser heard other words
        line("0912345678", via=BUTTON),
    ],
)
def test_a_line_whose_number_cannot_be_placed_is_hidden_whole(spoken: CallLine) -> None:
    assert hidden_parts(CALL, [spoken]) == [Hidden(CALLER, 1_000 - LINE_MARGIN_MS, 5_000 + LINE_MARGIN_MS)]


def test_the_assistant_reads_it_back() -> None:
    [part] = hidden_parts(CALL, [line("Dạ, số 0912 345 678, đúng không ạ?", side=Side.ASSISTANT)])
    assert part.channel == ASSISTANT


def test_what_holds_nothing_personal_is_heard() -> None:
    key = replace(line("1", via=BUTTON), number=2)
    assert hidden_parts(CALL, [line("Giá điện bao nhiêu", "giá điện bao nhiêu"), key]) == []


def test_what_nobody_wrote_down_is_hidden() -> None:
    parts = hidden_parts(replace(CALL, target="102"), [line("Cho tôi gặp nhân viên")])
    assert parts == [Hidden(CALLER, 5_000, None), Hidden(ASSISTANT, 5_000, None)]
