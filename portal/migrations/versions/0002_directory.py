"""Directory: opening hours, closed dates, pauses, and what holds an agreement up."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON opening_hours, closed_date, service_pause TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("agreement", sa.Column("owner", TEXT, nullable=False, server_default=""))
    op.add_column("agreement", sa.Column("blockers", sa.LargeBinary(), nullable=False, server_default="[]"))
    op.add_column("agreement", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "opening_hours",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("windows", sa.LargeBinary(), nullable=False),
        sa.Column("open_on_holidays", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_opening_hours")),
        *_owned("opening_hours"),
    )
    op.create_table(
        "closed_date",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "day", name=op.f("pk_closed_date")),
        *_owned("closed_date"),
    )
    op.create_table(
        "service_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_pause")),
        *_owned("service_pause"),
        _to("service_pause", "said_by", "user"),
    )
    op.create_index(op.f("ix_service_pause_service"), "service_pause", ["service_id", "ends_on"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in ("service_pause", "closed_date", "opening_hours"):
        op.drop_table(table)
    for column in ("version", "blockers", "owner"):
        op.drop_column("agreement", column)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")


def _owned(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return _to(table, "organisation_id", "organisation"), _to(table, "service_id", "service")
