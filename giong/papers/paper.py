"""A paper that an organisation received, as it stands: how far it is read, who was shown it. Knows no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from giong.documents.document import Document


class Status(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REJECTED = "rejected"
    """Its picture would not do; the document says why and what to do."""
    FAILED = "failed"
    """It could not be opened or read; the problem says why."""
    ERASED = "erased"

    @property
    def final(self) -> bool:
        return self not in (Status.WAITING, Status.READING)


class Act(StrEnum):
    """What is written down of a paper. Never a value."""

    RECEIVED = "received"
    SHOWN = "shown"
    PICTURE_SHOWN = "picture_shown"
    EXPORTED = "exported"
    SENT = "sent"
    AMENDED = "amended"
    PICTURE_ERASED = "picture_erased"
    ERASED = "erased"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Problem:
    """Why a paper could not be read: a stable code and the sentence in both languages."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class Paper:
    """What is known of a paper besides what it says. `kind` is what was asked for, `found_kind` what it is."""

    id: str
    organisation_id: str
    client_key: str
    bytes: int
    kind: str
    found_kind: str
    purpose: str
    conversation_id: str | None
    status: Status
    rejection: str
    problem: Problem | None
    done: int
    total: int
    held: bool
    callback: str
    created_at: datetime
    updated_at: datetime
    read_at: datetime | None
    delivered_at: datetime | None
    picture_erased_at: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True)
class Received:
    """A paper that was taken in. `again`: the same was sent before under this key."""

    id: str
    status: Status
    again: bool = False


@dataclass(frozen=True)
class Result:
    """A paper with what was read of it, once it was: with personal data hidden where `masked`."""

    paper: Paper
    document: Document | None
    masked: bool

    @property
    def id(self) -> str:
        return self.paper.id

    @property
    def status(self) -> Status:
        return self.paper.status

    @property
    def kind(self) -> str:
        return self.paper.found_kind or self.paper.kind

    @property
    def problem(self) -> Problem | None:
        return self.paper.problem


@dataclass(frozen=True)
class Access:
    """One line of the trail: who did or saw what of a paper, when, for which purpose."""

    id: str
    paper_id: str
    who: str
    act: Act
    purpose: str
    at: datetime
