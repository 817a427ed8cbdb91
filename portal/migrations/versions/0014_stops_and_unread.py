"""Stops to confirm have an index of the lead's; a message says on whose behalf it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STOP = sa.text("due_kind = 'stop'")
UNREAD = sa.text("read_at IS NULL")
# The other side of an offer has its own organisation: whoever is not of the lead's wrote for the partner.
FILL = """
UPDATE message SET author_side = 'partner'
WHERE author_id NOT IN (SELECT id FROM "user" WHERE organisation_id = message.owner_organisation_id)
"""


def upgrade() -> None:
    op.create_index(
        op.f("ix_offer_stop"),
        "offer",
        ["owner_organisation_id", "due_at", "id"],
        sqlite_where=STOP,
        postgresql_where=STOP,
    )
    op.add_column("message", sa.Column("author_side", sa.String(), nullable=False, server_default="lead"))
    op.execute(FILL)
    with op.batch_alter_table("message") as batch:
        batch.alter_column("author_side", server_default=None)
    op.create_index(
        op.f("ix_message_unread"),
        "message",
        ["offer_id", "author_side"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_message_unread"), table_name="message")
    op.drop_column("message", "author_side")
    op.drop_index(op.f("ix_offer_stop"), table_name="offer")
