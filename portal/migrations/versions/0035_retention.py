"""Records that have been kept long enough stand on a list, and how far the daily look at them has come is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLES = ("retention_due", "retention_sweep")
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "retention_due",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_retention_due")),
        _to("retention_due", "person_id", "person"),
        _to("retention_due", "owner_organisation_id", "organisation"),
    )
    whose = ["owner_organisation_id", "due_on", "person_id"]
    op.create_index(op.f("ix_retention_due_list"), "retention_due", whose)
    op.create_table(
        "retention_sweep",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("swept_on", sa.Date(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_retention_sweep")),
        _to("retention_sweep", "organisation_id", "organisation"),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _to(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
