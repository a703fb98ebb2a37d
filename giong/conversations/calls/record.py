"""Records of calls: who called whom and when, how fast each turn was, how it ended. What was said is in `transcripts`,
the sound in `recordings`.

A record is written when the call begins and grows while it goes on, so that a process that is killed loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, true, update

from giong.clock import Clock, SystemClock
from giong.conversations.calls.notes import Note
from giong.conversations.calls.transcripts import terms
from giong.errors import Conflict, NotFound
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import owned
from giong.storage.schema import call_notes, call_words, calls, conversations
from giong.text import phones

Latency = dict[str, float]
"""One turn's parts in milliseconds, e.g. `{"endpoint": 310, "text": 40, "reply": 25, "audio": 30}`."""

IN, OUT = "in", "out"

FIRST_PORTION = 1_000
"""So many calls are searched at first, then twice as many, and so on."""

ABANDONED_S = 24 * 3600
"""No call lasts longer; one that is still open then belonged to a server that never came back."""


@dataclass(frozen=True)
class Dialled:
    """How a call came about. `trunk` is the account it came or went over; `key` is chosen by whoever had it placed: the
    same key is the same call.
    """

    caller: str = ""
    callee: str = ""
    direction: str = IN
    trunk: str = ""
    key: str = ""


@dataclass(frozen=True)
class Ended:
    """How a call ended. `outcome` is a short stable word: done, handed_over, hung_up, failed, voicemail …; `ending` how
    the line came to its end: remote, local, no_media …; `queue`, `reason` and `target` of a hand-over.
    """

    outcome: str
    ending: str = ""
    queue: str = ""
    reason: str = ""
    target: str = ""
    summary: str = ""
    masked_summary: str = ""
    statistics: dict[str, Any] | None = None


@dataclass(frozen=True)
class Wanted:
    """Which calls are looked for; what is empty does not matter.

    `words` may be typed with or without diacritics; all of them must have been said in the call. `number` is the
    caller's or the one that was called.
    """

    words: str = ""
    number: str = ""
    assistant: str = ""
    outcome: str = ""
    direction: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Call:
    """A call's record. `outcome` is "" while it goes on; `conversation_id` is None where nobody talked.

    `recording` says what became of it: "" (none), recording, kept, refused, lost, expired, erased; `consent` is
    announced, refused or "". `slots` is what the assistant has learnt; what is `masked_` is without personal data.
    `forgotten_at`: since then what was said is no longer known.
    """

    id: str
    organisation_id: str
    conversation_id: str | None
    assistant: str
    channel: str
    dialled: Dialled
    server: str
    started_at: datetime
    latency: tuple[Latency, ...] = ()
    recording: str = ""
    consent: str = ""
    outcome: str = ""
    ending: str = ""
    queue: str = ""
    reason: str = ""
    target: str = ""
    summary: str = ""
    masked_summary: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    masked_slots: dict[str, Any] = field(default_factory=dict)
    statistics: dict[str, Any] | None = None
    ended_at: datetime | None = None
    forgotten_at: datetime | None = None


class Calls:
    """The calls of all organisations; each method but `left_open` asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None, *, server: str = "") -> None:
        """`server` names this process among those that share the database."""
        self._database = database
        self._clock = clock or SystemClock()
        self._server = server

    async def begin(
        self,
        organisation_id: str,
        *,
        assistant: str,
        channel: str,
        conversation_id: str | None = None,
        dialled: Dialled | None = None,
    ) -> Call:
        """A call has been answered. Its conversation was opened before and belongs to the organisation.

        Conflict if a call with this key was begun before.
        """
        call = Call(
            id=new_id("call"),
            organisation_id=organisation_id,
            conversation_id=conversation_id,
            assistant=assistant,
            channel=channel,
            dialled=dialled or Dialled(),
            server=self._server,
            started_at=self._clock.now(),
        )

        def work(connection: Connection) -> Call:
            if conversation_id is not None:
                owned(connection, conversations, organisation_id=organisation_id, id=conversation_id)
            if not add_once(connection, calls, _row(call)):
                raise _placed_before()
            connection.execute(insert(call_words).values(organisation_id=organisation_id, call_id=call.id, words=" "))
            return call

        return await self._database.write(work)

    async def change(self, organisation_id: str, call_id: str, **columns: Any) -> None:
        """Bring columns of the record up to date while the call goes on."""

        def work(connection: Connection) -> None:
            owned(connection, calls, organisation_id=organisation_id, id=call_id)
            connection.execute(update(calls).where(calls.c.id == call_id).values(columns))

        await self._database.write(work)

    async def note(self, organisation_id: str, call_id: str, note: Note) -> None:
        """Write down what happened on the call."""

        def work(connection: Connection) -> None:
            owned(connection, calls, organisation_id=organisation_id, id=call_id, lock=True)
            put_note(connection, organisation_id, call_id, note)

        await self._database.write(work)

    async def notes(self, organisation_id: str, call_id: str) -> list[Note]:
        """What was noted, in order."""
        found = select(call_notes).where(call_notes.c.call_id == call_id).order_by(call_notes.c.number)

        def work(connection: Connection) -> list[Note]:
            owned(connection, calls, organisation_id=organisation_id, id=call_id)
            return [Note(row.code, row.at_ms, row.detail) for row in connection.execute(found)]

        return await self._database.read(work)

    async def end(
        self,
        organisation_id: str,
        call_id: str,
        ended: Ended,
        *,
        at: datetime | None = None,
        notes: Sequence[Note] = (),
    ) -> Call:
        """The call is over, now or `at`. Ending it again changes nothing: the first word counts."""
        values = {"ended_at": at or self._clock.now(), **asdict(ended)}

        def work(connection: Connection) -> Call:
            row = owned(connection, calls, organisation_id=organisation_id, id=call_id, lock=True)
            if row.ended_at is None:
                connection.execute(update(calls).where(calls.c.id == call_id).values(values))
                for note in notes:
                    put_note(connection, organisation_id, call_id, note)
            return _call(owned(connection, calls, organisation_id=organisation_id, id=call_id))

        return await self._database.write(work)

    async def unanswered(
        self, organisation_id: str, *, assistant: str, channel: str, dialled: Dialled, outcome: str, note: Note
    ) -> Call:
        """A call in which nobody talked: refused, busy, not answered, a wrong number. `note` says why."""
        call = await self.begin(organisation_id, assistant=assistant, channel=channel, dialled=dialled)
        return await self.end(organisation_id, call.id, Ended(outcome), notes=[note])

    async def get(self, organisation_id: str, call_id: str) -> Call:
        """The call; NotFound if it is missing or another organisation's."""
        return await self._database.read(
            lambda connection: _call(owned(connection, calls, organisation_id=organisation_id, id=call_id))
        )

    async def find(self, organisation_id: str, call_id: str) -> Call | None:
        """The call, or None if it is missing or another organisation's."""
        try:
            return await self.get(organisation_id, call_id)
        except NotFound:
            return None

    async def recent(
        self,
        organisation_id: str,
        *,
        wanted: Wanted | None = None,
        before: datetime | None = None,
        limit: int = 50,
    ) -> list[Call]:
        """The organisation's calls that are `wanted`, newest first; `before` continues an earlier list."""
        wanted = wanted or Wanted()
        conditions = [calls.c.organisation_id == organisation_id, *_conditions(wanted)]
        if before is not None:
            conditions.append(calls.c.started_at < before)
        said = [call_words.c.words.contains(f" {term} ", autoescape=True) for term in terms(wanted.words)]

        def work(connection: Connection) -> list[Call]:
            rows = _saying(connection, conditions, said, limit) if said else _newest(connection, conditions, limit)
            return [_call(row) for row in rows]

        return await self._database.read(work)

    async def left_open(self, began_before: datetime) -> list[Call]:
        """The calls that a crash left open, of all organisations; for a server's start.

        No call of this server that began before this moment can still go on; those of other servers may.
        """
        abandoned = began_before - timedelta(seconds=ABANDONED_S)
        mine = and_(calls.c.server == self._server, calls.c.started_at < began_before)
        found = select(calls).where(calls.c.ended_at.is_(None), or_(mine, calls.c.started_at < abandoned))
        return await self._database.read(lambda connection: [_call(row) for row in connection.execute(found)])


def _newest(connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Row[Any]]:
    return connection.execute(select(calls).where(*conditions).order_by(*_NEWEST).limit(limit)).all()


def _saying(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], said: Sequence[ColumnElement[bool]], limit: int
) -> list[Row[Any]]:
    """Those in which the words were said, looked for a portion at a time, newest first: a database that is asked at
    once may read every word of every call before it shows the newest.
    """
    found: list[Row[Any]] = []
    portion = FIRST_PORTION
    beyond: ColumnElement[bool] = true()
    while len(found) < limit:
        read = select(calls.c.id, calls.c.started_at).where(*conditions, beyond).order_by(*_NEWEST).limit(portion)
        among = read.subquery()
        fitting = (
            select(calls).join(among, among.c.id == calls.c.id).join(call_words, call_words.c.call_id == calls.c.id)
        )
        found += connection.execute(fitting.where(*said).order_by(*_NEWEST).limit(limit - len(found)))
        last = connection.execute(read.offset(portion - 1).limit(1)).one_or_none()
        if last is None:
            break
        same_moment = and_(calls.c.started_at == last.started_at, calls.c.id < last.id)
        portion, beyond = 2 * portion, or_(calls.c.started_at < last.started_at, same_moment)
    return found


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [
        calls.c[name] == value for name in ("assistant", "outcome", "direction") if (value := getattr(wanted, name))
    ]
    if wanted.number:
        forms = _forms(wanted.number)
        conditions.append(or_(calls.c.caller.in_(forms), calls.c.callee.in_(forms)))
    if wanted.since is not None:
        conditions.append(calls.c.started_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(calls.c.started_at < wanted.until)
    return conditions


def _forms(number: str) -> list[str]:
    """The ways in which a caller's number may have been written down."""
    phone = phones.parse(number)
    return [number] if phone is None else [number, phone.number, phone.international, phone.international.lstrip("+")]


def put_note(connection: Connection, organisation_id: str, call_id: str, note: Note) -> None:
    """Add a note to a call whose row is locked by the caller."""
    newest = select(func.coalesce(func.max(call_notes.c.number), 0)).where(call_notes.c.call_id == call_id)
    row = {
        "organisation_id": organisation_id,
        "call_id": call_id,
        "number": 1 + (connection.scalar(newest) or 0),
        "at_ms": note.at_ms,
        "code": note.code,
        "detail": note.detail[:500],
    }
    connection.execute(insert(call_notes).values(row))


def _row(call: Call) -> dict[str, Any]:
    row = {name: value for name, value in vars(call).items() if name != "dialled"}
    dialled = asdict(call.dialled)
    key = dialled.pop("key") or None
    return row | dialled | {"client_key": key, "latency": list(call.latency), "outcome": None}


def _call(row: Row[Any]) -> Call:
    values = dict(row._mapping)
    dialled = Dialled(key=values.pop("client_key") or "", **{name: values.pop(name) for name in _DIALLED})
    return Call(**values | {"dialled": dialled, "latency": tuple(row.latency), "outcome": row.outcome or ""})


_NEWEST = calls.c.started_at.desc(), calls.c.id.desc()
_DIALLED = ("caller", "callee", "direction", "trunk")


def _placed_before() -> Conflict:
    return Conflict(
        "call.placed_before",
        vi="Cuộc gọi với khoá này đã có. Hãy dùng khoá khác cho cuộc gọi mới.",
        en="A call with this key exists. Use another key for a new call.",
    )


def goes_on() -> Conflict:
    """What cannot be done before a call is over."""
    return Conflict(
        "call.goes_on",
        vi="Cuộc gọi này chưa kết thúc. Hãy làm lại sau khi cuộc gọi kết thúc.",
        en="This call has not ended. Do this again when it has.",
    )
