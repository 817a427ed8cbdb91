"""Monthly counts of cases for the reports, how far they have come, and the index from which cases are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

COUNTED = (
    *("received_on", "involvement", "source", "force", "crime_category", "da_level", "epr", "borough_gss"),
    *("age", "no_age", "take_up", "taken_up", "support_type", "closure_reason"),
)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON aggregate, aggregate_mark TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "aggregate",
        sa.Column("cube", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("cube", "month", "key", name=op.f("pk_aggregate")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "aggregate_mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pending", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_aggregate_mark")),
    )
    op.create_index(op.f("ix_case_counted"), "case", list(COUNTED))
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_index(op.f("ix_case_counted"), table_name="case")
    op.drop_table("aggregate_mark")
    op.drop_table("aggregate")
