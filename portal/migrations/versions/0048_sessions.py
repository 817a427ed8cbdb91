"""On what device a session is, and why it ended."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("device", sa.String(), nullable=False, server_default=""))
    op.add_column("session", sa.Column("ended_why", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("session", "ended_why")
    op.drop_column("session", "device")
