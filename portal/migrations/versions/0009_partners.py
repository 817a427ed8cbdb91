"""Partners: the index by which reports find what was sent in a period."""

from alembic import op

revision = "0009"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_offer_event_new"), "offer_event", ["new", "at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_offer_event_new"), table_name="offer_event")
