"""What an account opened in an hour, counted from the index alone."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_entry_actor_id", table_name="entry")
    op.create_index("ix_entry_actor", "entry", ["actor_id", "at", "kind", "subject_id"])


def downgrade() -> None:
    op.drop_index("ix_entry_actor", table_name="entry")
    op.create_index("ix_entry_actor_id", "entry", ["actor_id"])
