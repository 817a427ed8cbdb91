"""The day of the trial at which a witness is to be heard."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("trial_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("case", "trial_on")
