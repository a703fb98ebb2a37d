"""What a scenario expects of a turn, held against what happened. Knows no talk, no line and no file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from giong.dialogue.folder.schema import ExpectFile
from giong.dialogue.memory import End, HandOver, Turn

Difference = tuple[str, str, str]
"""What it is about, what was expected, what was got."""


@dataclass(frozen=True)
class Observed:
    """What a turn's memory does not hold: real milliseconds until the answer began, and the JSON bodies that its
    actions sent.
    """

    took_ms: float = 0.0
    sent: tuple[Any, ...] = ()


def differences(expect: ExpectFile, turn: Turn, observed: Observed, *, channel: str) -> Iterator[Difference]:
    """Everything that is not as expected, time aside."""
    yield from _said(expect, turn, channel)
    yield from _understood(expect, turn)
    yield from _shown(expect, turn)
    yield from _done(expect, turn, observed)


def lateness(expect: ExpectFile, observed: Observed) -> Iterator[tuple[str, str]]:
    """The time that was expected and the longer one that was taken."""
    if expect.within_ms is not None and observed.took_ms > expect.within_ms:
        yield f"{expect.within_ms} ms", f"{observed.took_ms:.0f} ms"


def _said(expect: ExpectFile, turn: Turn, channel: str) -> Iterator[Difference]:
    text = heard(turn, channel)
    for words in _listed(expect.says):
        if loose(words) not in loose(text):
            yield "says", words, text
    for words in _listed(expect.not_says):
        if loose(words) in loose(text):
            yield "not_says", words, text


def _understood(expect: ExpectFile, turn: Turn) -> Iterator[Difference]:
    for what in ("intent", "flow", "decision"):
        want, got = getattr(expect, what), getattr(turn.report, what)
        if want is not None and want != got:
            yield what, want, got
    for name, value in expect.slots.items():
        if turn.report.slots.get(name) != value:
            yield f"slots.{name}", repr(value), repr(turn.report.slots.get(name))


def _shown(expect: ExpectFile, turn: Turn) -> Iterator[Difference]:
    pieces = turn.delivered.pieces
    titles = [citation.source_title for piece in pieces for citation in piece.citations]
    if expect.cites is not None and not any(loose(expect.cites) in loose(title) for title in titles):
        yield "cites", expect.cites, ", ".join(titles) or "—"
    choices = [choice.title for piece in pieces for choice in piece.choices]
    if expect.choices is not None and expect.choices != choices:
        yield "choices", ", ".join(expect.choices), ", ".join(choices) or "—"


def _done(expect: ExpectFile, turn: Turn, observed: Observed) -> Iterator[Difference]:
    if expect.action is not None and expect.action not in turn.report.actions:
        yield "action", expect.action, ", ".join(turn.report.actions) or "—"
    if expect.sent and not any(_holds(body, expect.sent) for body in observed.sent):
        yield "sent", repr(expect.sent), "; ".join(map(repr, observed.sent)) or "—"
    queue = turn.act.queue if isinstance(turn.act, HandOver) else None
    if expect.hand_over is not None and not _agrees(expect.hand_over, queue):
        yield "hand_over", str(expect.hand_over), "no" if queue is None else f"“{queue}”"
    outcome = turn.act.outcome if isinstance(turn.act, End) else None
    if expect.ends is not None and not _agrees(expect.ends, outcome):
        yield "ends", str(expect.ends), "no" if outcome is None else f"“{outcome}”"


def _holds(body: Any, part: Any) -> bool:
    """Whether `part` is in a JSON value: a mapping may hold more keys."""
    if isinstance(part, dict):
        return isinstance(body, dict) and all(key in body and _holds(body[key], value) for key, value in part.items())
    return bool(body == part)


def _agrees(expected: bool | str, got: str | None) -> bool:
    return expected == got if isinstance(expected, str) else expected == (got is not None)


def heard(turn: Turn, channel: str) -> str:
    """What the person read or, in a scenario of a call, heard."""
    pieces = turn.delivered.pieces
    return " ".join(piece.speech or piece.text if channel == "call" else piece.text for piece in pieces)


def loose(text: str) -> str:
    """The text without regard to case and spacing."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
