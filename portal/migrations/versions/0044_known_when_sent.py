"""Whom a notice's lead is, of what each message tells, and which jobs fail."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLES = ("delivery_item", "failing_job")
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("notice", sa.Column("lead_id", sa.Uuid(), nullable=True))
    op.create_table(
        "delivery_item",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", "notice_id", name=op.f("pk_delivery_item")),
        sa.ForeignKeyConstraint(
            ["key"], ["delivery.key"], name=op.f("fk_delivery_item_key_delivery"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "failing_job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_failing_job")),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("notice", "lead_id")
