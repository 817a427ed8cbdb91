"""Who manages each worker at a site, and in which department they sit, where it is not the site's own."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("placement", sa.Column("line_management", sa.String(), nullable=False, server_default=""))
    op.add_column("placement", sa.Column("host_department", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("placement", "host_department")
    op.drop_column("placement", "line_management")
