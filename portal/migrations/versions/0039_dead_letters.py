"""Indexes of the outbox that lists and sweeps read: dead letters, what is tried again, what is old."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

DEAD = sa.text("state = 'dead'")
PUT_OFF = sa.text("state = 'put_off'")
PLACE = ["owner_organisation_id", "due_at", "id"]


def upgrade() -> None:
    op.drop_index("ix_delivery_newest", table_name="delivery")
    op.drop_index("ix_delivery_dead", table_name="delivery")
    op.create_index("ix_delivery_dead", "delivery", PLACE, sqlite_where=DEAD, postgresql_where=DEAD)
    op.create_index("ix_delivery_put_off", "delivery", PLACE, sqlite_where=PUT_OFF, postgresql_where=PUT_OFF)
    op.create_index("ix_delivery_settled", "delivery", ["settled_at"])


def downgrade() -> None:
    op.drop_index("ix_delivery_settled", table_name="delivery")
    op.drop_index("ix_delivery_put_off", table_name="delivery")
    op.drop_index("ix_delivery_dead", table_name="delivery")
    op.create_index("ix_delivery_dead", "delivery", ["owner_organisation_id"], sqlite_where=DEAD, postgresql_where=DEAD)
    op.create_index("ix_delivery_newest", "delivery", ["owner_organisation_id", "state", "due_at", "id"])
