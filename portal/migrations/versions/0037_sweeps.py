"""Indexes for the sweep that looks for what was sent and never told."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

SENT = sa.text("status = 'sent'")


def upgrade() -> None:
    op.create_index("ix_offer_just_sent", "offer", ["changed_at"], sqlite_where=SENT, postgresql_where=SENT)
    op.create_index("ix_notice_reference", "notice", ["reference", "kind"])


def downgrade() -> None:
    op.drop_index("ix_notice_reference", table_name="notice")
    op.drop_index("ix_offer_just_sent", table_name="offer")
