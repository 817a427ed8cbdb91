"""A desk that others use: whether an account asked for its lock, and when a session was locked by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user", sa.Column("shared_desk", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("user", "shared_desk")
    op.drop_column("session", "locked_at")
