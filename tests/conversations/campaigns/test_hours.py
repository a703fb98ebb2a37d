"""When people may be called: weekdays, holidays of the sun and of the moon, other time zones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from giong.clock import VIETNAM
from giong.conversations.campaigns.holidays import holidays
from giong.conversations.campaigns.hours import DEFAULT, Hours, days_of, week_of, zone_of
from giong.conversations.campaigns.plan import Plan, check, plan_record, read_plan
from giong.conversations.campaigns.retries import Retries
from giong.errors import BadInput


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_hours_of_each_weekday() -> None:
    hours = Hours(week_of(DEFAULT))
    told = ["2026-11-16 08:00", "2026-11-16 11:29", "2026-11-16 11:30", "2026-11-21 11:00", "2026-11-21 14:00"]
    assert [hours.open_at(at(one)) for one in told] == [True, True, False, True, False]
    assert hours.next_open(at("2026-11-21 12:00")) == at("2026-11-23 08:00")
    assert hours.after(at("2026-11-20 16:00"), 2 * 3600) == at("2026-11-21 09:00")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-02-17", "Tết Nguyên đán"),  # the first of the lunar year
        ("2026-02-15", "Tết Nguyên đán"),
        ("2026-04-26", "Giỗ Tổ Hùng Vương"),  # 10 March of the moon, a Sunday
        ("2026-04-27", "Nghỉ bù Giỗ Tổ Hùng Vương"),
        ("2025-04-07", "Giỗ Tổ Hùng Vương"),
        ("2026-04-30", "Ngày Chiến thắng"),
        ("2022-05-02", "Nghỉ bù Ngày Chiến thắng"),  # 30 April was a Saturday, 1 May a Sunday
        ("2022-05-03", "Nghỉ bù Ngày Quốc tế lao động"),
        ("2026-09-02", "Quốc khánh"),
        ("2026-11-24", "Ngày Văn hóa Việt Nam"),
    ],
)
def test_holidays(day: str, name: str) -> None:
    one = date.fromisoformat(day)
    assert holidays(one.year)[one] == name
    assert not Hours(week_of("T2-CN 00:00-24:00")).open_at(at(f"{day} 10:00"))


def test_days_may_be_closed_or_opened() -> None:
    hours = Hours(week_of(DEFAULT), closed=days_of(["24/12/2026"]), opened=days_of(["2026-11-24"]))
    assert hours.open_at(at("2026-11-24 09:00"))
    assert not hours.open_at(at("2026-12-24 09:00"))


def test_another_time_zone() -> None:
    hours = Hours(week_of("T2-T6 09:00-17:00"), zone=zone_of("Asia/Tokyo"), holidays=False)
    assert hours.open_at(at("2026-11-16 07:30"))
    assert not hours.open_at(at("2026-11-16 15:30"))
    assert hours.next_open(at("2026-11-16 16:00")) == at("2026-11-17 07:00")


@pytest.mark.parametrize(
    "text", ["", "T8 08:00-09:00", "T6-T2 08:00-09:00", "T2 09:00-08:00", "T2 8-9", "T2 08:00-25:00"]
)
def test_hours_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(BadInput) as raised:
        week_of(text)
    assert raised.value.code == "campaign.bad_hours"


def test_never_open_is_told() -> None:
    week = week_of("T2 08:00-09:00")
    days = days_of([(date(2026, 11, 16) + timedelta(days=number)).isoformat() for number in range(420)])
    assert Hours(week, closed=days).next_open(at("2026-11-16 10:00")) is None


def test_a_plan_is_kept_as_it_is_and_checked() -> None:
    plan = Plan(closed=("2026-12-24",), retries=Retries({"busy": (1.0, 2.0)}, most=3))
    check(plan)
    assert read_plan(plan_record(plan)) == plan
    for bad in (Plan(at_once=0), Plan(per_s=1000), Plan(caller="abc"), Plan(retries=Retries({"bussy": (1,)}))):
        with pytest.raises(BadInput):
            check(bad)
