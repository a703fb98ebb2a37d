"""A model's summary of a call is believed as far as the call bears it out."""

from __future__ import annotations

import pytest

from giong.accounts.organisations import Organisations
from giong.conversations.calls.record import Calls, Ended
from giong.conversations.calls.retelling import Retelling
from giong.conversations.calls.transcripts import CallLine, Side, Transcripts
from giong.language.llm.scripted import ScriptedModel
from giong.storage.database import Database

OWN = "Người gọi cần: báo mất điện. Đã xong."
STORY = (
    (Side.ASSISTANT, "Dạ, em xin nghe."),
    (Side.CALLER, "Nhà tôi ở 12 Láng Hạ mất điện từ 8 giờ sáng"),
    (Side.ASSISTANT, "Chỉ nhà mình hay cả khu ạ?"),
    (Side.CALLER, "Cả khu đều mất điện"),
)
TRUE = "Khách ở 12 Láng Hạ báo cả khu mất điện từ 8 giờ sáng."
FALSE = "Khách đòi bồi thường 5 triệu đồng."


async def _summed_up(database: Database, *answers: str, lines: int = 4) -> tuple[str, ScriptedModel]:
    organisation_id = (await Organisations(database).found("dien-luc")).id
    calls, transcripts, model = Calls(database), Transcripts(database), ScriptedModel(*answers)
    call = await calls.begin(organisation_id, assistant="a", channel="phone")
    for number, (side, text) in enumerate(STORY[:lines], 1):
        await transcripts.write(organisation_id, call.id, CallLine(number, side, text, number, number))
    await calls.end(organisation_id, call.id, Ended("done", summary=OWN))
    retelling = Retelling(lambda: model, calls, transcripts)
    retelling.later(organisation_id, call.id)
    await retelling.settled()
    return (await calls.get(organisation_id, call.id)).summary, model


@pytest.mark.parametrize("told", [TRUE, f"{TRUE} {FALSE}"])
async def test_what_the_call_bears_out_is_kept(database: Database, told: str) -> None:
    summary, model = await _summed_up(database, told)
    assert summary == f"{TRUE} Đã xong."
    assert "Khách: Cả khu đều mất điện" in model.asked[0][1].content


@pytest.mark.parametrize("told", [FALSE, "", "Khách có khoẻ không?"])
async def test_otherwise_the_record_keeps_its_own(database: Database, told: str) -> None:
    assert (await _summed_up(database, told))[0] == OWN


async def test_a_call_of_one_sentence_is_not_summed_up(database: Database) -> None:
    summary, model = await _summed_up(database, TRUE, lines=3)
    assert summary == OWN
    assert model.asked == []
