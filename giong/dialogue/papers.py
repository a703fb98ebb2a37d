"""The seam to whatever reads a photo of a paper. Knows no picture, no recogniser and no kind of paper: a photo is a
reference that a line carries, and comes back as fields or as the reason why it has to be taken again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

SURE = 0.9
"""From this confidence up a value is taken without asking the person about it."""

LATE = "late"
UNREADABLE = "unreadable"
WRONG_DOCUMENT = "wrong_document"
NO_READER = "no_reader"
"""Reasons of our own beside those of the picture itself ("blur", "glare", "dark", "cut", "small", …)."""


@dataclass(frozen=True)
class Seen:
    """A field as it was read. `type` is "name", "date", "id", "address" …; `doubts` say what a check found wrong."""

    value: str
    title: str = ""
    type: str = "text"
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE and not self.doubts


@dataclass(frozen=True)
class PaperReading:
    """What was read of a photo: `kind` is the paper's, `title` how people call it. `refused`: why nothing was read, and
    what a better photo would be; then it holds nothing else.
    """

    kind: str = ""
    title: str = ""
    fields: Mapping[str, Seen] = field(default_factory=dict)
    refused: str = ""


class PaperReader(Protocol):
    """Reads the photos of one conversation."""

    async def read(self, photo: str, *, kind: str = "") -> PaperReading:
        """What is on the photo with this reference; `kind` is what it is meant to be ("" = anything).

        Failures are readings with `refused`, not exceptions. Asked again for the same photo it may answer at once.
        """


class NoPapers:
    """Where nothing reads photos."""

    async def read(self, photo: str, *, kind: str = "") -> PaperReading:
        return PaperReading(refused=NO_READER)


class FakePapers:
    """Answers with what it was given, by reference; another photo is unreadable. `asked` holds what was asked for."""

    def __init__(self, readings: Mapping[str, PaperReading]) -> None:
        self._readings = readings
        self.asked: list[tuple[str, str]] = []

    async def read(self, photo: str, *, kind: str = "") -> PaperReading:
        self.asked.append((photo, kind))
        return self._readings.get(photo, PaperReading(refused=UNREADABLE))


KEPT_SIGNS = 4
_SIGN = re.compile(r"\w")


def masked(seen: Seen) -> str:
    """The value as it may be shown to whoever sent the photo: enough to see that it is theirs, too little to be of
    use to somebody who looks over their shoulder or reads the history.
    """
    if seen.type == "name":
        first, *between = seen.value.split()
        return " ".join([first, *("…" for _ in between[:-1][:1]), *between[-1:]])
    if seen.type in ("address", "place"):
        return "… " + seen.value.rpartition(",")[2].strip() if "," in seen.value else seen.value
    if seen.type == "date":
        return re.sub(r"\d{1,2}/\d{1,2}/", "••/••/", seen.value)
    if not any(map(str.isdigit, seen.value)):
        return seen.value
    hidden = max(0, len(seen.value) - KEPT_SIGNS)
    return _SIGN.sub("•", seen.value[:hidden]) + seen.value[hidden:]
