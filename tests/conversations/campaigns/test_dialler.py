"""Who is called when: pace, hours, retries, pauses, no line, no more calls; and by one process at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from giong.clock import VIETNAM, run_virtually
from giong.conversations.campaigns import attempts, lease
from giong.conversations.campaigns.campaign import Status
from giong.conversations.campaigns.contact import State
from giong.conversations.campaigns.outbound import Attempted, Outcome
from giong.conversations.campaigns.plan import Plan
from giong.conversations.campaigns.rehearsed import Behaviour
from giong.conversations.campaigns.retries import Retries
from giong.errors import Busy, Conflict
from tests.conversations.campaigns.hall import MONDAY, Hall, busy, hall, numbers, until

Play = Callable[[Callable[[Hall], Awaitable[None]]], None]
MINUTE = timedelta(minutes=1)
ALL_DAY = "T2-CN 00:00-24:00"


@pytest.fixture
def play(database_url: str, tmp_path: Path) -> Callable[..., None]:
    """Runs a scene in virtual time."""

    def run(scene: Callable[[Hall], Awaitable[None]], begins: datetime = MONDAY) -> None:
        async def main() -> None:
            async with hall(database_url, tmp_path, begins) as here:
                await scene(here)

        run_virtually(main())

    return run


def test_everybody_is_called_once_at_the_pace_and_not_too_many_at_once(play: Play) -> None:
    people = numbers(12)

    async def scene(here: Hall) -> None:
        answers = ({"diem": "5", "ten": "Lan"}, {"diem": "4"})
        here.people = {one: [Behaviour(talk_s=30, slots=slots)] for one, slots in zip(people, answers, strict=False)}
        campaign = await here.campaign(people, Plan(at_once=4, per_s=0.5))
        async with here.dialling():
            reached = await here.finished(campaign)
        assert Counter(number for number, _ in here.outbound.dialled) == Counter(people)
        assert here.outbound.most == 4
        began = [at for _, at in here.outbound.dialled]
        assert min(after - before for before, after in pairwise(began)) >= timedelta(seconds=1.99)
        assert {one.state for one in reached.values()} == {State.REACHED}
        progress = await here.results.progress(here.organisation, campaign.id)
        assert (progress.contacts, progress.left, progress.attempts) == (12, 0, 12)
        summary = await here.results.summary(here.organisation, campaign.id)
        assert (summary.reached, dict(summary.endings)) == (12, {"done": 12})
        [score] = summary.tallies  # the name was known before
        assert (score.slot, dict(score.values), score.mean) == ("diem", {"4": 1, "5": 1}, 4.5)

    play(scene)


def test_each_outcome_has_its_own_intervals(play: Play) -> None:
    engaged, away, wrong, machine = numbers(4)

    async def scene(here: Hall) -> None:
        here.people = {
            engaged: [*busy(2), Behaviour()],
            away: [Behaviour(Outcome.NO_ANSWER, ring_s=30)],
            wrong: [Behaviour(Outcome.BAD_NUMBER)],
            machine: [Behaviour(Outcome.VOICEMAIL)],
        }
        retries = Retries({"busy": (5, 20), "no_answer": (30,), "voicemail": ()})
        campaign = await here.campaign(numbers(4), Plan(retries=retries, per_s=5))
        async with here.dialling():
            found = await here.finished(campaign)
        gaps = [after - before for before, after in pairwise(here.outbound.times(engaged))]
        assert [round(gap / MINUTE) for gap in gaps] == [5, 20]
        assert [len(here.outbound.times(one)) for one in (away, wrong, machine)] == [2, 1, 1]
        assert found[engaged].state is State.REACHED
        assert {found[one].state for one in (away, wrong, machine)} == {State.GIVEN_UP}
        assert found[away].outcome == Outcome.NO_ANSWER

    play(scene)


def test_who_is_due_again_comes_before_who_was_not_called(play: Play) -> None:
    people = numbers(300)

    async def scene(here: Hall) -> None:
        here.people = {people[0]: [*busy(), Behaviour()]}
        await here.campaign(people, Plan(retries=Retries({"busy": (5,)}), at_once=1, per_s=1))
        async with here.dialling():

            async def twice() -> bool:
                return len(here.outbound.times(people[0])) == 2

            await until(twice)
        first, second = here.outbound.times(people[0])
        assert timedelta(minutes=5) <= second - first < timedelta(minutes=6.5)

    play(scene)


def test_nobody_is_called_outside_the_hours_or_on_a_holiday(play: Any) -> None:
    [one] = numbers(1)
    late = datetime(2026, 9, 3, 18, tzinfo=VIETNAM)  # the evening of the last holiday

    async def scene(here: Hall) -> None:
        here.people = {one: [*busy(), Behaviour()]}
        campaign = await here.campaign([one], Plan(retries=Retries({"busy": (360,)})))
        async with here.dialling(slowly=True):
            await asyncio.sleep(3600)
            progress = await here.results.progress(here.organisation, campaign.id)
            assert (progress.open, progress.opens_at) == (False, datetime(2026, 9, 4, 8, tzinfo=VIETNAM))
            await here.finished(campaign, every_s=900)
        first, second = here.outbound.times(one)
        friday, six_hours_later = datetime(2026, 9, 4, 8, tzinfo=VIETNAM), datetime(2026, 9, 4, 14, tzinfo=VIETNAM)
        assert friday <= first < friday + 15 * MINUTE
        assert six_hours_later <= second < six_hours_later + 30 * MINUTE

    play(scene, late)


def test_it_begins_and_ends_when_it_is_told_to(play: Play) -> None:
    async def scene(here: Hall) -> None:
        begins, ends = MONDAY + 30 * MINUTE, MONDAY + 32 * MINUTE
        plan = Plan(at_once=1, per_s=0.1)
        campaign = await here.campaign(numbers(100), plan, start_at=begins, end_at=ends)
        async with here.dialling():
            found = await here.finished(campaign)
        assert min(at for _, at in here.outbound.dialled) >= begins
        assert max(at for _, at in here.outbound.dialled) < ends
        assert Counter(one.state for one in found.values())[State.WAITING] > 80

    play(scene)


def test_a_pause_dials_no_more_and_a_stop_hangs_up(play: Play) -> None:
    async def scene(here: Hall) -> None:
        here.people = {one: [Behaviour(talk_s=100)] for one in numbers(30)}
        campaign = await here.campaign(numbers(30), Plan(at_once=3, per_s=1))
        async with here.dialling():
            await asyncio.sleep(10)
            await here.campaigns.pause(here.organisation, campaign.id)
            await asyncio.sleep(300)
            states = Counter(one.state for one in (await here.contacts(campaign)).values())
            assert states == {State.REACHED: 3, State.WAITING: 27}
            await here.campaigns.start(here.organisation, campaign.id)
            await asyncio.sleep(50)
            assert here.outbound.going == 3
            stopped = await here.campaigns.stop(here.organisation, campaign.id, hang_up=True)
            await asyncio.sleep(6)
            assert (stopped.status, here.outbound.going) == (Status.STOPPED, 0)
            endings = Counter((one.state, one.ending) for one in (await here.contacts(campaign)).values())
            assert endings[State.REACHED, "interrupted"] == 3
            assert endings[State.WAITING, ""] == 24
        with pytest.raises(Conflict):
            await here.campaigns.start(here.organisation, campaign.id)

    play(scene)


def test_without_a_line_nothing_counts_and_the_campaign_says_why(play: Play) -> None:
    class Away:
        def __init__(self, here: Hall) -> None:
            self.here, self.refused = here, 0

        async def call(self, **call: Any) -> Attempted:
            if self.here.clock.now() < MONDAY + 10 * MINUTE:
                self.refused += 1
                raise Busy("phone.trunk_away", vi="Mất đường.", en="The trunk is away.", retry_after_s=20)
            return await self.here.outbound.call(**call)

    async def scene(here: Hall) -> None:
        away = Away(here)
        campaign = await here.campaign(numbers(3), Plan(per_s=5))
        async with here.dialling(away):
            await asyncio.sleep(120)
            trouble = (await here.campaigns.get(here.organisation, campaign.id)).trouble
            assert trouble is not None
            assert trouble.code == "phone.trunk_away"
            found = await here.finished(campaign)
        assert away.refused < 40
        assert {(one.state, one.attempts) for one in found.values()} == {(State.REACHED, 1)}
        assert (await here.campaigns.get(here.organisation, campaign.id)).trouble is None

    play(scene)


def test_who_asks_never_to_be_called_is_called_by_no_campaign(play: Play) -> None:
    one, other = numbers(2)

    async def scene(here: Hall) -> None:
        here.people = {one: [Behaviour(ending="do_not_call")]}
        first = await here.campaign([one], name="một")
        second = await here.campaign([one, other], name="hai", start_at=MONDAY + 10 * MINUTE)
        async with here.dialling():
            await here.finished(first)
            found = await here.finished(second)
        assert [number for number, _ in here.outbound.dialled] == [one, other]
        assert (found[one].state, found[other].state) == (State.BLOCKED, State.REACHED)
        assert [blocked.number for blocked in await here.do_not_call.all(here.organisation)] == [one]
        taken = await here.lists.take_in(here.organisation, second.id, "b.csv", f"sdt\n{one}\n".encode())
        assert [problem.reason for problem in taken.problems] == ["number.do_not_call"]

    play(scene)


def test_a_number_is_not_called_more_often_in_a_day_than_allowed(play: Any) -> None:
    [one] = numbers(1)

    async def scene(here: Hall) -> None:
        plan = Plan(hours=ALL_DAY, retries=Retries(a_day=1))
        first = await here.campaign([one], plan, name="một")
        second = await here.campaign([one], plan, name="hai")
        async with here.dialling(slowly=True):
            await here.finished(first, every_s=900)
            await here.finished(second, every_s=900)
        before, after = here.outbound.times(one)
        assert timedelta(hours=24) <= after - before < timedelta(hours=24, minutes=15)

    play(scene)


def test_who_asks_to_be_called_later_is_called_then(play: Play) -> None:
    [one] = numbers(1)

    async def scene(here: Hall) -> None:
        wish = {"goi_lai_ngay": "2026-11-17", "goi_lai_gio": "10:30"}
        here.people = {one: [Behaviour(ending="call_back", slots=wish), Behaviour()]}
        campaign = await here.campaign([one])
        async with here.dialling(slowly=True):
            found = await here.finished(campaign, every_s=900)
        wished = datetime(2026, 11, 17, 10, 30, tzinfo=VIETNAM)
        assert wished <= here.outbound.times(one)[1] < wished + 15 * MINUTE
        assert (found[one].state, found[one].attempts, found[one].ending) == (State.REACHED, 2, "done")

    play(scene)


def test_a_campaign_is_dialled_by_one_process_and_a_number_never_by_two(play: Play) -> None:
    people = numbers(20)

    async def scene(here: Hall) -> None:
        first = await here.campaign(people, Plan(per_s=10, at_once=10), name="một")
        second = await here.campaign(people, Plan(per_s=10, at_once=10), name="hai")
        async with here.dialling(), here.dialling():
            await here.finished(first)
            await here.finished(second)
        assert Counter(number for number, _ in here.outbound.dialled) == Counter(people * 2)
        gap = min(b - a for a, b in (here.outbound.times(one) for one in people))
        assert gap >= timedelta(seconds=30)  # a talk's length: never at the same time

    play(scene)


def test_what_a_dead_process_left_is_settled_by_the_calls_records(play: Play) -> None:
    """One was answered and one was ringing when the process died; both are told apart when another takes over."""

    async def scene(here: Hall) -> None:
        answered, ringing = numbers(2)
        retries = Retries({"interrupted": (10,)})
        campaign = await here.campaign([answered, ringing], Plan(per_s=10, retries=retries))
        dead = "run_dead"
        now = here.clock.now()
        until = now + timedelta(seconds=60)
        await here.database.write(lambda c: lease.take(c, campaign.id, dead, now=now, until=until))
        claims = await here.database.write(lambda c: attempts.claim(c, campaign, dead, count=2, now=now))
        talk = asyncio.create_task(
            here.outbound.inner.call(
                organisation_id=here.organisation, assistant="a", number=answered, variables={}, ring_s=30,
                key=claims[0].key,
            )
        )  # fmt: skip
        await asyncio.sleep(1)
        talk.cancel()
        async with here.dialling():
            await asyncio.sleep(30)
            assert here.outbound.dialled == []  # the lease still holds
            found = await here.finished(campaign)
        assert [number for number, _ in here.outbound.dialled] == [ringing]
        assert here.outbound.times(ringing)[0] >= MONDAY + 11 * MINUTE
        assert (found[answered].state, found[answered].ending) == (State.REACHED, "interrupted")
        assert (found[ringing].state, found[ringing].attempts) == (State.REACHED, 2)

    play(scene)
