"""Which messages count as missed, from the turns alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from giong.accounts.organisations import Organisation, Organisations
from giong.clock import SystemClock
from giong.conversations.catalogue import Conversations
from giong.conversations.missed import Missed, Sign, answer_to, collect
from giong.conversations.ratings import Ratings
from giong.dialogue.line import Delivered, Piece, Said, Via
from giong.dialogue.memory import Act, HandOver, Report, Turn
from giong.errors import NotFound
from giong.storage.database import Database


@dataclass(frozen=True)
class Step:
    """One turn: what was said, and how it was answered."""

    said: str
    decision: str
    intent: str = ""
    confidence: float = 0.0
    flow: str = ""
    act: Act | None = None
    via: Via = Via.TEXT


@pytest.fixture
async def organisation(database: Database) -> Organisation:
    return await Organisations(database).found("dien-luc")


async def held(database: Database, organisation: Organisation, *steps: Step) -> str:
    """A conversation of these turns; returns its id."""
    conversations = Conversations(database)
    conversation, _ = await conversations.open(organisation.id, assistant="dien-luc", channel="web")
    thread = conversations.thread(organisation.id, conversation.id)
    for step in steps:
        said = Said(step.said, step.via)
        await thread.hear(said)
        report = Report(step.intent, step.confidence, step.flow, decision=step.decision)
        await thread.keep(Turn(said, Delivered((Piece(f"Trả lời {step.said}"),)), step.act, report), {})
    return conversation.id


async def found(database: Database, organisation: Organisation, assistant: str = "dien-luc") -> list[Missed]:
    since = SystemClock().now() - timedelta(hours=1)
    return await database.read(
        lambda connection: collect(connection, organisation.id, assistant, since=since, sure=0.6)
    )


async def signs(database: Database, organisation: Organisation, *steps: Step) -> dict[str, set[Sign]]:
    await held(database, organisation, *steps)
    return {one.text: set(one.signs) for one in await found(database, organisation)}


async def test_what_was_answered_surely_is_not_missed(database: Database, organisation: Organisation) -> None:
    steps = (Step("giá điện bậc một", "answer", "gia_dien", 0.9), Step("cảm ơn em", "answer", "thanks", 0.95))
    assert await signs(database, organisation, *steps) == {}


async def test_each_sign_is_found(database: Database, organisation: Organisation) -> None:
    steps = (
        Step("đổi tên chủ hộ ở đâu", "unknown"),
        Step("công tơ kêu to quá", "clarify", "hen_cong_to", 0.4),
        Step("không phải", "unknown"),
        Step("lắp điện ba pha giá sao", "answer", "gia_dien", 0.52),
        Step("không phải ý tôi", "unknown"),
        Step("điện yếu từ hôm qua tới giờ", "flow", "mat_dien", 0.8, flow="mat_dien"),
        Step("điện nhà yếu từ hôm qua tới giờ", "unknown", act=HandOver("cskh", "misses")),
        Step("cho hỏi việc khác", "hand_over", act=HandOver("cskh", "misses")),
    )
    assert await signs(database, organisation, *steps) == {
        "đổi tên chủ hộ ở đâu": {Sign.UNKNOWN},
        "công tơ kêu to quá": {Sign.UNSURE, Sign.REFUSED},
        "lắp điện ba pha giá sao": {Sign.UNSURE, Sign.CORRECTED},
        "điện yếu từ hôm qua tới giờ": {Sign.REPEATED},
        "điện nhà yếu từ hôm qua tới giờ": {Sign.UNKNOWN},
        "cho hỏi việc khác": {Sign.HANDED_OVER},
    }


async def test_a_person_wanted_after_a_miss_counts_for_the_miss(database: Database, organisation: Organisation) -> None:
    steps = (Step("ai ký giấy này", "unknown"), Step("có", "hand_over", act=HandOver("cskh", "unknown")))
    assert await signs(database, organisation, *steps) == {"ai ký giấy này": {Sign.UNKNOWN, Sign.HANDED_OVER}}


async def test_answers_inside_a_flow_and_buttons_are_not_requests(
    database: Database, organisation: Organisation
) -> None:
    steps = (
        Step("báo mất điện", "flow", "mat_dien", 0.95, flow="mat_dien"),
        Step("12 ngõ 5 phố Bến Gốm", "flow", confidence=0.1, flow="mat_dien"),
        Step("12 ngõ 5 phố Bến Gốm", "again", flow="mat_dien"),
        Step("Xem hóa đơn", "unknown", via=Via.BUTTON),
        Step("👍👍", "unknown"),
    )
    assert await signs(database, organisation, *steps) == {}


async def test_a_bad_rating_counts_whatever_the_answer(database: Database, organisation: Organisation) -> None:
    id = await held(database, organisation, Step("giá điện nhà trọ của 0903123456", "answer", "gia_dien", 0.95))
    ratings = Ratings(database)
    number = 2  # the answer's event follows the message's
    await ratings.rate(organisation.id, id, number, good=True)
    assert await found(database, organisation) == []
    await ratings.rate(organisation.id, id, number, good=False, reason="gọi 0903123456 đi")
    (missed,) = await found(database, organisation)
    assert missed.signs == {Sign.RATED_BAD}
    assert (missed.intent, missed.answered) == ("gia_dien", True)
    assert missed.text == "giá điện nhà trọ của [số điện thoại]"
    assert missed.reason == "gọi [số điện thoại] đi"
    answer = await database.read(lambda connection: answer_to(connection, organisation.id, missed))
    assert answer == "Trả lời giá điện nhà trọ của [số điện thoại]"
    assert [(one.number, one.good) for one in await ratings.of(organisation.id, id)] == [(number, False)]
    await ratings.retract(organisation.id, id, number)
    assert await found(database, organisation) == []


async def test_only_answers_of_one_s_own_can_be_rated(database: Database, organisation: Organisation) -> None:
    id = await held(database, organisation, Step("giá điện", "answer", "gia_dien", 0.9))
    other = await Organisations(database).found("other")
    ratings = Ratings(database)
    for owner, number in ((other.id, 2), (organisation.id, 1), (organisation.id, 99)):
        with pytest.raises(NotFound):
            await ratings.rate(owner, id, number, good=False)
    with pytest.raises(NotFound):
        await ratings.of(other.id, id)


async def test_only_this_assistant_s_and_organisation_s(database: Database, organisation: Organisation) -> None:
    await held(database, organisation, Step("đổi tên chủ hộ ở đâu", "unknown"))
    other = await Organisations(database).found("other")
    assert await found(database, organisation, "phuong") == []
    assert await found(database, other) == []
