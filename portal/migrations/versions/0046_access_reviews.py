"""Emergency access, and the list of what others look at."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("reviewed_at IS NULL")
RUNS = sa.text("shut_at IS NULL")
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON emergency, access_review, access_week TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "emergency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("shut_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency")),
    )
    op.create_index("ix_emergency_person", "emergency", ["person_id"])
    op.create_index(
        "uq_emergency_open", "emergency", ["user_id"], unique=True, sqlite_where=RUNS, postgresql_where=RUNS
    )
    op.create_table(
        "access_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("records", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("told_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
        sa.UniqueConstraint("reference", name=op.f("uq_access_review_reference")),
        sa.UniqueConstraint("slot", name=op.f("uq_access_review_slot")),
    )
    ours = ["owner_organisation_id", "at", "id"]
    op.create_index("ix_access_review_newest", "access_review", ours)
    op.create_index("ix_access_review_open", "access_review", ours, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_access_review_person", "access_review", ["person_id"])
    op.create_table(
        "access_week",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_access_week")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in ("access_week", "access_review", "emergency"):
        op.drop_table(table)
