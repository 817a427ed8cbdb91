"""What was told of consents that end, of capacity that is stale, and of reviews that are due."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

UNTOLD = sa.text("status = 'active' AND end_told <> 'ended'")
# What ended before anybody was told of ends is history: nobody is told of it now.
ENDED = "UPDATE consent SET end_told = 'ended' WHERE expires_at < CURRENT_TIMESTAMP"


def upgrade() -> None:
    op.add_column("consent", sa.Column("end_told", sa.String(), nullable=False, server_default=""))
    op.execute(ENDED)
    op.create_index("ix_consent_ends", "consent", ["expires_at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)
    op.add_column("capacity", sa.Column("stale_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user", sa.Column("reviews_seen_on", sa.Date(), nullable=True))
    op.add_column("notice", sa.Column("many", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("notice", "many")
    op.drop_column("user", "reviews_seen_on")
    op.drop_column("capacity", "stale_told_at")
    op.drop_index("ix_consent_ends", table_name="consent")
    op.drop_column("consent", "end_told")
