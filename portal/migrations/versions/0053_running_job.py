"""Which job of a sweep is being done, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lease", sa.Column("job", sa.String(), nullable=True))
    op.add_column("lease", sa.Column("job_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("lease", "job_since")
    op.drop_column("lease", "job")
