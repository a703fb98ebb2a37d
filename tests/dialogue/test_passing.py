"""What is said in passing while an answer takes long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from giong.clock import run_virtually
from giong.dialogue.line import Piece
from giong.dialogue.passing import with_filler

FILLER = Piece("chờ em một chút ạ", in_passing=True)


def said(*waits_s: float, leave_after: int | None = None) -> tuple[list[str], bool]:
    """What is said of pieces that come after these waits, and whether whoever made them was told to stop."""
    stopped = False

    async def pieces() -> AsyncGenerator[Piece, None]:
        nonlocal stopped
        try:
            for wait_s in waits_s:
                await asyncio.sleep(wait_s)
                yield Piece(f"{wait_s:g}")
        finally:
            stopped = True

    async def main() -> list[str]:
        heard: list[str] = []
        filled = with_filler(pieces(), lambda: FILLER)
        async for piece in filled:
            heard.append(piece.text)
            if len(heard) == leave_after:
                break
        await filled.aclose()
        return heard

    return run_virtually(main()), stopped


def test_a_quick_answer_needs_no_filler() -> None:
    assert said(0.0, 1.0, 1.0)[0] == ["0", "1", "1"]


def test_a_slow_answer_is_announced_once() -> None:
    assert said(0.1, 3.0, 4.0)[0] == ["0.1", FILLER.text, "3", "4"]


def test_who_leaves_while_the_filler_is_said_stops_the_answer() -> None:
    assert said(5.0, leave_after=1) == ([FILLER.text], True)
