"""Corrections: what stood before is kept beside what stands now, sealed; rows are added and never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TEXT = sa.String()
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, DELETE ON correction TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_change", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        *(_to(column, to) for column, to in (("person_id", "person"), ("corrected_by", "user"))),
        _to("owner_organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_correction_person"), "correction", ["person_id", "corrected_at"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("correction")


def _to(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_correction_{column}_{to}"))
