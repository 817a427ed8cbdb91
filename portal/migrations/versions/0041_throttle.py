"""The throttle of sign-in in a table of its own, in place of the counts on a credential."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "throttle",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", INSTANT, nullable=False),
        sa.Column("known_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_throttle")),
    )
    op.create_index("ix_throttle_tried_at", "throttle", ["tried_at"])
    op.drop_column("credential", "tried_at")
    op.drop_column("credential", "tries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.add_column("credential", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("credential", sa.Column("tried_at", INSTANT, nullable=True))
    op.drop_index("ix_throttle_tried_at", table_name="throttle")
    op.drop_table("throttle")
