from __future__ import annotations

from giong.dialogue.line import Began, Choice, Expectation, Said, Via
from giong.voice.keypad import Keypad

PHONE = Expectation("phone")


def button(text: str) -> Said:
    return Said(text, via=Via.BUTTON)


def typed(keypad: Keypad, symbols: str, expectation: Expectation) -> list[Began | Said]:
    return [
        event for symbol in symbols for event in keypad.press(symbol, now_s=0.0, expectation=expectation, choices=())
    ]


def test_a_key_is_the_option_of_its_number() -> None:
    choices = (Choice("Có", "yes"), Choice("Không", "no"))
    keypad = Keypad(2.0)
    assert keypad.press("2", now_s=0.0, expectation=Expectation(), choices=choices) == [button("no")]
    assert keypad.press("9", now_s=0.0, expectation=Expectation(), choices=choices) == [button("9")]
    assert keypad.press("*", now_s=0.0, expectation=Expectation(), choices=choices) == [button("*")]


def test_a_phone_number_ends_by_itself() -> None:
    assert typed(Keypad(2.0), "0903123456", PHONE) == [Began(), button("0903123456")]


def test_hash_ends_a_number_and_star_begins_again() -> None:
    assert typed(Keypad(2.0), "12*34#", Expectation("code")) == [Began(), button("34")]


def test_a_pause_ends_a_number() -> None:
    keypad = Keypad(2.0)
    assert typed(keypad, "12", Expectation("number")) == [Began()]
    assert keypad.wait(1.9) == []
    assert keypad.wait(2.0) == [button("12")]
    assert keypad.wait(5.0) == []


def test_a_hash_after_a_number_that_ended_by_itself_is_no_other_answer() -> None:
    keypad = Keypad(2.0)
    assert typed(keypad, "0903123456#", PHONE) == [Began(), button("0903123456")]
    assert typed(keypad, "12#", Expectation("code")) == [Began(), button("12")]
    assert typed(keypad, "12", Expectation("code")) == [Began()]
    assert keypad.wait(2.0) == [button("12")]
    assert keypad.press("#", now_s=2.5, expectation=PHONE, choices=()) == []


def test_a_hash_long_after_a_number_or_after_another_key_counts() -> None:
    keypad = Keypad(2.0)
    typed(keypad, "0903123456", PHONE)
    assert keypad.press("#", now_s=2.0, expectation=Expectation(), choices=()) == [button("#")]
    typed(keypad, "0903123456", PHONE)
    assert typed(keypad, "7#", Expectation("code")) == [Began(), button("7")]
