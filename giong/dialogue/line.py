"""The seam between a talk and the way it travels. Knows no audio, no HTTP, no SIP and no SQL.

A `Line` is one connected person: a chat window, a phone call, a scripted person in a test. What is said travels as
`Said` and `Piece` values, so the same assistant serves every line and leaves the same history.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from giong.retrieval.cite import Citation


class Via(StrEnum):
    """How something was said. A telephone key is a pressed button."""

    TEXT = "text"
    SPEECH = "speech"
    BUTTON = "button"


@dataclass(frozen=True)
class Began:
    """The person began to speak or to type; the words are not known yet. `away`: nothing is being said, they are gone
    for a while (a call on hold); the `Said` that follows, empty, means that they are back.
    """

    away: bool = False


@dataclass(frozen=True)
class Said:
    """What the person said in one go, in written form.

    `key` is chosen by the client and makes a repeated delivery harmless. `confidence` in [0, 1] is the recogniser's;
    typed words have 1. `photos` are references of pictures that were sent along; who keeps them is no matter of a
    talk. An empty text without any means that sounds of a voice came but no words could be made out, or
    that somebody who was away is back.
    """

    text: str
    via: Via = Via.TEXT
    confidence: float = 1.0
    key: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Silence:
    """Nothing was said for `seconds`: a quiet caller and an idle chat are the same event with another number.

    `count` is how many silences have come one after the other (1 = the first). `cut_off` says that the last answer was
    interrupted by a sound that turned out to be no words, so the person may still be waiting for the rest of it.
    """

    seconds: float
    count: int = 1
    cut_off: bool = False


Heard = Said | Silence | None
"""What a turn answers. None: the person has just arrived and is to be greeted."""


@dataclass(frozen=True)
class Choice:
    """A button, or a numbered option on a telephone. `value` comes back as `Said.text` when it is pressed."""

    title: str
    value: str


YES = Choice("Có", "có")
NO = Choice("Không", "không")


@dataclass(frozen=True)
class Expectation:
    """What the assistant expects to hear next, for lines that can listen better when they know.

    `slot_type` is a name from `dialogue.slots` ("" = anything); `phrases` are likely words in written form;
    `closed` says the answer will hardly be anything else; `patience_s` is how long a silence may last in the
    middle of the answer.
    """

    slot_type: str = ""
    phrases: tuple[str, ...] = ()
    closed: bool = False
    patience_s: float = 0.0


@dataclass(frozen=True)
class Manner:
    """How something is to be said aloud, as the person has asked for; factors of what is usual."""

    speed: float = 1.0
    loudness: float = 1.0


@dataclass(frozen=True)
class Piece:
    """A part of an answer that is delivered as one: a sentence or two.

    `text` is canonical: it is what histories hold and compare. A line that speaks says `speech` instead where
    it is not empty. `prompt` names a line of the assistant that may exist as a human recording ("" = none).
    `expects` on the last piece of an answer tells the line what comes next. What is said `in_passing` ("chờ em một
    chút ạ") is heard, and neither delivered nor remembered.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    prompt: str = ""
    expects: Expectation | None = None
    speech: str = ""
    manner: Manner = Manner()
    in_passing: bool = False


@dataclass(frozen=True)
class Delivered:
    """What really reached the person. When `cut_off`, the last piece holds only the words that were heard.

    `taken_back`: the person had not finished and went on before anything was heard; what they say next includes what
    this answered, so it is to be as if it had never been thought of.
    """

    pieces: tuple[Piece, ...] = ()
    cut_off: bool = False
    taken_back: bool = False

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces if piece.text)


class Line(Protocol):
    """One connected person. A line lives in one event loop and serves one conversation."""

    def heard(self) -> AsyncIterator[Began | Said]:
        """Yield what the person does, in order, until they leave.

        Every `Began` is followed by a `Said`, with an empty text if nothing could be made out; a `Said` may
        come without a `Began` (a typed message, a button). Coughs, noises and backchannels are not reported
        at all. The iterator ends when the person has gone; it raises only for defects.
        """

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        """Deliver `pieces` as they come until they end, the person is gone, or `stop` is set; return what arrived.

        Once `stop` is set nothing more reaches the person: sound already queued is dropped. An exception raised by
        `pieces` passes through after what came before it was delivered.
        """
