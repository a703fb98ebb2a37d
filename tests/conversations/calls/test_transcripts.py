"""Lines are written while they are said, and shown without personal data."""

from __future__ import annotations

from dataclasses import replace

from giong.accounts.organisations import Organisations
from giong.conversations.calls.record import Calls, Wanted
from giong.conversations.calls.transcripts import (
    BUTTON,
    CallLine,
    Side,
    TimedWord,
    Transcripts,
    masked_lines,
    searchable,
)
from giong.storage.database import Database


async def test_a_line_is_replaced_while_it_is_said(database: Database) -> None:
    organisation_id = (await Organisations(database).found("dien-luc")).id
    calls, transcripts = Calls(database), Transcripts(database)
    call = await calls.begin(organisation_id, assistant="a", channel="phone")
    words = (TimedWord("alo", 900, 1_200),)
    caller = CallLine(2, Side.CALLER, "Alo.", 850, 1_250, confidence=0.9, words=words)
    saying = CallLine(1, Side.ASSISTANT, "Dạ, em xin nghe ạ.", 0, 0, cut_off=True)
    await transcripts.write(organisation_id, call.id, saying, saying=True)
    await transcripts.write(organisation_id, call.id, caller)
    await transcripts.write(organisation_id, call.id, CallLine(3, Side.ASSISTANT, "Dạ.", 1_300, 1_300), saying=True)
    assert await transcripts.of(organisation_id, call.id) == [
        saying,
        caller,
        CallLine(3, Side.ASSISTANT, "Dạ.", 1_300, 1_300),
    ]
    assert await calls.recent(organisation_id, wanted=Wanted(words="xin nghe")) == []
    heard = replace(saying, text="Dạ, em xin", end_ms=800)
    await transcripts.write(organisation_id, call.id, heard)
    await transcripts.drop(organisation_id, call.id, 3)
    assert await transcripts.of(organisation_id, call.id) == [heard, caller]
    assert len(await calls.recent(organisation_id, wanted=Wanted(words="em xin alo"))) == 1
    assert await calls.recent(organisation_id, wanted=Wanted(words="nghe")) == []


def test_words_are_looked_for_with_and_without_diacritics() -> None:
    assert searchable("Hóa đơn, 2.000 ĐỒNG!") == "hoá hoa đơn don 2 000 đồng dong"


def test_personal_data_is_masked() -> None:
    def masked(*texts: str, via: str = "speech") -> list[str]:
        return masked_lines([CallLine(n, Side.CALLER, text, n, n, via=via) for n, text in enumerate(texts)])

    assert masked("Số của tôi là 0912 345 678.") == ["Số của tôi là [số điện thoại]."]
    in_breaths = masked("Số của tôi là không chín một hai", "ba bốn năm sáu bảy tám")
    assert in_breaths == ["Số của tôi là [số điện thoại]", "[số điện thoại]"]
    assert masked("1", "2", via=BUTTON) == ["1", "2"]
    assert masked("09", "12", via=BUTTON) == ["[dãy số]", "[dãy số]"], "a number may be typed bit by bit"
