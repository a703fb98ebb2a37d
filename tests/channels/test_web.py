"""The line of a web chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from giong.channels.web import WebLine
from giong.dialogue.line import Began, Delivered, Piece, Said

FIRST, SECOND = Piece("Dạ, em nghe."), Piece("Anh chị cần gì ạ?")


class Page:
    def __init__(self) -> None:
        self.shown: list[Piece] = []
        self.published = asyncio.Event()
        self.slow_s = 0.0

    async def publish(self, piece: Piece) -> None:
        await asyncio.sleep(self.slow_s)
        self.shown.append(piece)
        self.published.set()


async def answer(*pieces: Piece | float) -> AsyncIterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Piece):
            yield piece
        else:
            await asyncio.sleep(piece)


async def test_what_is_put_in_is_heard_until_the_person_leaves() -> None:
    line = WebLine(Page().publish)
    events = [Began(), Said("mất điện", key="1")]
    for event in events:
        line.put(event)
    line.leave()
    assert [event async for event in line.heard()] == events


async def test_pieces_are_published_as_they_come() -> None:
    page = Page()
    delivered = await WebLine(page.publish).say(answer(FIRST, SECOND), asyncio.Event())
    assert delivered == Delivered((FIRST, SECOND))
    assert page.shown == [FIRST, SECOND]


async def test_stopped_while_the_answer_is_being_thought_of() -> None:
    page, stop = Page(), asyncio.Event()
    saying = asyncio.create_task(WebLine(page.publish).say(answer(FIRST, 60.0, SECOND), stop))
    await page.published.wait()
    stop.set()
    assert await saying == Delivered((FIRST,), cut_off=True)
    assert page.shown == [FIRST]


async def test_a_piece_that_is_being_published_counts() -> None:
    page, stop = Page(), asyncio.Event()
    page.slow_s = 0.01
    saying = asyncio.create_task(WebLine(page.publish).say(answer(FIRST, SECOND), stop))
    await asyncio.sleep(0.005)
    stop.set()
    assert await saying == Delivered((FIRST,), cut_off=True)
    assert page.shown == [FIRST]


async def test_nobody_is_there_any_more() -> None:
    page = Page()
    line = WebLine(page.publish)
    line.leave()
    assert await line.say(answer(FIRST), asyncio.Event()) == Delivered((), cut_off=True)
    assert page.shown == []


async def test_a_broken_answer_passes_through() -> None:
    async def broken() -> AsyncIterator[Piece]:
        yield FIRST
        raise LookupError

    page = Page()
    with pytest.raises(LookupError):
        await WebLine(page.publish).say(broken(), asyncio.Event())
    assert page.shown == [FIRST]
