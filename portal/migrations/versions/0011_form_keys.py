"""Form keys: those that are old are found by their age, to be deleted."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_submission_at"), "submission", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_submission_at"), table_name="submission")
