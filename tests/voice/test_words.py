"""Judging by the words alone: backchannels, echo, what to listen for."""

from __future__ import annotations

import pytest

from giong.dialogue.line import Expectation
from giong.speech.asr.recogniser import Bias
from giong.voice.backchannel import is_backchannel
from giong.voice.echo import common_in_order, is_echo
from giong.voice.expecting import DIGIT_WORDS, as_written, bias


@pytest.mark.parametrize("text", ["dạ", "vâng ạ", "ừ", "dạ vâng"])
def test_sounds_of_listening(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize("text", ["", "dạ không", "thôi", "vâng cho hỏi"])
def test_words_that_are_a_turn(text: str) -> None:
    assert not is_backchannel(text)


def test_an_echo_may_be_misheard_in_part() -> None:
    speaking = ["dạ", "em", "có", "thể", "giúp", "gì", "cho", "anh", "chị", "ạ"]
    assert is_echo(["thể", "giúp", "gì", "cho", "em"], speaking)
    assert not is_echo(["tôi", "muốn", "báo", "mất", "điện"], speaking)
    assert not is_echo(["giúp"], speaking)
    assert not is_echo([], speaking)


def test_longest_common_subsequence() -> None:
    assert common_in_order(list("abcbdab"), list("bdcaba")) == 4  # Cormen et al., section 15.4


def test_a_closed_menu_is_all_we_listen_for() -> None:
    expectation = Expectation("choice", ("Cà phê", "số 2"), closed=True)
    assert bias(expectation, ("hóa đơn",)) == Bias(("cà phê", "số hai"), closed=True)


def test_digits_for_a_phone_number() -> None:
    assert bias(Expectation("phone", closed=True), ()) == Bias(DIGIT_WORDS, closed=True)


def test_the_assistants_own_words_help_elsewhere() -> None:
    assert bias(Expectation(), ("Hóa đơn",)) == Bias(("hóa đơn",), closed=False)
    assert bias(Expectation(), ()) is None


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("trạm a tê em", "trạm ATM"),
        ("tôi tìm trạm a tê em gần đây", "tôi tìm trạm ATM gần đây"),
        ("cà phê", "cà phê"),
        ("số hai", "số 2"),
        ("hai", "2"),
        ("không chín không ba một hai ba bốn năm sáu", "0903123456"),
    ],
)
def test_expected_phrases_come_out_as_they_were_written(heard: str, said: str) -> None:
    assert as_written(heard, ("trạm ATM", "Cà phê", "số 2", "2")) == said


@pytest.mark.parametrize(
    "text", ["dạ vâng", "ừ ừ", "thế à", "vậy hả", "em hiểu rồi", "vâng tôi nghe", "đúng rồi", "ô kê em"]
)
def test_more_sounds_of_listening(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không",
        "hả",
        "được rồi",
        "khoan đã",
        "dạ cho em hỏi",
        "vâng thế giá bao nhiêu",
        "dừng lại",
        "đúng một triệu",
    ],
)
def test_what_is_more_than_listening(text: str) -> None:
    assert not is_backchannel(text)
