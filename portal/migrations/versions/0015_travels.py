"""Travels: on what each telling after sending rests, and who is kept from whose record."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shared_update", sa.Column("path", sa.String(), nullable=False, server_default=""))
    op.add_column("shared_update", sa.Column("consent_id", sa.Uuid(), nullable=True))
    op.add_column("shared_update", sa.Column("consent_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_conflict_register_staff"), "conflict_register", ["staff_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_conflict_register_staff"), table_name="conflict_register")
    for column in ("consent_on", "consent_id", "path"):
        op.drop_column("shared_update", column)
