"""Calls as records: who called whom, the transcript, what was noted, what can be searched, and whom to call back."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

OPEN = sa.text("ended_at IS NULL")

ADDED: dict[str, tuple[Any, str, str | None]] = {
    "assistant": (sa.String(length=64), "", None),
    "direction": (sa.String(length=8), "in", "in: we were called; out: we called"),
    "callee": (sa.String(length=200), "", None),
    "trunk": (sa.String(length=64), "", "over which account it came or went; empty: none"),
    "server": (sa.String(length=200), "", "the process that holds it; only that one ends it for dead"),
    "recording": (sa.String(length=16), "", "what became of it; empty: there was none"),
    "consent": (sa.String(length=16), "", "announced or refused; empty: not spoken of"),
    "ending": (sa.String(length=32), "", "how the line came to its end"),
    "queue": (sa.String(length=64), "", "to which people it was handed over"),
    "reason": (sa.String(length=500), "", "why it was handed over"),
    "target": (sa.String(length=200), "", "who took it over"),
    "summary": (sa.String(length=2000), "", None),
    "masked_summary": (sa.String(length=2000), "", None),
    "slots": (JSON, "{}", None),
    "masked_slots": (JSON, "{}", None),
}


def upgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        for name, (kind, before, comment) in ADDED.items():
            # What the calls of older versions have; new rows always bring their own value.
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=before, comment=comment))
        batch_op.add_column(
            sa.Column(
                "client_key",
                sa.String(length=200),
                nullable=True,
                comment="chosen by whoever had it placed; the same key, one call",
            )
        )
        batch_op.add_column(sa.Column("statistics", JSON, nullable=True, comment="of the media: packets, loss, jitter"))
        batch_op.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column(
            "conversation_id",
            existing_type=sa.String(length=64),
            nullable=True,
            comment="null: it was refused, or nobody answered",
        )
        batch_op.drop_constraint("fk_calls_organisation_id_recording_id", type_="foreignkey")
        batch_op.drop_column("recording_id")
        batch_op.create_unique_constraint(
            op.f("uq_calls_organisation_id_client_key"), ["organisation_id", "client_key"]
        )
        batch_op.create_index("ix_calls_caller", ["organisation_id", "caller"], unique=False)
        batch_op.create_index("ix_calls_callee", ["organisation_id", "callee"], unique=False)
        batch_op.create_index("ix_calls_open", ["server"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
    op.execute(
        "UPDATE calls SET assistant = "
        "(SELECT assistant FROM conversations WHERE conversations.id = calls.conversation_id)"
    )
    _create_call_lines()
    _create_call_notes()
    _create_call_words()
    _create_callbacks()


def _create_call_lines() -> None:
    op.create_table(
        "call_lines",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … within the call"),
        sa.Column("side", sa.String(length=16), nullable=False, comment="caller, assistant or agent"),
        sa.Column("via", sa.String(length=16), nullable=False, comment="speech or button"),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("begin_ms", sa.Integer(), nullable=False, comment="on the clock of the recording"),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("cut_off", sa.Boolean(), nullable=False),
        sa.Column("words", JSON, nullable=True, comment="each as [text, begin_ms, end_ms], where times are known"),
        *_of_call("call_lines"),
    )


def _create_call_notes() -> None:
    op.create_table(
        "call_notes",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … within the call"),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False, comment="what happened, as in conversations.notes"),
        sa.Column("detail", sa.String(length=500), nullable=False),
        *_of_call("call_notes"),
    )


def _create_call_words() -> None:
    op.create_table(
        "call_words",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column(
            "words",
            sa.String(),
            nullable=False,
            comment="of all lines, with and without diacritics, to be searched",
        ),
        *_of_call("call_words", numbered=False),
    )


def _create_callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("assistant", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False, comment="what came of it"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "call_id"],
            ["calls.organisation_id", "calls.id"],
            name=op.f("fk_callbacks_organisation_id_call_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_callbacks_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_callbacks_organisation_id_id")),
    )
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.create_index("ix_callbacks_open", ["organisation_id", "done_at", "created_at"], unique=False)


def _of_call(table: str, *, numbered: bool = True) -> list[sa.schema.SchemaItem]:
    key = ["call_id", "number"] if numbered else ["call_id"]
    return [
        sa.ForeignKeyConstraint(
            ["organisation_id", "call_id"],
            ["calls.organisation_id", "calls.id"],
            name=op.f(f"fk_{table}_organisation_id_call_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    ]
