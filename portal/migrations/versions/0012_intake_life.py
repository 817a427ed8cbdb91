"""Intake: what a registration tells, changes of worker, what went back to its taker, take-up and closure."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("closed_on IS NULL")
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON case_allocation, case_return, case_worker TO lvws_app;
  END IF;
END $$
"""
WORDS = ("agency", "outcomes", "definitions")
ALLOCATED = """
INSERT INTO case_allocation (id, owner_organisation_id, case_id, to_worker, by_user, reason, at, policy_version)
SELECT id, owner_organisation_id, id, allocated_to, taken_by, 'assigned',
  coalesce(allocated_at, created_at), policy_version
FROM "case" WHERE allocated_to IS NOT NULL
"""


def upgrade() -> None:
    for name in WORDS:
        op.add_column("case", sa.Column(name, TEXT, nullable=False, server_default=""))
    op.add_column("case", sa.Column("involvement", TEXT, nullable=False, server_default="victim"))
    for name in ("no_age", "take_up"):
        op.add_column("case", sa.Column(name, TEXT, nullable=True))
    for name in ("reference_index", "sealed_particulars"):
        op.add_column("case", sa.Column(name, sa.LargeBinary(), nullable=True))
    op.add_column("case", sa.Column("returned_at", INSTANT, nullable=True))
    op.create_index(op.f("ix_case_reference_index"), "case", ["reference_index"])
    op.create_index(
        op.f("ix_case_open"),
        "case",
        ["owner_organisation_id", "allocated_to", "created_at", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(op.f("ix_case_taker"), "case", ["taken_by", "created_at", "id"])
    _of_allocation()
    _of_return()
    op.execute(ALLOCATED)
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def _of_allocation() -> None:
    op.create_table(
        "case_allocation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_worker", sa.Uuid(), nullable=True),
        sa.Column("from_role", TEXT, nullable=True),
        sa.Column("to_worker", sa.Uuid(), nullable=False),
        sa.Column("to_role", TEXT, nullable=True),
        sa.Column("by_user", sa.Uuid(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("policy_version", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_allocation")),
        _to("case_allocation", "owner_organisation_id", "organisation"),
        _to("case_allocation", "case_id", "case"),
        *(_to("case_allocation", column, "user") for column in ("from_worker", "to_worker", "by_user")),
    )
    op.create_index(op.f("ix_case_allocation_case"), "case_allocation", ["case_id", "at"])
    op.create_table(
        "case_worker",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("worker_role", TEXT, nullable=False),
        sa.Column("most_points", sa.Integer(), nullable=False),
        sa.Column("boroughs", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_case_worker")),
        _to("case_worker", "owner_organisation_id", "organisation"),
        _to("case_worker", "user_id", "user"),
    )


def _of_return() -> None:
    op.create_table(
        "case_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("taker_id", sa.Uuid(), nullable=False),
        sa.Column("gaps", TEXT, nullable=False),
        sa.Column("returned_by", sa.Uuid(), nullable=False),
        sa.Column("returned_at", INSTANT, nullable=False),
        sa.Column("mended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_return")),
        _to("case_return", "owner_organisation_id", "organisation"),
        _to("case_return", "case_id", "case"),
        *(_to("case_return", column, "user") for column in ("taker_id", "returned_by")),
    )
    op.create_index(op.f("ix_case_return_case"), "case_return", ["case_id", "returned_at"])
    op.create_index(op.f("ix_case_return_month"), "case_return", ["owner_organisation_id", "returned_at"])


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")


def downgrade() -> None:
    for table in ("case_return", "case_worker", "case_allocation"):
        op.drop_table(table)
    for index in ("ix_case_taker", "ix_case_open", "ix_case_reference_index"):
        op.drop_index(op.f(index), table_name="case")
    for column in ("returned_at", "sealed_particulars", "reference_index", "take_up", "no_age", "involvement", *WORDS):
        op.drop_column("case", column)
