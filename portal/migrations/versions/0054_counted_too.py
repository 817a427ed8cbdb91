"""The indexes from which contacts at sites and allocations are counted."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_contact_counted"), "contact", ["at", "is_apart", "kind", "referral"])
    op.create_index(op.f("ix_case_allocation_counted"), "case_allocation", ["at", "from_role", "to_role", "reason"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_allocation_counted"), table_name="case_allocation")
    op.drop_index(op.f("ix_contact_counted"), table_name="contact")
