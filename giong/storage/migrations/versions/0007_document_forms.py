"""Forms by example that organisations taught."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "document_forms",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False, comment="the kind under which its papers are known"),
        sa.Column(
            "form", JSON, nullable=False, comment="what every copy prints and where its fields lie; never a value"
        ),
        sa.Column("examples", sa.Integer(), nullable=False, comment="how many papers taught it"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_document_forms_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_forms")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_document_forms_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_document_forms_organisation_id_name")),
    )
