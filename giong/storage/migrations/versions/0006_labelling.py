"""Labelling: uncertain fields that a person is to look at; sessions in which a person is checked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("paper_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("uncertainty", sa.Float(), nullable=False, comment="what is asked first; 1 is the most uncertain"),
        sa.Column("checks", JSON, nullable=False, comment="codes of the checks that failed"),
        sa.Column("has_crop", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False, comment="open, confirmed or corrected"),
        sa.Column("who", sa.String(length=200), nullable=False, comment="the key that settled it"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "paper_id"],
            ["papers.organisation_id", "papers.id"],
            name=op.f("fk_reviews_organisation_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_reviews_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_reviews_organisation_id_id")),
        sa.UniqueConstraint("paper_id", "field", name=op.f("uq_reviews_paper_id_field")),
    )
    op.create_index("ix_reviews_next", "reviews", ["organisation_id", "status", "uncertainty"])
    op.create_table(
        "ekyc_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column(
            "client_key",
            sa.String(length=200),
            nullable=False,
            comment="chosen by the client; the same key, the same session",
        ),
        sa.Column("front_id", sa.String(length=64), nullable=True),
        sa.Column("back_id", sa.String(length=64), nullable=True),
        sa.Column(
            "challenge",
            sa.String(length=64),
            nullable=False,
            comment="what the person is asked to do before the camera",
        ),
        sa.Column("frames", sa.Integer(), nullable=False, comment="pictures of the face that were received"),
        sa.Column(
            "verdict",
            sa.String(length=16),
            nullable=False,
            comment="approved, review or rejected; empty: not asked yet",
        ),
        sa.Column("reasons", JSON, nullable=False, comment="codes of what speaks against it; never a value"),
        sa.Column("who", sa.String(length=200), nullable=False, comment="the key that decided a review"),
        sa.Column(
            "callback_url", sa.String(length=500), nullable=False, comment="who is told the verdict; empty: nobody"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "front_id"],
            ["papers.organisation_id", "papers.id"],
            name=op.f("fk_ekyc_sessions_organisation_id_front_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "back_id"],
            ["papers.organisation_id", "papers.id"],
            name=op.f("fk_ekyc_sessions_organisation_id_back_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_ekyc_sessions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ekyc_sessions")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_ekyc_sessions_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "client_key", name=op.f("uq_ekyc_sessions_organisation_id_client_key")),
    )
    op.create_index("ix_ekyc_sessions_recent", "ekyc_sessions", ["organisation_id", "created_at"])
