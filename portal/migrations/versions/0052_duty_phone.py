"""The work telephone of whoever is on duty."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("duty", sa.Column("phone", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("duty", "phone")
