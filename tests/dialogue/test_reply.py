"""What an assistant answers, turn by turn, where scenarios in YAML do not reach."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from giong.clock import VIETNAM, FixedClock, run_virtually
from giong.dialogue.actions import Outcome
from giong.dialogue.assistant import Action
from giong.dialogue.expressions import Scope
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.knowledge import IndexKnowledge, Knowledge, NoKnowledge
from giong.dialogue.line import Delivered, Heard, Piece, Said, Silence, Via
from giong.dialogue.memory import HandOver, Notebook, Turn
from giong.dialogue.mind import Mind, train
from giong.dialogue.nlu.understanding import Guess, Understanding
from giong.dialogue.turn import take_turn
from giong.retrieval.document import Kind
from giong.retrieval.index import Hit, Index
from giong.retrieval.passages import Passage

SAMPLE = Path(__file__).parent / "assistants" / "cap-nuoc"
ASSISTANT = read_assistant(SAMPLE)
CLOCK = FixedClock(datetime(2026, 11, 20, 9, tzinfo=VIETNAM))


class Recorder:
    """A sender that notes what it should have sent."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def send(self, action: Action, scope: Scope, *, key: str) -> Outcome:
        self.keys.append(key)
        return Outcome(True, {"ma_phieu": "SC-1"})


class Cut:
    """A line on which only the first `pieces` arrive."""

    def __init__(self, pieces: int | None = None) -> None:
        self._pieces = pieces

    def heard(self) -> AsyncIterator[Said]:
        raise AssertionError("not listened to")

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        arrived: list[Piece] = []
        async for piece in pieces:
            if self._pieces is not None and len(arrived) == self._pieces:
                return Delivered((*arrived, Piece(piece.text[:4])), cut_off=True)
            arrived.append(piece)
        return Delivered(tuple(arrived))


class Talk:
    """A conversation, one turn at a time."""

    def __init__(self, mind: Mind) -> None:
        self.mind = mind
        self.memory = Notebook()

    def say(self, text: str | Heard, *, cut_after: int | None = None, via: Via = Via.TEXT) -> Turn:
        heard = Said(text, via) if isinstance(text, str) else text
        self.memory.state = json.loads(json.dumps(self.memory.state))
        turn = asyncio.run(
            take_turn(heard=heard, answerer=self.mind, memory=self.memory, line=Cut(cut_after), stop=asyncio.Event())
        )
        assert turn is not None
        return turn


def new_mind(*, sender: Recorder | None = None, knowledge: Knowledge | None = None) -> Mind:
    return train(
        ASSISTANT, sender=sender or Recorder(), knowledge=knowledge, clock=CLOCK, new_token=lambda: "00000007abc"
    )


@pytest.fixture(scope="module")
def mind() -> Mind:
    return new_mind()


def test_an_answer_that_was_cut_off_by_a_noise_is_taken_up_again(mind: Mind) -> None:
    talk = Talk(mind)
    cut = talk.say("báo mất nước", cut_after=0)
    assert cut.delivered.cut_off
    resumed = talk.say(Silence(0.0, cut_off=True))
    assert resumed.report.decision == "resume"
    assert resumed.delivered.text == "Dạ, em ghi nhận ngay ạ. Anh/chị cho em xin địa chỉ ạ?"


def test_words_said_into_an_answer_answer_the_question_that_was_coming(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước", cut_after=0)
    turn = talk.say("số 12 Láng Hạ")
    assert turn.report.slots["dia_chi"] == "số 12 Láng Hạ"
    assert "số điện thoại" in turn.delivered.text


def test_say_that_again_says_the_last_answer_even_twice(mind: Mind) -> None:
    talk = Talk(mind)
    asked = talk.say("báo mất nước").delivered.text
    assert talk.say("nhắc lại giúp tôi").delivered.text == asked
    assert talk.say("bạn vừa nói gì").delivered.text == asked


def test_another_flow_in_between_comes_back_to_the_first(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước")
    assert talk.say("đặt lịch sửa đồng hồ nước").report.flow == "hen_lich"
    talk.say("mai")
    talk.say("9 giờ sáng")
    talk.say("0912345678")
    turn = talk.say("đúng")
    assert turn.act is None  # the step that ends the talk waits for the flow that waits
    assert "quay lại việc báo mất nước" in turn.delivered.text
    assert turn.delivered.text.endswith("địa chỉ ạ?")


def test_a_flow_done_once_more_asks_once_more() -> None:
    sender = Recorder()
    talk = Talk(new_mind(sender=sender))
    for text in ("báo mất nước", "12 Láng Hạ", "0912345678", "cả khu", "đúng"):
        talk.say(text)
    assert "địa chỉ" in talk.say("báo mất nước").delivered.text
    for text in ("14 Láng Hạ", "0912345678", "cả khu", "đúng"):
        talk.say(text)
    assert len(sender.keys) == 2
    assert len(set(sender.keys)) == 2


def test_the_same_turn_taken_again_after_a_crash_has_the_same_key() -> None:
    sender = Recorder()
    talk = Talk(new_mind(sender=sender))
    for text in ("báo mất nước", "12 Láng Hạ", "0912345678", "cả khu"):
        talk.say(text)
    before = json.loads(json.dumps(talk.memory.state))
    talk.say("đúng")
    talk.memory.state = before
    talk.say("đúng")
    assert sender.keys[0] == sender.keys[1]


def test_taking_a_turn_leaves_the_state_it_began_with_alone(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước")
    state = talk.memory.state
    before = json.dumps(state, sort_keys=True)
    mind.reply(Said("12 Láng Hạ"), state)
    asyncio.run(take_turn(
        heard=Said("12 Láng Hạ"), answerer=mind, memory=talk.memory, line=Cut(), stop=asyncio.Event()
    ))  # fmt: skip
    assert json.dumps(state, sort_keys=True) == before


def test_a_sound_without_words_asks_to_say_it_again_and_at_last_hands_over(mind: Mind) -> None:
    talk = Talk(mind)
    assert talk.say("").report.decision == "not_understood"
    talk.say("")
    assert talk.say("").act == HandOver("cskh", "misses")


def test_a_defect_is_apologised_for_and_changes_nothing() -> None:
    class Broken:
        async def understand(self, text: str, expecting: object = None) -> object:
            raise RuntimeError("khách nói bí mật")

    talk = Talk(new_mind())
    talk.say("báo mất nước")
    place = talk.memory.state["place"]
    talk.mind = train(ASSISTANT, understander=Broken(), sender=Recorder(), clock=CLOCK)  # type: ignore[arg-type]
    turn = talk.say("12 Láng Hạ")
    assert turn.report.decision == "error"
    assert "xin lỗi" in turn.delivered.text
    assert talk.memory.state["place"] == place


def test_what_was_said_is_not_logged_when_something_breaks(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        async def understand(self, text: str, expecting: object = None) -> object:
            raise RuntimeError(text)

    talk = Talk(train(ASSISTANT, understander=Broken(), clock=CLOCK))  # type: ignore[arg-type]
    talk.say("số thẻ 4111")
    assert caplog.records
    assert "4111" not in caplog.text


def test_documents_that_fail_do_not_stop_the_flows() -> None:
    class Away(NoKnowledge):
        async def search(self, query: str) -> Sequence[Hit]:
            raise OSError("disk")

    talk = Talk(new_mind(knowledge=Away()))
    assert talk.say("nhà em mất nước rồi").report.flow == "mat_nuoc"
    assert talk.say("giá vàng bao nhiêu").report.decision != "error"


def test_answers_from_documents_carry_their_sentence(tmp_path: Path) -> None:
    with Index.open(tmp_path) as index:
        source = ASSISTANT.knowledge[0]
        index.add(source.path, (SAMPLE / source.path).read_bytes(), title=source.title)
        talk = Talk(new_mind(knowledge=IndexKnowledge(index)))
        turn = talk.say("phí lắp đặt đồng hồ nước mới là bao nhiêu")
        citation = turn.delivered.pieces[0].citations[0]
        assert turn.report.decision == "answer"
        assert "950.000 đồng" in turn.delivered.text
        assert citation.source_title == "Quy định lắp đặt"
        text = index.source_text(citation.source_id)
        assert text[citation.start : citation.end] == citation.quote
        assert "950.000" in citation.quote


def test_two_likely_intents_are_offered_and_one_is_chosen_by_key(mind: Mind) -> None:
    talk = Talk(mind)
    turn = talk.say("hoá đơn với đồng hồ")
    assert turn.report.decision == "clarify"
    titles = [choice.title for choice in turn.delivered.pieces[0].choices]
    assert len(titles) == 2
    chosen = talk.say("2", via=Via.BUTTON)
    assert chosen.report.intent in {"hoa_don", "hen_lich"}
    assert chosen.report.flow


def test_options_are_read_out_with_their_keys_on_a_call(mind: Mind) -> None:
    talk = Talk(mind.on("call"))
    for text in ("báo mất nước", "12 Láng Hạ"):
        talk.say(text)
    piece = talk.say("0912345678").delivered.pieces[-1]
    assert "Phím 1, Cả khu." in piece.speech
    assert "Phím" not in piece.text
    assert piece.expects is not None
    assert piece.expects.closed
    assert "cả xóm" in piece.expects.phrases


class Found(NoKnowledge):
    """Documents that always find these two answers."""

    def __init__(self, *scores: float) -> None:
        self.scores = scores
        self.queries: list[str] = []

    async def search(self, query: str) -> Sequence[Hit]:
        self.queries.append(query)
        questions = ("Đóng tiền nước ở đâu?", "Ai được giảm giá nước?")
        texts = ("Ở quầy số 1 hoặc qua ngân hàng.", "Hộ nghèo được giảm một nửa.")
        passages = [
            Passage(question, "s", "Hỏi đáp", text, (), None, 0, len(text), question, Kind.ANSWER)
            for question, text in zip(questions, texts, strict=True)
        ]
        return [Hit(one, score, score, None) for one, score in zip(passages, self.scores, strict=False)]


def test_a_sure_document_answers_without_the_courtesies() -> None:
    documents = Found(0.55)
    turn = Talk(new_mind(knowledge=documents)).say("dạ em ơi cho hỏi quầy thu ngân chỗ nào vậy em")
    assert turn.report.decision == "answer"
    assert documents.queries == ["quầy thu ngân chỗ nào"]


def test_a_middling_document_is_offered_and_told_on_yes() -> None:
    talk = Talk(new_mind(knowledge=Found(0.3)))
    asked = talk.say("quầy thu ngân chỗ nào")
    assert asked.report.decision == "clarify"
    assert asked.delivered.text == "Dạ, có phải anh/chị muốn hỏi “đóng tiền nước ở đâu” không ạ?"
    assert "quầy số 1" in talk.say("đúng rồi").delivered.text


def test_of_two_middling_documents_the_second_can_be_chosen() -> None:
    talk = Talk(new_mind(knowledge=Found(0.4, 0.3)))
    asked = talk.say("quầy thu ngân chỗ nào")
    assert [choice.title for choice in asked.delivered.pieces[0].choices] == [
        "Đóng tiền nước ở đâu",
        "Ai được giảm giá nước",
    ]
    assert "giảm một nửa" in talk.say("2").delivered.text


def test_when_neither_is_meant_it_says_so_and_offers_a_person() -> None:
    talk = Talk(new_mind(knowledge=Found(0.4, 0.3)))
    talk.say("quầy thu ngân chỗ nào")
    turn = talk.say("không phải")
    assert turn.report.decision == "unknown"
    assert "nhân viên" in turn.delivered.text
    assert talk.say("vâng").act == HandOver("cskh", "unknown")


def test_a_poor_document_is_not_even_offered() -> None:
    turn = Talk(new_mind(knowledge=Found(0.1))).say("quầy thu ngân chỗ nào")
    assert turn.report.decision == "unknown"


@pytest.mark.parametrize("fragment", ["xe", "quầy số", "dạ xe ạ"])
def test_a_word_or_two_are_never_answered_outright(fragment: str) -> None:
    assert Talk(new_mind(knowledge=Found(1.0, 0.9))).say(fragment).report.decision == "clarify"


def test_two_intents_almost_alike_are_asked_about() -> None:
    class Torn:
        async def understand(self, text: str, expecting: object = None) -> Understanding:
            return Understanding((Guess("hoa_don", 0.81), Guess("hen_lich", 0.78)))

    talk = Talk(train(ASSISTANT, understander=Torn(), sender=Recorder(), clock=CLOCK))
    turn = talk.say("tiền đồng hồ")
    assert turn.report.decision == "clarify"
    assert "tra hoá đơn nước hay hẹn thợ" in turn.delivered.text


def test_a_telephone_number_put_right_is_never_an_address(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước")
    talk.say("số 12 ngõ 5 phố Bến Gốm")
    turn = talk.say("à nhầm, số 0987 654 321 mới đúng")
    assert turn.report.slots["dia_chi"] == "số 12 ngõ 5 phố Bến Gốm"
    assert turn.report.slots["so_dien_thoai"] == "0987654321"


def test_a_telephone_number_said_before_it_is_asked_for_is_kept(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("hẹn thợ đến sửa")
    talk.say("mai")
    turn = talk.say("à nhầm, số 0987 654 321 mới đúng")
    assert turn.report.slots["so_dien_thoai"] == "0987654321"
    assert "mấy giờ" in turn.delivered.text


def test_a_day_is_put_right_while_the_hour_is_asked_for(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("hẹn thợ đến sửa")
    talk.say("mai")
    turn = talk.say("thứ hai")
    assert (turn.report.decision, turn.report.slots["ngay_hen"]) == ("correct", "2026-11-23")


def test_what_was_not_asked_for_yet_is_kept_and_the_question_put_again(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("hẹn thợ đến sửa")
    turn = talk.say("0987654321")
    assert turn.report.slots == {"so_dien_thoai": "0987654321"}
    assert turn.delivered.text == "Dạ, 0987 654 321 ạ. Anh/chị muốn hẹn ngày nào ạ?"


def test_a_question_nobody_can_answer_is_owned_up_to_inside_a_flow(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước")
    turn = talk.say("giá vàng hôm nay bao nhiêu")
    assert "chưa có thông tin" in turn.delivered.text
    assert turn.delivered.text.endswith("địa chỉ ạ?")


def test_a_doubtful_value_is_said_back_on_a_call(mind: Mind) -> None:
    talk = Talk(mind.on("call"))
    talk.say("báo mất nước")
    turn = talk.say(Said("12 Láng Hạ", Via.SPEECH, confidence=0.4))
    assert turn.delivered.text.startswith("Dạ, 12 Láng Hạ ạ.")


def test_a_doubtful_command_is_carried_out_and_not_said_back() -> None:
    folder = Path(__file__).parents[2] / "assistants" / "danh-ba"
    talk = Talk(train(read_assistant(folder), clock=CLOCK).on("call"))
    for text in ("cà phê", "đúng"):
        talk.say(text)
    turn = talk.say(Said("trở lại", Via.SPEECH, confidence=0.4))
    assert turn.report.flow == "danh_muc"
    assert "Trở lại" not in turn.delivered.text


def test_lines_that_never_change_name_their_recording(mind: Mind) -> None:
    talk = Talk(mind)
    assert talk.say(None).delivered.pieces[0].prompt == "greeting"
    assert talk.say("báo mất nước").delivered.pieces[1].prompt == "dia_chi.ask"
    talk.say("12 Láng Hạ")
    read_back = talk.say("0912345678").delivered.pieces[0]
    assert read_back.prompt == ""


def test_a_changed_assistant_does_not_break_a_talk_under_way(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước")
    talk.memory.state["place"]["flow"] = "gone"
    assert talk.say("xin chào").delivered.text
    talk.memory.state["place"] = {"flow": "mat_nuoc", "at": 999, "slot": "", "tries": 0, "trail": []}
    assert talk.say("báo mất nước").delivered.text


@pytest.mark.parametrize(
    "text", ["😀" * 50, "a" * 400, "\x00\x01", "<script>alert(1)</script>", "{{code}}", "../../etc/passwd"]
)
def test_strange_words_are_answered(mind: Mind, text: str) -> None:
    talk = Talk(mind)
    talk.say("báo mất nước")
    turn = talk.say(text)
    assert turn.report.decision not in ("", "error")
    assert turn.delivered.text


SAYINGS = [
    "báo mất nước", "tra hoá đơn tiền nước", "hẹn thợ đến sửa", "nước bị đục", "mấy giờ mở cửa",
    "12 Láng Hạ", "0912345678", "1", "2", "cả khu", "ST123456", "mai", "9 giờ sáng", "đúng",
    "không", "vâng", "à nhầm, số 0913345678", "địa chỉ", "sửa số điện thoại", "quay lại",
    "nhắc lại", "thôi không làm nữa", "gặp nhân viên", "cảm ơn", "xin chào", "tạm biệt",
    "giúp tôi với", "", "hả", "giá vàng bao nhiêu", "đồng hồ nước tiền nước", "à nhầm",
    "không phải 9 giờ, 10 giờ", "abc",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_said_in_whatever_order_is_answered(mind: Mind, seed: int) -> None:
    chance = random.Random(seed)
    talk = Talk(mind.on(chance.choice(["web", "call"])))
    talk.say(None)
    for _ in range(20):
        among: list[str | Silence] = [*SAYINGS, Silence(8.0), Silence(0.0, cut_off=True)]
        heard = chance.choice(among)
        cut = chance.choice([None, None, None, 0, 1])
        turn = talk.say(heard, cut_after=cut, via=chance.choice(list(Via)))
        assert turn.report.decision not in ("", "error")
        assert turn.delivered.pieces or cut == 0
        assert json.loads(json.dumps(talk.memory.state)) == talk.memory.state


def test_speaking_slower_lasts_and_the_last_answer_is_said_again(mind: Mind) -> None:
    talk = Talk(mind.on("call"))
    asked = talk.say("báo mất nước").delivered.pieces
    slower = talk.say("em nói chậm lại giúp chị").delivered.pieces
    assert [piece.text for piece in slower[1:]] == [piece.text for piece in asked]
    assert slower[-1].expects is not None
    assert slower[-1].expects == asked[-1].expects
    later = talk.say("số 12 Láng Hạ")
    assert later.report.slots["dia_chi"] == "số 12 Láng Hạ"
    assert all(piece.manner.speed < 1.0 for piece in (*slower, *later.delivered.pieces))
    assert all(piece.manner.speed == 1.0 for piece in asked)


def test_hello_in_the_middle_of_a_flow_is_no_answer(mind: Mind) -> None:
    talk = Talk(mind.on("call"))
    question = talk.say("báo mất nước").delivered.pieces[-1].text
    turn = talk.say("a lô?", via=Via.SPEECH)
    assert turn.delivered.text == f"Dạ, em vẫn nghe đây ạ. {question}"
    assert not turn.report.slots


def test_an_answer_that_was_taken_back_leaves_no_trace(mind: Mind) -> None:
    talk = Talk(mind.on("call"))
    talk.say("báo mất nước")
    reply = mind.on("call").reply(Said("số mười hai"), talk.memory.state)

    async def main() -> None:
        async for _ in reply.pieces():
            pass
        reply.settle(Delivered(cut_off=True, taken_back=True))

    asyncio.run(main())
    assert "dia_chi" not in reply.state["slots"]
    whole = talk.say("số mười hai Láng Hạ")
    assert "Láng Hạ" in whole.report.slots["dia_chi"]


@pytest.mark.parametrize(("channel", "filler", "said"), [("call", True, 1), ("call", False, 0), ("web", True, 0)])
def test_who_waits_for_a_slow_answer_on_a_call_is_told_so(channel: str, filler: bool, said: int) -> None:
    class Slow(NoKnowledge):
        async def search(self, query: str) -> Sequence[Hit]:
            await asyncio.sleep(3.0)
            return await super().search(query)

    assistant = replace(ASSISTANT, voice=replace(ASSISTANT.voice, filler=filler))
    mind = train(assistant, sender=Recorder(), knowledge=Slow(), clock=CLOCK, new_token=lambda: "00000007abc")
    arrived = run_virtually(_pieces(mind.on(channel), "giá vàng hôm nay bao nhiêu"))
    assert sum(piece.in_passing for piece in arrived) == said
    assert arrived[0].in_passing == bool(said)


async def _pieces(mind: Mind, text: str) -> list[Piece]:
    return [piece async for piece in mind.reply(Said(text), Notebook().state).pieces()]
