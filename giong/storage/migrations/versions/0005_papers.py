"""Papers: what was received, how far it is read, and who was shown what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column(
            "client_key",
            sa.String(length=200),
            nullable=False,
            comment="digest of the client's; the same key is the same paper",
        ),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="of the bytes, keyed by the organisation's own key, in hex",
        ),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False, comment="as it was asked for; empty: to be found out"),
        sa.Column("found_kind", sa.String(length=64), nullable=False, comment="as it was read"),
        sa.Column("purpose", sa.String(length=500), nullable=False, comment="what the paper is read for"),
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column(
            "rejection",
            sa.String(length=32),
            nullable=False,
            comment="why the picture was sent back; empty: it was not",
        ),
        sa.Column("problem", JSON, nullable=True, comment="why it could not be read: a code and both sentences"),
        sa.Column("done", sa.Integer(), nullable=False, comment="pages that were read"),
        sa.Column("total", sa.Integer(), nullable=False, comment="pages that there are; 0: not known yet"),
        sa.Column(
            "held",
            sa.Boolean(),
            nullable=False,
            comment="somebody is to look at the picture, so it stays meanwhile",
        ),
        sa.Column(
            "callback",
            sa.String(length=16),
            nullable=False,
            comment="waiting, delivered or failed; empty: none was asked for",
        ),
        sa.Column("callback_attempts", sa.Integer(), nullable=False),
        sa.Column("callback_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("picture_erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "conversation_id"],
            ["conversations.organisation_id", "conversations.id"],
            name=op.f("fk_papers_organisation_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_papers_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("organisation_id", "client_key", name=op.f("uq_papers_organisation_id_client_key")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_papers_organisation_id_id")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index("ix_papers_callback", ["callback", "callback_due_at"], unique=False)
        batch_op.create_index("ix_papers_recent", ["organisation_id", "created_at"], unique=False)
        batch_op.create_index("ix_papers_status", ["status"], unique=False)

    op.create_table(
        "paper_accesses",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("paper_id", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False, comment="what was done or shown; never a value"),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "paper_id"],
            ["papers.organisation_id", "papers.id"],
            name=op.f("fk_paper_accesses_organisation_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_paper_accesses_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_accesses")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_paper_accesses_organisation_id_id")),
    )
    with op.batch_alter_table("paper_accesses", schema=None) as batch_op:
        batch_op.create_index("ix_paper_accesses_paper", ["organisation_id", "paper_id", "at"], unique=False)
