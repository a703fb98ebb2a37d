"""Who speaks when, in virtual time: interruption, silence, failure and leaving."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from giong.clock import run_virtually
from giong.dialogue.converse import FAILURES, Patience, converse
from giong.dialogue.line import Began, Delivered, Heard, Piece, Said, Silence
from giong.dialogue.memory import Act, End, HandOver, Notebook, Report, State
from tests.dialogue.lines import Cue, TimedLine

TEN = "một hai ba bốn năm sáu bảy tám chín mười"


@dataclass
class Echo:
    """Answers with ten words; some words make it end, think long, break, or hand over."""

    heard: Heard
    state: State
    act: Act | None = None
    report: Report = field(default_factory=Report)

    async def pieces(self) -> AsyncIterator[Piece]:
        text = self.heard.text if isinstance(self.heard, Said) else ""
        if text == "nghĩ lâu":
            await asyncio.sleep(5)
        if text == "hỏng":
            raise ValueError("broken")
        if text == "gặp người":
            self.act = HandOver("cskh")
        if isinstance(self.heard, Silence):
            if self.heard.cut_off:
                yield Piece("em nói tiếp")
                return
            if self.heard.count >= 2:
                self.act = End("silence")
            yield Piece(f"im lặng {self.heard.count}")
            return
        yield Piece("xin chào" if self.heard is None else f"{text}: {TEN}")

    def settle(self, delivered: Delivered) -> None:
        self.state = {**self.state, "turns": self.state.get("turns", 0) + 1}


class EchoAnswerer:
    def reply(self, heard: Heard, state: State) -> Echo:
        return Echo(heard, state)


def talk(
    cues: list[Cue], *, leaves_s: float = 60.0, breaks: int = 0, greet: bool = False
) -> tuple[TimedLine, Notebook, Act | None]:
    line, memory = TimedLine(cues, leaves_s=leaves_s, breaks=breaks), Notebook()
    act = run_virtually(
        converse(line=line, answerer=EchoAnswerer(), memory=memory, patience=Patience(8.0), greet=greet)
    )
    return line, memory, act


def test_a_greeting_is_a_turn_in_which_nothing_was_said() -> None:
    _, memory, act = talk([], leaves_s=2.0, greet=True)
    assert [turn.said for turn in memory.turns] == [None]
    assert memory.turns[0].delivered.text == "xin chào"
    assert act is None


def test_beginning_to_speak_stops_the_answer_and_keeps_what_was_heard() -> None:
    _, memory, _ = talk([(0.0, Said("a")), (0.9, Began()), (1.6, Said("b"))], leaves_s=5.0)
    first, second = memory.turns
    assert first.delivered.cut_off
    assert first.delivered.text == "a: một hai ba"
    assert second.said == Said("b")
    assert not second.delivered.cut_off


def test_speaking_again_while_the_answer_is_thought_of_drops_the_old_answer() -> None:
    line, memory, _ = talk([(0.0, Said("nghĩ lâu")), (1.0, Said("b"))], leaves_s=6.0)
    assert [text for _, text in line.said] == [f"b: {TEN}"]
    assert memory.turns[0].delivered.pieces == ()
    assert [turn.said and turn.said.text for turn in memory.turns] == ["nghĩ lâu", "b"]


def test_a_noise_without_words_lets_the_assistant_take_up_its_answer() -> None:
    line, memory, _ = talk([(0.0, Said("a")), (1.0, Began()), (1.5, Said(""))], leaves_s=4.0)
    assert [text for _, text in line.said] == [f"a: {TEN}", "em nói tiếp"]
    assert memory.turns[1].said is None


def test_words_that_cannot_be_made_out_after_a_whole_answer_are_a_turn() -> None:
    _, memory, _ = talk([(0.0, Said("a")), (4.0, Began()), (4.5, Said(""))], leaves_s=8.0)
    assert memory.turns[1].said == Said("")


def test_silences_are_counted_from_the_end_of_the_answer_and_can_end_the_talk() -> None:
    line, _, act = talk([(0.0, Said("a"))])
    assert [(at_s, text) for at_s, text in line.said[1:]] == [(10.2, "im lặng 1"), (18.8, "im lặng 2")]
    assert act == End("silence")


def test_speaking_starts_the_count_of_silences_anew() -> None:
    line, _, _ = talk([(0.0, Said("a")), (12.0, Said("b"))], leaves_s=24.0)
    assert [text for _, text in line.said].count("im lặng 1") == 2


def test_no_silence_is_counted_while_the_person_speaks() -> None:
    line, _, _ = talk([(0.0, Began()), (30.0, Said("a"))], leaves_s=35.0)
    assert [text for _, text in line.said] == [f"a: {TEN}"]


def test_handing_over_ends_the_talk_after_its_words() -> None:
    line, _, act = talk([(0.0, Said("gặp người"))])
    assert act == HandOver("cskh")
    assert len(line.said) == 1


def test_a_hand_over_that_was_interrupted_still_counts() -> None:
    _, memory, act = talk([(0.0, Said("gặp người")), (0.5, Began()), (1.0, Said("khoan"))])
    assert act == HandOver("cskh")
    assert len(memory.turns) == 1


def test_leaving_in_the_middle_of_an_answer_keeps_what_was_delivered() -> None:
    _, memory, act = talk([(0.0, Said("a"))], leaves_s=0.9)
    assert act is None
    assert memory.turns[0].delivered == Delivered((Piece("a: một hai ba"),), cut_off=True)
    assert memory.state == {"turns": 1}


def test_a_failing_turn_is_apologised_for_and_the_talk_goes_on() -> None:
    line, memory, _ = talk([(0.0, Said("hỏng")), (6.0, Said("b"))], leaves_s=10.0)
    assert "xin lỗi" in line.said[0][1]
    assert line.said[1][1] == f"b: {TEN}"
    assert [turn.said and turn.said.text for turn in memory.turns] == ["hỏng", "b"]


def test_a_failing_turn_under_a_new_question_makes_no_apology() -> None:
    line, _, _ = talk([(0.0, Said("hỏng")), (0.0, Said("b"))], leaves_s=5.0)
    assert [text for _, text in line.said] == [f"b: {TEN}"]


def test_a_line_on_which_everything_fails_is_given_up() -> None:
    with pytest.raises(OSError, match="broken"):
        talk([(0.0, Said("a"))], breaks=FAILURES + 1)


def test_a_defect_of_listening_is_raised() -> None:
    class Deaf(TimedLine):
        async def heard(self) -> AsyncIterator[Began | Said]:
            raise RuntimeError("deaf")
            yield  # makes it a generator

    with pytest.raises(RuntimeError, match="deaf"):
        run_virtually(converse(line=Deaf([], leaves_s=1.0), answerer=EchoAnswerer(), memory=Notebook(), greet=False))


def test_the_same_message_twice_is_answered_once() -> None:
    line, memory, _ = talk([(0.0, Said("a", key="k1")), (5.0, Said("a", key="k1"))], leaves_s=10.0)
    assert len(memory.turns) == 1
    assert len(line.said) == 1
