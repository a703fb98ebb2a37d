"""What a person said of a field that a machine had read: a label with its provenance. Knows no queue and no table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    CONFIRMED = "confirmed"
    """The value that was read is right."""
    CORRECTED = "corrected"
    """It is not; the label holds the right one."""


@dataclass(frozen=True)
class Label:
    """`value` is right, by `who` at `at`; `read` is what the machine had read with `confidence`, and `engines` what it
    was read by. `page` and `box` (left, top, right, bottom, in the pixels of the page) are where it stands.
    """

    paper_id: str
    kind: str
    field: str
    value: str
    verdict: Verdict
    read: str
    confidence: float
    origin: str
    engines: tuple[str, ...]
    who: str
    at: datetime
    page: int = 1
    box: tuple[int, int, int, int] | None = None


class Labels(Protocol):
    """Where labels are taken from by whatever learns of them: forms by example, calibration."""

    def of_kind(self, organisation_id: str, kind: str) -> AsyncIterator[Label]:
        """The labels of a kind of paper, newest first. Those of an erased paper are gone with it."""
