"""The moment at which an unanswered offer returns by itself, so that nothing that waits longer stands before it.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# No later than the rule says, so that each is looked at in time; whoever looks writes the moment itself.
LOOK_WHEN_DUE = """
UPDATE offer SET expires_at = due_at WHERE status IN ('sent', 'acknowledged', 'info_needed')
"""


def upgrade() -> None:
    op.add_column("offer", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_offer_expires", "offer", ["expires_at"])
    op.execute(LOOK_WHEN_DUE)


def downgrade() -> None:
    op.drop_index("ix_offer_expires", table_name="offer")
    op.drop_column("offer", "expires_at")
