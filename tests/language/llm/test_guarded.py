"""A model that is slow, endless, broken or away costs a turn only so much, and then nothing for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from giong.clock import now_s, run_virtually
from giong.errors import BadConfiguration, GiongError, Unavailable
from giong.language.llm.guarded import GuardedModel, Patience
from giong.language.messages import user
from giong.usage import Usage

PATIENCE = Patience(first_s=2, total_s=4, chars=50, failures=2, pause_s=30)


class Odd:
    """Gives pieces after pauses, then maybe an error; knows how often it was asked and whether it was let go."""

    name = "odd"

    def __init__(self, *steps: tuple[float, str], error: Exception | None = None) -> None:
        self.steps = list(steps)
        self.error = error
        self.asked = 0
        self.closed = 0

    async def complete(self, _: Any, *, report: Any, **__: Any) -> AsyncIterator[str]:
        self.asked += 1
        try:
            for pause_s, piece in self.steps:
                await asyncio.sleep(pause_s)
                yield piece
            if self.error:
                raise self.error
            report(Usage(tokens_out=1))
        finally:
            self.closed += 1


async def ask(model: GuardedModel) -> str:
    return "".join([piece async for piece in model.complete([user("?")])])


async def refused(model: GuardedModel) -> tuple[str, float]:
    """The code of the error, and after how long it came."""
    begun_s = now_s()
    with pytest.raises(Unavailable) as raised:
        await ask(model)
    return raised.value.code, now_s() - begun_s


def test_in_time_it_is_as_if_unguarded() -> None:
    assert run_virtually(ask(GuardedModel(Odd((1.9, "một "), (1.9, "hai")), PATIENCE))) == "một hai"


@pytest.mark.parametrize(
    ("odd", "code", "after_s"),
    [
        (Odd((9, "x")), "engine.llm.slow", 2),
        (Odd((1, "x"), (9, "y")), "engine.llm.slow", 4),
        (Odd(*[(0, "mười chữ.. ")] * 9), "engine.llm.endless", 0),
        (Odd((1, "x"), error=Unavailable("gone", vi="", en="")), "gone", 1),
        (Odd(error=BadConfiguration("engine.llm.refused", vi="", en="")), "engine.llm.refused", 0),
    ],
)
def test_whatever_goes_wrong_is_unavailable_in_time(odd: Odd, code: str, after_s: float) -> None:
    assert run_virtually(refused(GuardedModel(odd, PATIENCE))) == (code, after_s)
    assert odd.closed == 1


def test_a_dead_model_is_left_alone_and_tried_again_later() -> None:
    async def talk() -> tuple[list[tuple[str, float]], int, str]:
        odd = Odd((9, "x"))
        model = GuardedModel(odd, PATIENCE)
        told = [await refused(model) for _ in range(4)]
        asked = odd.asked
        await asyncio.sleep(31)
        odd.steps = [(1, "đây")]
        trial, second = asyncio.create_task(ask(model)), asyncio.create_task(refused(model))
        assert (await second)[0] == "engine.llm.paused"
        await trial
        return told, asked, await ask(model)

    told, asked, answer = run_virtually(talk())
    assert told == [("engine.llm.slow", 2), ("engine.llm.slow", 2), ("engine.llm.paused", 0), ("engine.llm.paused", 0)]
    assert (asked, answer) == (2, "đây")


def test_who_stops_listening_stops_the_work_and_is_no_failure() -> None:
    async def interrupted() -> tuple[int, str]:
        odd = Odd((1, "một "), (1, "hai"))
        model = GuardedModel(odd, PATIENCE)
        for _ in range(3):
            turn = asyncio.create_task(ask(model))
            await asyncio.sleep(1.5)
            turn.cancel()
            with pytest.raises(asyncio.CancelledError):
                await turn
        return odd.closed, await ask(model)

    assert run_virtually(interrupted()) == (3, "một hai")


def test_errors_keep_their_remedy() -> None:
    error: GiongError = BadConfiguration("engine.llm.refused", vi="sửa khoá", en="mend the key")

    async def told() -> str:
        with pytest.raises(Unavailable) as raised:
            await ask(GuardedModel(Odd(error=error), PATIENCE))
        return raised.value.en

    assert run_virtually(told()) == "mend the key"
