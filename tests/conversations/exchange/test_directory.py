"""Which assistant answers which number."""

from __future__ import annotations

import pytest

from giong.conversations.exchange.directory import Directory, national
from giong.errors import BadConfiguration

STAFF = ["danh-ba", "dien-luc"]


def test_a_number_is_the_same_however_it_is_dialled() -> None:
    directory = Directory.read(["1900 1234=dien-luc", "0243 825 5678=danh-ba"], otherwise="", staff=STAFF)
    for dialled in ("19001234", "sip:19001234@pbx.vn"):
        assert directory.assistant(dialled) == "dien-luc"
    for dialled in ("02438255678", "+842438255678", "842438255678", "tel:+84-24-3825-5678"):
        assert directory.assistant(dialled) == "danh-ba"
    assert directory.assistant("200") == ""


def test_the_default_answers_the_rest_and_an_only_assistant_everything() -> None:
    assert Directory.read([], otherwise="danh-ba", staff=STAFF).assistant("200") == "danh-ba"
    assert Directory.read([], otherwise="", staff=["danh-ba"]).assistant("200") == "danh-ba"


@pytest.mark.parametrize(("numbers", "otherwise"), [(["200"], ""), (["200=ai-do"], ""), ([], "ai-do")])
def test_an_unknown_assistant_is_refused_at_the_start(numbers: list[str], otherwise: str) -> None:
    with pytest.raises(BadConfiguration) as raised:
        Directory.read(numbers, otherwise=otherwise, staff=STAFF)
    assert raised.value.code == "settings.bad_value"


def test_extensions_and_foreign_numbers_stay_as_they_are() -> None:
    assert national("101") == "101"
    assert national("sip:bob@example.com;user=phone") == "bob"
    assert national("+4420794600") == "+4420794600"
