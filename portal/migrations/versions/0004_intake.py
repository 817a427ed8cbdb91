"""Intake: cases, and who told a field of a person's identity."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "case" TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("person", sa.Column("told_by", sa.LargeBinary(), nullable=False, server_default="{}"))
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("source_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("force", TEXT, nullable=True),
        sa.Column("crime_category", TEXT, nullable=True),
        sa.Column("da_level", TEXT, nullable=True),
        sa.Column("source_da_level", TEXT, nullable=True),
        sa.Column("epr", sa.Boolean(), nullable=False),
        sa.Column("source_epr", sa.Boolean(), nullable=True),
        sa.Column("borough_gss", TEXT, nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("needs", TEXT, nullable=False),
        sa.Column("risk", TEXT, nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("taken_up", sa.Boolean(), nullable=True),
        sa.Column("taken_up_on", sa.Date(), nullable=True),
        sa.Column("support_type", TEXT, nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("allocated_to", sa.Uuid(), nullable=True),
        sa.Column("allocated_at", INSTANT, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closure_reason", TEXT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("policy_version", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
        *(_to(column, "organisation") for column in ("owner_organisation_id", "source_organisation_id")),
        *(_to(column, "user") for column in ("taken_by", "allocated_to")),
        _to("person_id", "person"),
    )
    op.create_index(op.f("ix_case_recent"), "case", ["owner_organisation_id", "created_at", "id"])
    op.create_index(op.f("ix_case_person"), "case", ["person_id"])
    op.create_index(op.f("uq_case_offer"), "case", ["offer_id"], unique=True)
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("case")
    op.drop_column("person", "told_by")


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_case_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
