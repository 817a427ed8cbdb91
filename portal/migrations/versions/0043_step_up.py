"""When whose session it is was last shown; of those that are there, at sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("session", sa.Column("proved_at", INSTANT, nullable=True))
    op.execute("UPDATE session SET proved_at = created_at")
    with op.batch_alter_table("session") as session:
        session.alter_column("proved_at", nullable=False)


def downgrade() -> None:
    op.drop_column("session", "proved_at")
