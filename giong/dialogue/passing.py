"""What is said in passing while an answer takes long: "chờ em một chút ạ". Knows no rule and no line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

from giong.dialogue.line import Piece

PATIENCE_S = 1.2
"""People on the telephone wonder after about this long whether they are still connected."""


async def with_filler(
    pieces: AsyncGenerator[Piece, None], filler: Callable[[], Piece], after_s: float = PATIENCE_S
) -> AsyncGenerator[Piece, None]:
    """The pieces, with the filler before the first one that takes longer than `after_s`; once in an answer."""
    said = False
    try:
        while True:
            coming = asyncio.ensure_future(anext(pieces, None))
            try:
                if not said and not (await asyncio.wait({coming}, timeout=after_s))[0]:
                    said = True
                    yield filler()
                piece = await coming
            finally:
                if not coming.done():
                    coming.cancel()
                    await asyncio.wait({coming})
            if piece is None:
                return
            yield piece
    finally:
        await pieces.aclose()
