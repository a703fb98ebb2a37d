"""Who is rung for a queue, and when they are there."""

from __future__ import annotations

from datetime import datetime

import pytest

from giong.clock import VIETNAM
from giong.conversations.exchange.desks import Desks
from giong.errors import BadConfiguration

HOURS = ["T2-T6 07:30-11:30 13:00-17:00", "T7 08:00-11:30", "cap-cuu=T2-CN 00:00-24:00"]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """2 November 2026 is a Monday."""
    return datetime(2026, 11, 2 + day, hour, minute, tzinfo=VIETNAM)


def test_a_queue_has_its_own_people_or_those_of_every_other() -> None:
    desks = Desks.read(["101|102", "ke-toan=103|sip:ketoan@pbx.vn;transport=tcp"], [])
    assert desks.targets("ke-toan") == ("103", "sip:ketoan@pbx.vn;transport=tcp")
    assert desks.targets("ky-thuat") == desks.targets("") == ("101", "102")
    assert Desks.read([], []).targets("x", otherwise="0912345678") == ("0912345678",)
    assert Desks.read([], []).targets("x") == ()


def test_an_address_without_a_queue_may_hold_an_equals_sign() -> None:
    assert Desks.read(["sip:101@pbx.vn;transport=tcp"], []).targets("") == ("sip:101@pbx.vn;transport=tcp",)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        (at(0, 7, 29), False),
        (at(0, 7, 30), True),
        (at(0, 11, 30), False),
        (at(4, 16, 59), True),
        (at(5, 9), True),
        (at(5, 14), False),
        (at(6, 9), False),
    ],
)
def test_hours_hold_by_weekday(moment: datetime, there: bool) -> None:
    assert Desks.read([], HOURS).open_at("", moment) is there


def test_without_hours_people_are_always_there_and_a_queue_may_differ() -> None:
    assert Desks.read([], []).open_at("", at(6, 3))
    assert Desks.read([], HOURS).open_at("cap-cuu", at(6, 3))


def test_hours_are_said_as_people_say_them() -> None:
    desks = Desks.read([], HOURS)
    assert desks.hours_in_words("") == (
        "thứ hai đến thứ sáu từ 7 giờ 30 đến 11 giờ 30 và từ 13 giờ đến 17 giờ; thứ bảy từ 8 giờ đến 11 giờ 30"
    )
    assert desks.hours_in_words("cap-cuu") == "hằng ngày từ 0 giờ đến 24 giờ"
    assert Desks.read([], ["T3+T5 8:00-9:00"]).hours_in_words("") == "thứ ba và thứ năm từ 8 giờ đến 9 giờ"
    assert Desks.read([], []).hours_in_words("") == ""


@pytest.mark.parametrize(
    ("people", "hours"),
    [
        (["ke-toan="], []),
        (["101||102"], []),
        ([], ["T2-T6"]),
        ([], ["T8 08:00-09:00"]),
        ([], ["T2 09:00-08:00"]),
        ([], ["T2 25:00-26:00"]),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_to_write_it(people: list[str], hours: list[str]) -> None:
    with pytest.raises(BadConfiguration) as raised:
        Desks.read(people, hours)
    assert raised.value.code == "settings.bad_value"
    assert "QUEUE" in raised.value.en
