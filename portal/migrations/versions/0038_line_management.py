"""Who manages our worker at a site, apart from the department in which they sit."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("site", sa.Column("line_management", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("site", "line_management")
