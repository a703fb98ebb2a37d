"""Papers as rows of the database: each question and change is a function of a connection. Knows no file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from giong.papers.paper import Access, Act, Paper, Problem, Status
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import owned
from giong.storage.schema import paper_accesses, papers

OPEN = (Status.WAITING.value, Status.READING.value)
CALLED_BACK = ("", "delivered", "failed")
"""Of the column `callback`: nobody is to be called back any more."""
_PURPOSE_CHARS = 500
_WHO_CHARS = 200


def add(connection: Connection, row: dict[str, Any]) -> Row[Any]:
    """The row with this client key; `row` if there was none."""
    empty = {"found_kind": "", "rejection": "", "done": 0, "total": 0, "held": False, "callback_attempts": 0}
    add_once(connection, papers, empty | row | {"purpose": row["purpose"][:_PURPOSE_CHARS]})
    known = select(papers).where(
        papers.c.organisation_id == row["organisation_id"], papers.c.client_key == row["client_key"]
    )
    return connection.execute(known).one()


def by_key(connection: Connection, organisation_id: str, client_key: str) -> Row[Any] | None:
    known = select(papers).where(papers.c.organisation_id == organisation_id, papers.c.client_key == client_key)
    return connection.execute(known).one_or_none()


def find(connection: Connection, organisation_id: str, id: str) -> Paper:
    """The paper; NotFound if it is missing or another organisation's."""
    return paper(owned(connection, papers, organisation_id=organisation_id, id=id))


def recent(
    connection: Connection,
    organisation_id: str,
    *,
    status: str = "",
    kind: str = "",
    before: datetime | None = None,
    limit: int = 50,
) -> list[Paper]:
    """The organisation's papers, newest first."""
    found = select(papers).where(papers.c.organisation_id == organisation_id)
    if status:
        found = found.where(papers.c.status == status)
    if kind:
        found = found.where((papers.c.found_kind == kind) | ((papers.c.found_kind == "") & (papers.c.kind == kind)))
    if before is not None:
        found = found.where(papers.c.created_at < before)
    return [
        paper(row) for row in connection.execute(found.order_by(papers.c.created_at.desc(), papers.c.id).limit(limit))
    ]


def ids(connection: Connection, organisation_id: str) -> list[str]:
    """All of the organisation's papers."""
    return list(connection.scalars(select(papers.c.id).where(papers.c.organisation_id == organisation_id)))


def unread(connection: Connection) -> list[tuple[str, str]]:
    """Organisation and id of the papers of all organisations that are not read yet, oldest first."""
    found = select(papers.c.organisation_id, papers.c.id).where(papers.c.status.in_(OPEN)).order_by(papers.c.created_at)
    return [(row.organisation_id, row.id) for row in connection.execute(found)]


def change(connection: Connection, id: str, at: datetime, *, only: tuple[str, ...] = (), **values: Any) -> bool:
    """Change a paper's row; with `only` if its status is one of these. False: it was not changed."""
    changed = update(papers).where(papers.c.id == id)
    if only:
        changed = changed.where(papers.c.status.in_(only))
    return bool(connection.execute(changed.values(updated_at=at, **values)).rowcount)


def forget(connection: Connection, id: str, at: datetime) -> None:
    """Leave of a paper only that it was there."""
    change(
        connection,
        id,
        at,
        client_key=id,
        digest="",
        conversation_id=None,
        status=Status.ERASED.value,
        held=False,
        callback="",
        callback_due_at=None,
        erased_at=at,
        picture_erased_at=at,
    )


def forget_organisation(connection: Connection, organisation_id: str) -> None:
    for table in (paper_accesses, papers):
        connection.execute(delete(table).where(table.c.organisation_id == organisation_id))


def write_down(
    connection: Connection, paper: Paper, act: Act, *, who: str = "", purpose: str = "", at: datetime
) -> None:
    """Add a line to the trail."""
    row = {
        "id": new_id("acc"),
        "organisation_id": paper.organisation_id,
        "paper_id": paper.id,
        "who": who[:_WHO_CHARS],
        "act": act.value,
        "purpose": purpose[:_PURPOSE_CHARS],
        "at": at,
    }
    connection.execute(insert(paper_accesses).values(row))


def trail(connection: Connection, organisation_id: str, paper_id: str) -> list[Access]:
    """What was done with a paper, oldest first."""
    lines = (
        select(paper_accesses)
        .where(paper_accesses.c.organisation_id == organisation_id, paper_accesses.c.paper_id == paper_id)
        .order_by(paper_accesses.c.id)
    )
    return [
        Access(row.id, row.paper_id, row.who, Act(row.act), row.purpose, row.at) for row in connection.execute(lines)
    ]


def paper(row: Row[Any]) -> Paper:
    values = {name: getattr(row, name) for name in Paper.__dataclass_fields__}
    problem = Problem(**row.problem) if row.problem else None
    return Paper(**values | {"status": Status(row.status), "problem": problem})


def problem_of(problem: Problem) -> dict[str, str]:
    return asdict(problem)
