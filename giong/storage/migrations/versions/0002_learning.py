"""Ratings of turns, fixes of what was missed, and the meanings of what was said."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fixes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("assistant", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False, comment="what people asked, masked"),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("changes", JSON, nullable=False, comment="the edits of the files, so that they can be undone"),
        sa.Column("trial", JSON, nullable=True, comment="how the assistant's tests went afterwards"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_fixes_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixes")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_fixes_organisation_id_id")),
    )
    with op.batch_alter_table("fixes", schema=None) as batch_op:
        batch_op.create_index("ix_fixes_recent", ["organisation_id", "assistant", "created_at"], unique=False)

    op.create_table(
        "meanings",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=128), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the masked text, in hex"),
        sa.Column("vector", sa.LargeBinary(), nullable=False, comment="float32, little-endian, of length 1"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_meanings_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "engine", "digest", name=op.f("pk_meanings")),
    )
    op.create_table(
        "fixed_turns",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("fix_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_fixed_turns_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "fix_id"],
            ["fixes.organisation_id", "fixes.id"],
            name=op.f("fk_fixed_turns_organisation_id_fix_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_fixed_turns_organisation_id")),
        sa.PrimaryKeyConstraint("fix_id", "conversation_id", "turn", name=op.f("pk_fixed_turns")),
    )
    op.create_table(
        "ratings",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_ratings_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_ratings_organisation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "turn", name=op.f("pk_ratings")),
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index("ix_ratings_bad", ["organisation_id", "good", "at"], unique=False)
