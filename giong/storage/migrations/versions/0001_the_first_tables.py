"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("handle", sa.String(length=64), nullable=False, comment="short name, as in a folder or an address"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("handle", name=op.f("uq_organisations_handle")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the key, in hex"),
        sa.Column("hint", sa.String(length=16), nullable=False, comment="its first letters, to tell it from others"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_api_keys_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_api_keys_organisation_id_id")),
    )
    op.create_table(
        "blobs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_blobs_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_blobs_organisation_id_id")),
    )
    with op.batch_alter_table("blobs", schema=None) as batch_op:
        batch_op.create_index("ix_blobs_content", ["organisation_id", "sha256"], unique=False)

    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("assistant", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column(
            "client_key",
            sa.String(length=200),
            nullable=True,
            comment="chosen by the client; the same key is the same talk",
        ),
        sa.Column("state", JSON, nullable=False),
        sa.Column(
            "turns",
            sa.Integer(),
            nullable=False,
            comment="how many were kept; guards the state against two answerers",
        ),
        sa.Column("last_number", sa.Integer(), nullable=False, comment="number of the newest event"),
        sa.Column("unanswered", sa.Integer(), nullable=False, comment="how many messages wait for their turn"),
        sa.Column(
            "queue",
            sa.String(length=64),
            nullable=True,
            comment="where people take over; null while the assistant answers",
        ),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_conversations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint(
            "organisation_id",
            "assistant",
            "client_key",
            name=op.f("uq_conversations_organisation_id_assistant_client_key"),
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_conversations_organisation_id_id")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index("ix_conversations_recent", ["organisation_id", "updated_at"], unique=False)
        batch_op.create_index(
            "ix_conversations_unanswered",
            ["organisation_id"],
            unique=False,
            sqlite_where=sa.text("unanswered > 0"),
            postgresql_where=sa.text("unanswered > 0"),
        )

    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("client_key", sa.String(length=200), nullable=False, comment="the same key is the same job"),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often it was begun, also before a crash"),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", JSON, nullable=True),
        sa.Column("error", JSON, nullable=True, comment="code and the sentence in both languages"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_jobs_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_jobs_organisation_id_id")),
        sa.UniqueConstraint(
            "organisation_id", "name", "client_key", name=op.f("uq_jobs_organisation_id_name_client_key")
        ),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_status", ["status"], unique=False)

    op.create_table(
        "usage_events",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False, comment="the same key is counted once"),
        sa.Column(
            "subject",
            sa.String(length=64),
            nullable=False,
            comment="what consumed it: a conversation, a job, a request",
        ),
        sa.Column("audio_in_s", sa.Float(), nullable=False),
        sa.Column("audio_out_s", sa.Float(), nullable=False),
        sa.Column("tokens_in", sa.BigInteger(), nullable=False),
        sa.Column("tokens_out", sa.BigInteger(), nullable=False),
        sa.Column("texts_embedded", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_usage_events_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "key", name=op.f("pk_usage_events")),
    )
    with op.batch_alter_table("usage_events", schema=None) as batch_op:
        batch_op.create_index("ix_usage_events_time", ["organisation_id", "at"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("latency", JSON, nullable=False, comment="one object of milliseconds for each turn"),
        sa.Column("recording_id", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_calls_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recording_id"],
            ["blobs.organisation_id", "blobs.id"],
            name=op.f("fk_calls_organisation_id_recording_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_calls_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_calls_organisation_id_id")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index("ix_calls_recent", ["organisation_id", "started_at"], unique=False)

    op.create_table(
        "citations",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="0, 1, 2 … within the turn"),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("passage_id", sa.String(length=200), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_citations_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_citations_organisation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "turn", "place", name=op.f("pk_citations")),
    )
    with op.batch_alter_table("citations", schema=None) as batch_op:
        batch_op.create_index("ix_citations_source", ["organisation_id", "source_id"], unique=False)

    op.create_table(
        "events",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … within the conversation, without a gap"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("client_key", sa.String(length=200), nullable=True),
        sa.Column("body", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_events_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_events_organisation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_events")),
        sa.UniqueConstraint("conversation_id", "client_key", name=op.f("uq_events_conversation_id_client_key")),
    )
    op.create_table(
        "turns",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … within the conversation"),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column(
            "answers",
            sa.Integer(),
            nullable=True,
            comment="number of the event that was answered; null: unasked",
        ),
        sa.Column("decision", sa.String(length=64), nullable=False),
        sa.Column("intent", sa.String(length=128), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flow", sa.String(length=128), nullable=False),
        sa.Column("cut_off", sa.Boolean(), nullable=False),
        sa.Column("report", JSON, nullable=False, comment="never shown to the person, unlike the events"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_turns_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_turns_organisation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_turns")),
        sa.UniqueConstraint("conversation_id", "answers", name=op.f("uq_turns_conversation_id_answers")),
    )
