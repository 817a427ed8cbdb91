"""Absences with their cover; a note with each change of a case's worker; drafts are found by who keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON absence TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        *(_to(column, "user") for column in ("worker_id", "cover_id", "recorded_by", "ended_by")),
        _to("owner_organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_absence_days"), "absence", ["owner_organisation_id", "ends_on"])
    op.create_index(op.f("ix_absence_cover"), "absence", ["cover_id", "ends_on"])
    op.create_index(op.f("ix_absence_worker"), "absence", ["worker_id", "ends_on"])
    op.create_index(op.f("ix_risk_draft_keeper"), "risk_draft", ["kept_by", "kept_at"])
    op.add_column("case_allocation", sa.Column("sealed_note", sa.LargeBinary(), nullable=True))
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_column("case_allocation", "sealed_note")
    op.drop_index(op.f("ix_risk_draft_keeper"), table_name="risk_draft")
    op.drop_table("absence")


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_absence_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, deferrable=True, initially="DEFERRED")
