"""The tables. Every row names the organisation it belongs to; knows nothing of what the rows are for.

A child row refers to its parent by the organisation and the id together, so the database itself refuses a row of one
organisation under a parent of another. Changing a table here needs a new file in `migrations/versions` and its number
in `REVISION`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

REVISION = "0007"
"""The newest migration. It tells, without loading the migrations, whether there is anything to do."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. SQLite forgets the zone, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(64), nullable=False)


def _organisation() -> Column[str]:
    return Column("organisation_id", String(64), ForeignKey("organisations.id"), nullable=False)


def _at(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable)


def _owned(name: str, *rest: Any) -> Table:
    """A table whose rows have an id and belong to an organisation."""
    return Table(
        name,
        metadata,
        Column("id", String(64), primary_key=True),
        _organisation(),
        *rest,
        UniqueConstraint("organisation_id", "id"),
    )


def _belongs_to(parent: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id", column], [f"{parent}.organisation_id", f"{parent}.id"])


organisations = Table(
    "organisations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("handle", String(64), nullable=False, unique=True, comment="short name, as in a folder or an address"),
    Column("name", String(200), nullable=False),
    _at("created_at"),
)

api_keys = _owned(
    "api_keys",
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True, comment="SHA-256 of the key, in hex"),
    Column("hint", String(16), nullable=False, comment="its first letters, to tell it from others"),
    _at("created_at"),
    _at("last_used_at", nullable=True),
    _at("revoked_at", nullable=True),
)

conversations = _owned(
    "conversations",
    Column("assistant", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column(
        "client_key",
        String(200),
        nullable=True,
        comment="chosen by the client; the same key is the same talk",
    ),
    Column("state", Json, nullable=False),
    Column("turns", Integer, nullable=False, comment="how many were kept; guards the state against two answerers"),
    Column("last_number", Integer, nullable=False, comment="number of the newest event"),
    Column("unanswered", Integer, nullable=False, comment="how many messages wait for their turn"),
    Column("queue", String(64), nullable=True, comment="where people take over; null while the assistant answers"),
    Column("outcome", String(64), nullable=True),
    _at("created_at"),
    _at("updated_at"),
    _at("ended_at", nullable=True),
    UniqueConstraint("organisation_id", "assistant", "client_key"),
    Index("ix_conversations_recent", "organisation_id", "updated_at"),
    Index(
        "ix_conversations_unanswered",
        "organisation_id",
        sqlite_where=text("unanswered > 0"),
        postgresql_where=text("unanswered > 0"),
    ),
)

events = Table(
    "events",
    metadata,
    _organisation(),
    _id("conversation_id"),
    Column("number", Integer, nullable=False, comment="1, 2, 3 … within the conversation, without a gap"),
    Column("kind", String(16), nullable=False),
    Column("client_key", String(200), nullable=True),
    Column("body", Json, nullable=False),
    _at("at"),
    PrimaryKeyConstraint("conversation_id", "number"),
    UniqueConstraint("conversation_id", "client_key"),
    _belongs_to("conversations", "conversation_id"),
)

turns = Table(
    "turns",
    metadata,
    _organisation(),
    _id("conversation_id"),
    Column("number", Integer, nullable=False, comment="1, 2, 3 … within the conversation"),
    Column("event_number", Integer, nullable=False),
    Column("answers", Integer, nullable=True, comment="number of the event that was answered; null: unasked"),
    Column("decision", String(64), nullable=False),
    Column("intent", String(128), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("flow", String(128), nullable=False),
    Column("cut_off", Boolean, nullable=False),
    Column("report", Json, nullable=False, comment="never shown to the person, unlike the events"),
    _at("at"),
    PrimaryKeyConstraint("conversation_id", "number"),
    UniqueConstraint("conversation_id", "answers"),
    _belongs_to("conversations", "conversation_id"),
)

citations = Table(
    "citations",
    metadata,
    _organisation(),
    _id("conversation_id"),
    Column("turn", Integer, nullable=False),
    Column("place", Integer, nullable=False, comment="0, 1, 2 … within the turn"),
    Column("source_id", String(200), nullable=False),
    Column("passage_id", String(200), nullable=False),
    Column("body", Json, nullable=False),
    PrimaryKeyConstraint("conversation_id", "turn", "place"),
    _belongs_to("conversations", "conversation_id"),
    Index("ix_citations_source", "organisation_id", "source_id"),
)

calls = _owned(
    "calls",
    Column("conversation_id", String(64), nullable=True, comment="null: it was refused, or nobody answered"),
    Column("assistant", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("direction", String(8), nullable=False, comment="in: we were called; out: we called"),
    Column("caller", String(200), nullable=False),
    Column("callee", String(200), nullable=False),
    Column("trunk", String(64), nullable=False, comment="over which account it came or went; empty: none"),
    Column("client_key", String(200), nullable=True, comment="chosen by whoever had it placed; the same key, one call"),
    Column("server", String(200), nullable=False, comment="the process that holds it; only that one ends it for dead"),
    Column("latency", Json, nullable=False, comment="one object of milliseconds for each turn"),
    Column("recording", String(16), nullable=False, comment="what became of it; empty: there was none"),
    Column("consent", String(16), nullable=False, comment="announced or refused; empty: not spoken of"),
    Column("outcome", String(64), nullable=True),
    Column("ending", String(32), nullable=False, comment="how the line came to its end"),
    Column("queue", String(64), nullable=False, comment="to which people it was handed over"),
    Column("reason", String(500), nullable=False, comment="why it was handed over"),
    Column("target", String(200), nullable=False, comment="who took it over"),
    Column("summary", String(2000), nullable=False),
    Column("masked_summary", String(2000), nullable=False),
    Column("slots", Json, nullable=False),
    Column("masked_slots", Json, nullable=False),
    Column("statistics", Json, nullable=True, comment="of the media: packets, loss, jitter"),
    _at("started_at"),
    _at("ended_at", nullable=True),
    _at("forgotten_at", nullable=True),
    UniqueConstraint("organisation_id", "client_key"),
    _belongs_to("conversations", "conversation_id"),
    Index("ix_calls_recent", "organisation_id", "started_at"),
    Index("ix_calls_caller", "organisation_id", "caller"),
    Index("ix_calls_callee", "organisation_id", "callee"),
    Index("ix_calls_open", "server", sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
)

call_lines = Table(
    "call_lines",
    metadata,
    _organisation(),
    _id("call_id"),
    Column("number", Integer, nullable=False, comment="1, 2, 3 … within the call"),
    Column("side", String(16), nullable=False, comment="caller, assistant or agent"),
    Column("via", String(16), nullable=False, comment="speech or button"),
    Column("text", String, nullable=False),
    Column("begin_ms", Integer, nullable=False, comment="on the clock of the recording"),
    Column("end_ms", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("cut_off", Boolean, nullable=False),
    Column("words", Json, nullable=True, comment="each as [text, begin_ms, end_ms], where times are known"),
    PrimaryKeyConstraint("call_id", "number"),
    _belongs_to("calls", "call_id"),
)

call_notes = Table(
    "call_notes",
    metadata,
    _organisation(),
    _id("call_id"),
    Column("number", Integer, nullable=False, comment="1, 2, 3 … within the call"),
    Column("at_ms", Integer, nullable=False),
    Column("code", String(64), nullable=False, comment="what happened, as in conversations.notes"),
    Column("detail", String(500), nullable=False),
    PrimaryKeyConstraint("call_id", "number"),
    _belongs_to("calls", "call_id"),
)

call_words = Table(
    "call_words",
    metadata,
    _organisation(),
    _id("call_id"),
    Column("words", String, nullable=False, comment="of all lines, with and without diacritics, to be searched"),
    PrimaryKeyConstraint("call_id"),
    _belongs_to("calls", "call_id"),
)

callbacks = _owned(
    "callbacks",
    Column("assistant", String(64), nullable=False),
    Column("call_id", String(64), nullable=True),
    Column("number", String(200), nullable=False),
    Column("queue", String(64), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("summary", String(2000), nullable=False),
    Column("note", String(1000), nullable=False, comment="what came of it"),
    _at("created_at"),
    _at("done_at", nullable=True),
    _belongs_to("calls", "call_id"),
    Index("ix_callbacks_open", "organisation_id", "done_at", "created_at"),
)

blobs = _owned(
    "blobs",
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("name", String(255), nullable=False),
    _at("created_at"),
    Index("ix_blobs_content", "organisation_id", "sha256"),
)

usage_events = Table(
    "usage_events",
    metadata,
    _organisation(),
    Column("key", String(200), nullable=False, comment="the same key is counted once"),
    Column("subject", String(64), nullable=False, comment="what consumed it: a conversation, a job, a request"),
    Column("audio_in_s", Float, nullable=False),
    Column("audio_out_s", Float, nullable=False),
    Column("tokens_in", BigInteger, nullable=False),
    Column("tokens_out", BigInteger, nullable=False),
    Column("texts_embedded", BigInteger, nullable=False),
    _at("at"),
    PrimaryKeyConstraint("organisation_id", "key"),
    Index("ix_usage_events_time", "organisation_id", "at"),
)

jobs = _owned(
    "jobs",
    Column("name", String(64), nullable=False),
    Column("client_key", String(200), nullable=False, comment="the same key is the same job"),
    Column("payload", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, comment="how often it was begun, also before a crash"),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("result", Json, nullable=True),
    Column("error", Json, nullable=True, comment="code and the sentence in both languages"),
    _at("created_at"),
    _at("updated_at"),
    UniqueConstraint("organisation_id", "name", "client_key"),
    Index("ix_jobs_status", "status"),
)

ratings = Table(
    "ratings",
    metadata,
    _organisation(),
    _id("conversation_id"),
    Column("turn", Integer, nullable=False),
    Column("good", Boolean, nullable=False),
    Column("reason", String(1000), nullable=False),
    _at("at"),
    PrimaryKeyConstraint("conversation_id", "turn"),
    _belongs_to("conversations", "conversation_id"),
    Index("ix_ratings_bad", "organisation_id", "good", "at"),
)

fixes = _owned(
    "fixes",
    Column("assistant", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", String(500), nullable=False, comment="what people asked, masked"),
    Column("people", Integer, nullable=False),
    Column("changes", Json, nullable=False, comment="the edits of the files, so that they can be undone"),
    Column("trial", Json, nullable=True, comment="how the assistant's tests went afterwards"),
    _at("created_at"),
    _at("undone_at", nullable=True),
    Index("ix_fixes_recent", "organisation_id", "assistant", "created_at"),
)
fixes.info["noun"] = "fix"

fixed_turns = Table(
    "fixed_turns",
    metadata,
    _organisation(),
    _id("fix_id"),
    _id("conversation_id"),
    Column("turn", Integer, nullable=False),
    PrimaryKeyConstraint("fix_id", "conversation_id", "turn"),
    _belongs_to("fixes", "fix_id"),
    _belongs_to("conversations", "conversation_id"),
)

meanings = Table(
    "meanings",
    metadata,
    _organisation(),
    Column("engine", String(128), nullable=False),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the masked text, in hex"),
    Column("vector", LargeBinary, nullable=False, comment="float32, little-endian, of length 1"),
    PrimaryKeyConstraint("organisation_id", "engine", "digest"),
)

campaigns = _owned(
    "campaigns",
    Column("name", String(200), nullable=False),
    Column("assistant", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("hang_up", Boolean, nullable=False, comment="it was stopped, and its calls are to be ended too"),
    Column("plan", Json, nullable=False, comment="when, how often and how fast it calls"),
    Column("trouble", Json, nullable=True, comment="why nothing is dialled now: a code and both sentences"),
    Column("runner", String(64), nullable=False, comment="the process that dials for it; empty: none"),
    _at("leased_until", nullable=True),
    _at("start_at", nullable=True),
    _at("end_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
    _at("started_at", nullable=True),
    _at("ended_at", nullable=True),
    UniqueConstraint("organisation_id", "name"),
    Index("ix_campaigns_status", "status"),
)

contacts = _owned(
    "contacts",
    _id("campaign_id"),
    Column("place", Integer, nullable=False, comment="1, 2, 3 … in the order in which they are first called"),
    Column("number", String(20), nullable=False, comment="in national form"),
    Column("variables", Json, nullable=False, comment="what the list says of the person"),
    Column("row", Integer, nullable=False, comment="of the file that it came from, as a spreadsheet counts"),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcome", String(16), nullable=False, comment="of the last attempt"),
    Column("ending", String(64), nullable=False, comment="how the talk ended"),
    Column("slots", Json, nullable=False, comment="what the person answered"),
    Column("call_id", String(64), nullable=True),
    _at("due_at"),
    _at("called_at", nullable=True),
    UniqueConstraint("campaign_id", "number"),
    UniqueConstraint("campaign_id", "place"),
    _belongs_to("campaigns", "campaign_id"),
    Index("ix_contacts_due", "campaign_id", "state", "due_at", "place"),
    Index("ix_contacts_number", "organisation_id", "number"),
)

attempts = _owned(
    "attempts",
    _id("campaign_id"),
    _id("contact_id"),
    Column("number", String(20), nullable=False),
    Column("runner", String(64), nullable=False),
    Column("outcome", String(16), nullable=False, comment="empty while it goes on"),
    Column("ending", String(64), nullable=False),
    Column("call_id", String(64), nullable=True),
    _at("started_at"),
    _at("answered_at", nullable=True),
    _at("ended_at", nullable=True),
    _belongs_to("campaigns", "campaign_id"),
    _belongs_to("contacts", "contact_id"),
    Index("ix_attempts_number", "organisation_id", "number", "started_at"),
    Index("ix_attempts_contact", "contact_id"),
    Index("ix_attempts_ended", "campaign_id", "ended_at"),
    # Whatever goes wrong, a telephone is not rung by two calls at once.
    Index(
        "uq_attempts_ringing",
        "organisation_id",
        "number",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

imports = _owned(
    "imports",
    _id("campaign_id"),
    Column("file", String(255), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("columns", Json, nullable=False, comment="each heading with the name under which it was taken"),
    Column("problems", Json, nullable=False, comment="the rows that were left out, and why"),
    _at("at"),
    _belongs_to("campaigns", "campaign_id"),
    Index("ix_imports_campaign", "campaign_id", "at"),
)

do_not_call = Table(
    "do_not_call",
    metadata,
    _organisation(),
    Column("number", String(20), nullable=False, comment="in national form"),
    Column("reason", String(200), nullable=False),
    Column("source", String(16), nullable=False, comment="person, list or call"),
    _at("at"),
    PrimaryKeyConstraint("organisation_id", "number"),
)

papers = _owned(
    "papers",
    Column("client_key", String(200), nullable=False, comment="digest of the client's; the same key is the same paper"),
    Column("digest", String(64), nullable=False, comment="of the bytes, keyed by the organisation's own key, in hex"),
    Column("bytes", BigInteger, nullable=False),
    Column("kind", String(64), nullable=False, comment="as it was asked for; empty: to be found out"),
    Column("found_kind", String(64), nullable=False, comment="as it was read"),
    Column("purpose", String(500), nullable=False, comment="what the paper is read for"),
    Column("conversation_id", String(64), nullable=True),
    Column("status", String(16), nullable=False),
    Column("rejection", String(32), nullable=False, comment="why the picture was sent back; empty: it was not"),
    Column("problem", Json, nullable=True, comment="why it could not be read: a code and both sentences"),
    Column("done", Integer, nullable=False, comment="pages that were read"),
    Column("total", Integer, nullable=False, comment="pages that there are; 0: not known yet"),
    Column("held", Boolean, nullable=False, comment="somebody is to look at the picture, so it stays meanwhile"),
    Column("callback", String(16), nullable=False, comment="waiting, delivered or failed; empty: none was asked for"),
    Column("callback_attempts", Integer, nullable=False),
    _at("callback_due_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
    _at("read_at", nullable=True),
    _at("delivered_at", nullable=True),
    _at("picture_erased_at", nullable=True),
    _at("erased_at", nullable=True),
    UniqueConstraint("organisation_id", "client_key"),
    _belongs_to("conversations", "conversation_id"),
    Index("ix_papers_recent", "organisation_id", "created_at"),
    Index("ix_papers_status", "status"),
    Index("ix_papers_callback", "callback", "callback_due_at"),
)

paper_accesses = _owned(
    "paper_accesses",
    _id("paper_id"),
    Column("who", String(200), nullable=False),
    Column("act", String(32), nullable=False, comment="what was done or shown; never a value"),
    Column("purpose", String(500), nullable=False),
    _at("at"),
    _belongs_to("papers", "paper_id"),
    Index("ix_paper_accesses_paper", "organisation_id", "paper_id", "at"),
)
paper_accesses.info["noun"] = "paper_access"

reviews = _owned(
    "reviews",
    _id("paper_id"),
    Column("kind", String(64), nullable=False),
    Column("field", String(64), nullable=False),
    Column("page", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("uncertainty", Float, nullable=False, comment="what is asked first; 1 is the most uncertain"),
    Column("checks", Json, nullable=False, comment="codes of the checks that failed"),
    Column("has_crop", Boolean, nullable=False),
    Column("status", String(16), nullable=False, comment="open, confirmed or corrected"),
    Column("who", String(200), nullable=False, comment="the key that settled it"),
    _at("created_at"),
    _at("skipped_at", nullable=True),
    _at("taken_until", nullable=True),
    _at("settled_at", nullable=True),
    UniqueConstraint("paper_id", "field"),
    _belongs_to("papers", "paper_id"),
    Index("ix_reviews_next", "organisation_id", "status", "uncertainty"),
)

document_forms = _owned(
    "document_forms",
    Column("name", String(64), nullable=False, comment="the kind under which its papers are known"),
    Column("form", Json, nullable=False, comment="what every copy prints and where its fields lie; never a value"),
    Column("examples", Integer, nullable=False, comment="how many papers taught it"),
    _at("created_at"),
    _at("updated_at"),
    UniqueConstraint("organisation_id", "name"),
)

ekyc_sessions = _owned(
    "ekyc_sessions",
    Column("client_key", String(200), nullable=False, comment="chosen by the client; the same key, the same session"),
    Column("front_id", String(64), nullable=True),
    Column("back_id", String(64), nullable=True),
    Column("challenge", String(64), nullable=False, comment="what the person is asked to do before the camera"),
    Column("frames", Integer, nullable=False, comment="pictures of the face that were received"),
    Column("verdict", String(16), nullable=False, comment="approved, review or rejected; empty: not asked yet"),
    Column("reasons", Json, nullable=False, comment="codes of what speaks against it; never a value"),
    Column("who", String(200), nullable=False, comment="the key that decided a review"),
    Column("callback_url", String(500), nullable=False, comment="who is told the verdict; empty: nobody"),
    _at("created_at"),
    _at("expires_at"),
    _at("settled_at", nullable=True),
    UniqueConstraint("organisation_id", "client_key"),
    _belongs_to("papers", "front_id"),
    _belongs_to("papers", "back_id"),
    Index("ix_ekyc_sessions_recent", "organisation_id", "created_at"),
)
ekyc_sessions.info["noun"] = "ekyc_session"
