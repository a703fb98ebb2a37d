"""Whole calls over a voice line."""

from __future__ import annotations

import pytest

from giong.dialogue.line import Choice, Delivered, Expectation, Heard, Piece, Said, Silence, Via
from giong.voice.activity import STEP_S
from giong.voice.caller import Leave, Press, PutOnHold, Speak, Step, Wait
from giong.voice.notices import (
    Activity,
    Changed,
    Dropped,
    Final,
    Interrupted,
    OnHold,
    Partial,
    Pressed,
    Spoken,
    TurnLatency,
)
from giong.voice.rehearsal import WORD_S, RehearsedRecogniser
from giong.voice.timing import Timing
from tests.voice.calls import call
from tests.voice.sounds import joined, noise, silence


@pytest.fixture
def caller() -> RehearsedRecogniser:
    return RehearsedRecogniser()


def test_a_call_of_two_turns(caller: RehearsedRecogniser) -> None:
    done = call([Speak(caller.speech("mất điện rồi")), Speak(caller.speech("cảm ơn em"))], caller=caller)
    assert [turn.delivered.text for turn in done.turns] == [
        "xin chào",
        "bạn nói mất điện rồi",
        "bạn nói cảm ơn em",
    ]
    assert not any(turn.delivered.cut_off for turn in done.turns)
    said = done.turns[1].said
    assert said is not None
    assert said.via is Via.SPEECH
    assert said.confidence == pytest.approx(1.0)


def test_what_is_noticed_in_a_turn(caller: RehearsedRecogniser) -> None:
    done = call([Speak(caller.speech("tôi muốn báo mất điện"))], caller=caller)
    partials = [partial.text for partial in done.of(Partial)]
    assert partials[0] in ("tôi", "tôi muốn")
    assert partials[-1] == "tôi muốn báo mất điện"
    assert [final.text for final in done.of(Final)] == ["tôi muốn báo mất điện"]
    greeting_and_turn = [Activity.THINKING, Activity.SPEAKING, Activity.LISTENING] * 2
    assert [changed.activity for changed in done.of(Changed)] == greeting_and_turn
    (latency,) = done.of(TurnLatency)
    assert latency.endpoint_s == pytest.approx(Timing().pause_s, abs=STEP_S)
    assert latency.total_s < 0.5


def test_silence_costs_nothing(caller: RehearsedRecogniser) -> None:
    done = call([Wait(30)], caller=caller)
    assert done.caller.biases == []


def test_silence_is_asked_about(caller: RehearsedRecogniser) -> None:
    done = call([Wait(15)], caller=caller, silence_s=6)
    silences = [heard for heard in done.heard if isinstance(heard, Silence)]
    assert [silence.count for silence in silences] == [1, 2]


def test_speaking_into_the_answer_stops_it(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[str]:
        return ["một hai ba bốn năm sáu bảy tám chín mười"] if heard is None else ["vâng ạ"]

    done = call([Speak(caller.speech("khoan đã em ơi"), into_s=0.95)], caller=caller, answers=answers)
    greeting, turn = done.turns
    assert greeting.delivered.cut_off
    # A word takes 0.2 s, and the answer falls silent a tenth of a second after the interruption's onset.
    assert greeting.delivered.text == "một hai ba bốn năm"
    assert turn.said is not None
    assert turn.said.text == "khoan đã em ơi"
    (interrupted,) = done.of(Interrupted)
    assert interrupted.silence_s <= Timing().hold_s + STEP_S
    assert interrupted.sure_s <= Timing().barge_in_s + STEP_S


@pytest.mark.parametrize("phrase", ["dạ", "vâng ạ"])
def test_a_backchannel_does_not_stop_the_answer(caller: RehearsedRecogniser, phrase: str) -> None:
    def answers(heard: Heard) -> list[str]:
        return ["một hai ba bốn năm sáu bảy tám chín mười"]

    script = [Speak(caller.speech(phrase), into_s=0.5)]
    done = call(script, caller=caller, answers=answers)
    assert [turn.delivered.cut_off for turn in done.turns] == [False]
    assert done.of(Dropped) == [Dropped("backchannel")]


@pytest.mark.parametrize("yes", ["dạ", "dạ vâng", "ừ đúng rồi"])
def test_a_yes_into_the_end_of_the_question_is_an_answer(caller: RehearsedRecogniser, yes: str) -> None:
    question = Piece("có đúng vậy không ạ", expects=Expectation("yes_no", ("dạ", "không"), closed=True))

    def answers(heard: Heard) -> list[Piece | str]:
        return [question] if heard is None else ["cảm ơn"]

    done = call([Speak(caller.speech(yes), into_s=0.5)], caller=caller, answers=answers)
    assert done.said == [yes]


def test_a_yes_before_the_question_is_no_answer(caller: RehearsedRecogniser) -> None:
    expects = Expectation("yes_no", ("dạ vâng", "không"), closed=True)
    asked = [Piece("một hai ba bốn năm sáu bảy tám"), Piece("đúng không ạ", expects=expects)]

    def answers(heard: Heard) -> list[Piece | str]:
        return [*asked] if heard is None else ["em nhắc lại"]

    script, stopped_early = [Speak(caller.speech("dạ vâng"), into_s=0.3)], Timing(backchannel_s=0.3)
    done = call(script, caller=caller, answers=answers, timing=stopped_early)
    assert done.said == []
    assert done.heard[1:] == [Silence(0.0, cut_off=True)]


def test_a_cough_is_nothing(caller: RehearsedRecogniser) -> None:
    done = call([Speak(noise(0.2)), Wait(3)], caller=caller)
    assert len(done.turns) == 1
    assert done.of(Dropped) == [Dropped("noise")]


def test_a_cough_into_the_answer_does_not_stop_it(caller: RehearsedRecogniser) -> None:
    done = call([Speak(noise(0.2), into_s=0.2), Wait(3)], caller=caller)
    assert [turn.delivered.cut_off for turn in done.turns] == [False]


def test_a_long_noise_into_the_answer_ends_with_nothing_said(caller: RehearsedRecogniser) -> None:
    done = call([Speak(noise(0.6), into_s=0.1)], caller=caller)
    assert done.turns[0].delivered.cut_off
    assert done.heard[1] == Silence(0.0, cut_off=True)


def test_a_pause_inside_a_sentence_does_not_end_it(caller: RehearsedRecogniser) -> None:
    sentence = joined(caller.speech("số của em là"), silence(0.7), caller.speech("không chín"))
    done = call([Speak(sentence)], caller=caller)
    assert len(done.said) == 1


def test_a_phone_number_in_groups_is_one_answer(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[Piece]:
        return [Piece("số nào ạ", expects=Expectation("phone", patience_s=1.2))]

    groups = [caller.speech(group) for group in ("không chín không ba", "một hai ba", "bốn năm sáu")]
    number = joined(groups[0], silence(1.0), groups[1], silence(1.0), groups[2])
    done = call([Speak(number)], caller=caller, answers=answers)
    assert len(done.said) == 1
    assert done.said[0].replace(" ", "") == "0903123456"
    assert done.of(TurnLatency)[0].endpoint_s == pytest.approx(Timing().complete_s, abs=STEP_S)
    assert caller.biases[0] is not None
    assert "chín" in caller.biases[0].phrases


def test_an_expected_word_ends_the_turn_sooner(caller: RehearsedRecogniser) -> None:
    expects = Expectation("choice", ("cà phê", "khách sạn"), closed=True)

    def answers(heard: Heard) -> list[Piece]:
        return [Piece("bạn tìm gì", expects=expects)]

    done = call([Speak(caller.speech("cà phê"))], caller=caller, answers=answers)
    assert done.of(TurnLatency)[0].endpoint_s == pytest.approx(Timing().complete_s, abs=STEP_S)
    assert caller.biases[0] is not None
    assert caller.biases[0].closed
    assert caller.biases[0].phrases == ("cà phê", "khách sạn")


def test_a_key_is_a_button(caller: RehearsedRecogniser) -> None:
    menu = Piece("bấm phím", choices=(Choice("Cà phê", "cà phê"), Choice("Khách sạn", "khách sạn")))

    def answers(heard: Heard) -> list[Piece | str]:
        return [menu] if heard is None else ["cảm ơn"]

    done = call([Press("2")], caller=caller, answers=answers)
    assert done.turns[1].said == Said("khách sạn", via=Via.BUTTON)


def test_a_key_stops_the_answer(caller: RehearsedRecogniser) -> None:
    done = call([Press("1", into_s=0.1)], caller=caller)
    assert done.turns[0].delivered.cut_off
    assert done.said == ["1"]


def test_a_typed_number_ends_with_a_pause(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[Piece]:
        return [Piece("mã nào ạ", expects=Expectation("code"))]

    done = call([Press("1234")], caller=caller, answers=answers)
    assert done.said == ["1234"]


def test_hanging_up_in_the_middle_of_the_answer(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[str]:
        return ["một hai ba bốn năm sáu bảy tám chín mười"]

    done = call([Leave(into_s=1.0)], caller=caller, answers=answers)
    (turn,) = done.turns
    assert turn.delivered.cut_off
    assert 4 <= len(turn.delivered.text.split()) <= 5


def test_the_last_words_before_hanging_up_count(caller: RehearsedRecogniser) -> None:
    done = call([Speak(caller.speech("thôi cảm ơn")), Wait(0), Leave()], caller=caller)
    assert done.said == ["thôi cảm ơn"]


def test_an_endless_voice_is_cut(caller: RehearsedRecogniser) -> None:
    long = caller.speech(" ".join(["alo"] * 20))
    done = call([Speak(long)], caller=caller, timing=Timing(longest_s=8 * WORD_S))
    assert len(done.said) > 1


def test_its_own_echo_is_no_answer(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[str]:
        return ["một hai ba bốn năm sáu bảy tám chín mười"] if heard is None else ["dạ"]

    done = call([Speak(caller.speech("hai ba bốn năm"), into_s=0.5)], caller=caller, answers=answers)
    assert done.said == []
    assert done.heard[1:] == [Silence(0.0, cut_off=True)]


def test_a_call_on_hold_goes_on_with_what_was_cut_off(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[str]:
        if isinstance(heard, Silence):
            return ["năm sáu bảy tám chín mười"] if heard.cut_off else ["còn đó không ạ"]
        return ["một hai ba bốn năm sáu bảy tám chín mười"]

    done = call([PutOnHold(60, into_s=0.95)], caller=caller, answers=answers, silence_s=8)
    assert [turn.delivered.cut_off for turn in done.turns] == [True, False]
    assert done.turns[0].delivered.text == "một hai ba bốn"
    assert done.heard == [None, Silence(0.0, cut_off=True)]


def test_after_a_hold_the_question_is_asked_again_and_no_silence_was_counted(caller: RehearsedRecogniser) -> None:
    done = call([PutOnHold(60), Speak(caller.speech("chào em"))], caller=caller, silence_s=8)
    assert done.heard == [None, Silence(0.0, cut_off=True), Said("chào em", via=Via.SPEECH)]


def test_words_before_a_hold_count(caller: RehearsedRecogniser) -> None:
    script: list[Step] = [Speak(caller.speech("tôi muốn hỏi giá điện")), PutOnHold(5, into_s=0.0)]
    done = call(script, caller=caller, silence_s=8)
    assert done.said == ["tôi muốn hỏi giá điện"]


def test_when_everything_was_said_is_told_on_the_callers_time_line(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[str]:
        return ["xin chào", "em nghe ạ"] if heard is None else ["một hai ba bốn năm sáu bảy tám chín mười"]

    script: list[Step] = [
        Speak(caller.speech("mất điện rồi"), gap_s=1.0),
        PutOnHold(30, into_s=1.0),
        Press("5", gap_s=0.5),
    ]
    done = call(script, caller=caller, answers=answers)
    hello, listening, numbers = done.of(Spoken)[:3]
    assert (hello.text, listening.text) == ("xin chào", "em nghe ạ")
    assert hello.end_s - hello.begin_s == pytest.approx(2 * 0.2, abs=0.03)
    assert listening.begin_s == pytest.approx(hello.end_s, abs=0.03)
    (said,) = [final for final in done.of(Final) if final.text]
    assert said.begin_s == pytest.approx(listening.end_s + 1.0, abs=0.08)
    assert said.end_s - said.begin_s == pytest.approx(3 * WORD_S, abs=0.08)
    assert numbers.cut_off
    assert numbers.text == "một hai ba bốn năm"
    assert numbers.begin_s > said.end_s
    held, back = done.of(OnHold)
    assert (held.on, back.on) == (True, False)
    assert held.at_s == back.at_s == pytest.approx(numbers.end_s, abs=0.05)
    (pressed,) = done.of(Pressed)
    assert pressed.text == "5"
    assert back.at_s < pressed.begin_s < 20


def test_who_goes_on_before_the_answer_is_heard_has_not_finished(caller: RehearsedRecogniser) -> None:
    begun, rest = caller.speech("tôi muốn hỏi giá điện"), caller.speech("của tháng trước")
    done = call([Speak(joined(begun, silence(0.6), rest))], caller=caller)
    assert done.said == ["tôi muốn hỏi giá điện", "tôi muốn hỏi giá điện của tháng trước"]
    taken_back, answered = done.turns[1:]
    assert taken_back.delivered == Delivered(cut_off=True, taken_back=True)
    assert answered.delivered.text == "bạn nói tôi muốn hỏi giá điện của tháng trước"
    assert [final.text for final in done.of(Final)] == ["tôi muốn hỏi giá điện", "của tháng trước"]


def test_digits_that_were_cut_off_become_one_number(caller: RehearsedRecogniser) -> None:
    asked = Piece("cho em xin số điện thoại", expects=Expectation("phone", patience_s=0.5))
    groups = [caller.speech("không chín không ba"), silence(1.0), caller.speech("một hai ba bốn năm sáu")]

    def answers(heard: Heard) -> list[Piece | str]:
        return [asked] if heard is None else ["em ghi nhận số này của anh chị rồi ạ"]

    done = call([Speak(joined(*groups))], caller=caller, answers=answers)
    assert done.said == ["0903", "0903123456"]
    first, second = done.caller.biases[0], done.caller.biases[-1]
    assert first is not None
    assert second == first, "digits are listened for, not what the next question would have been"


def test_a_noise_while_the_answer_is_thought_loses_nothing(caller: RehearsedRecogniser) -> None:
    begun = caller.speech("tôi muốn hỏi giá điện")
    done = call([Speak(joined(begun, silence(0.5), noise(0.6)))], caller=caller)
    assert done.turns[-1].delivered.text == "bạn nói tôi muốn hỏi giá điện"


def test_speaking_later_into_the_answer_is_another_turn(caller: RehearsedRecogniser) -> None:
    script = [Speak(caller.speech("giá điện bao nhiêu")), Speak(caller.speech("thôi gặp nhân viên"), into_s=0.9)]
    done = call(script, caller=caller)
    assert done.said == ["giá điện bao nhiêu", "thôi gặp nhân viên"]
    assert not done.turns[1].delivered.taken_back


def test_breath_or_music_does_not_interrupt_again_and_again(caller: RehearsedRecogniser) -> None:
    def answers(heard: Heard) -> list[str]:
        return ["một hai ba bốn năm sáu bảy tám chín mười"] * 4

    script = [Speak(joined(*[noise(0.7), silence(0.8)] * 5), into_s=0.5)]
    done = call(script, caller=caller, answers=answers)
    assert sum(turn.delivered.cut_off for turn in done.turns) <= 2
    assert not done.turns[-1].delivered.cut_off


def test_a_caller_who_only_breathes_is_asked_whether_they_are_there(caller: RehearsedRecogniser) -> None:
    script = [Speak(joined(*[noise(0.9), silence(1.5)] * 10))]
    done = call(script, caller=caller, silence_s=6)
    assert [heard.count for heard in done.heard if isinstance(heard, Silence) and not heard.cut_off][:2] == [1, 2]


def test_keys_pressed_before_the_questions_answer_them(caller: RehearsedRecogniser) -> None:
    """Who knows the menu presses 2 and the number at once, into the greeting."""
    menu = (Choice("Báo mất điện", "báo mất điện"), Choice("Gặp nhân viên", "gặp nhân viên"))
    number = Piece("anh chị cho em xin số điện thoại liên hệ", expects=Expectation("phone"))

    def answers(heard: Heard) -> list[Piece | str]:
        if heard is None:
            return ["xin chào quý khách đã gọi đến tổng đài", Piece("anh chị cần gì ạ", choices=menu)]
        return [number] if isinstance(heard, Said) and heard.text == "gặp nhân viên" else ["cảm ơn"]

    done = call([Press("20912345678", into_s=0.2)], caller=caller, answers=answers)
    assert done.said == ["gặp nhân viên", "0912345678"]
    assert done.turns[0].delivered.cut_off
    assert [pressed.text for pressed in done.of(Pressed)] == ["gặp nhân viên", "0912345678"]


def test_hello_while_the_answer_is_thought_is_answered_in_passing(caller: RehearsedRecogniser) -> None:
    slow = call(
        [Speak(joined(caller.speech("giá điện bao nhiêu"), silence(1.2), caller.speech("alo")))],
        caller=caller,
        thinks_s=3.0,
    )
    assert slow.said == ["giá điện bao nhiêu"]
    assert slow.of(Dropped) == [Dropped("hello")]
    assert any("chờ một chút" in spoken.text for spoken in slow.of(Spoken))
    assert slow.turns[-1].delivered.text == "bạn nói giá điện bao nhiêu"


def test_a_word_in_passing_is_heard_and_not_remembered(caller: RehearsedRecogniser) -> None:
    filler = Piece("chờ em một chút ạ", in_passing=True)

    def answers(heard: Heard) -> list[Piece | str]:
        return ["xin chào"] if heard is None else [filler, "giá là hai nghìn"]

    done = call([Speak(caller.speech("giá điện bao nhiêu"))], caller=caller, answers=answers)
    assert done.turns[-1].delivered.text == "giá là hai nghìn"
    assert [spoken.text for spoken in done.of(Spoken)][1:] == [filler.text, "giá là hai nghìn"]
    last_turn = [changed.activity for changed in done.of(Changed)][3:]
    thinking, speaking = Activity.THINKING, Activity.SPEAKING
    assert last_turn == [thinking, speaking, thinking, speaking, Activity.LISTENING]
