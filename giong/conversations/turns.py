"""Turns as they are stored: an event for readers, a row with the report for statistics. Knows no line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, select

from giong.accounts import meter
from giong.conversations import events, records
from giong.conversations.events import Entry, Kind
from giong.conversations.records import Record
from giong.dialogue.line import Delivered
from giong.dialogue.memory import End, HandOver, Report, State, Turn
from giong.storage.schema import citations, turns
from giong.storage.schema import events as events_table

_INSERT = insert(turns)
_ANSWERING = select(turns.c.number).where(
    turns.c.conversation_id == bindparam("talk"), turns.c.answers == bindparam("answers")
)


def keep(
    connection: Connection,
    conversation: Row[Any],
    turn: Turn,
    state: State,
    *,
    answers: int | None,
    at: datetime,
) -> int:
    """Store the turn, the state after it, what it cites and what it consumed; returns the number of turns."""
    number: int = conversation.turns + 1
    body = {
        "turn": number,
        "answers": answers,
        "delivered": records.delivered_record(turn.delivered),
        "act": records.act_record(turn.act),
    }
    changes = {"state": state, "turns": number, **_consequences(turn, at)}
    _settle(connection, conversation, Entry(Kind.TURN, body), turn.report, answers=answers, at=at, **changes)
    _cite(connection, conversation, number, turn.delivered)
    meter.note(
        connection,
        organisation_id=conversation.organisation_id,
        key=f"{conversation.id}/{number}",
        subject=conversation.id,
        usage=turn.report.usage,
        at=at,
    )
    return number


def fail(connection: Connection, conversation: Row[Any], body: Record, *, answers: int, at: datetime) -> None:
    """Store that a message gets no answer. If part of one was kept as a turn, only the event is added."""
    entry = Entry(Kind.FAILED, body)
    if answered(connection, conversation.id, answers):
        events.append(connection, conversation, entry, at=at)
    else:
        changes = {"turns": conversation.turns + 1}
        _settle(connection, conversation, entry, Report(decision="failed"), answers=answers, at=at, **changes)


def answered(connection: Connection, conversation_id: str, number: int) -> bool:
    """Whether the message with event `number` has its turn."""
    return connection.scalar(_ANSWERING, {"talk": conversation_id, "answers": number}) is not None


def history(connection: Connection, conversation_id: str) -> list[Turn]:
    """All turns, oldest first."""
    said, settled = events_table.alias("said"), events_table.alias("settled")
    rows = connection.execute(
        select(turns.c.report, said.c.body.label("said"), settled.c.body.label("settled"))
        .join(settled, _event_of(settled, turns.c.event_number))
        .outerjoin(said, _event_of(said, turns.c.answers))
        .where(turns.c.conversation_id == conversation_id)
        .order_by(turns.c.number)
    )
    return [
        Turn(
            said=records.read_said(row.said) if row.said is not None else None,
            delivered=records.read_delivered(row.settled.get("delivered", {})),
            act=records.read_act(row.settled.get("act")),
            report=records.read_report(row.report),
        )
        for row in rows
    ]


def _settle(
    connection: Connection,
    conversation: Row[Any],
    entry: Entry,
    report: Report,
    *,
    answers: int | None,
    at: datetime,
    **changes: Any,
) -> None:
    """Append the event that ends a turn, and the row that makes the turn countable."""
    waiting = conversation.unanswered - (answers is not None)
    event_number = events.append(connection, conversation, entry, at=at, unanswered=waiting, **changes)
    row = {
        "organisation_id": conversation.organisation_id,
        "conversation_id": conversation.id,
        "number": changes["turns"],
        "event_number": event_number,
        "answers": answers,
        "decision": report.decision,
        "intent": report.intent,
        "confidence": report.confidence,
        "flow": report.flow,
        "cut_off": entry.body.get("delivered", {}).get("cut_off", False),
        "report": records.report_record(report),
        "at": at,
    }
    connection.execute(_INSERT, row)


def _consequences(turn: Turn, at: datetime) -> Record:
    """What the turn's act changes in the conversation. One that goes on after its end is open again."""
    if isinstance(turn.act, HandOver):
        return {"queue": turn.act.queue}
    if isinstance(turn.act, End):
        return {"ended_at": at, "outcome": turn.act.outcome}
    return {"ended_at": None, "outcome": None}


def _cite(connection: Connection, conversation: Row[Any], turn: int, delivered: Delivered) -> None:
    cited = [
        (citation, record)
        for piece in delivered.pieces
        for citation, record in zip(piece.citations, records.piece_record(piece).get("citations", ()), strict=True)
    ]
    if not cited:
        return
    connection.execute(
        insert(citations),
        [
            {
                "organisation_id": conversation.organisation_id,
                "conversation_id": conversation.id,
                "turn": turn,
                "place": place,
                "source_id": citation.source_id,
                "passage_id": citation.passage_id,
                "body": record,
            }
            for place, (citation, record) in enumerate(cited)
        ],
    )


def _event_of(event: Any, number: Any) -> Any:
    return and_(event.c.conversation_id == turns.c.conversation_id, event.c.number == number)
