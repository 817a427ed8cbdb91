"""MARAC: a second check of what an IDVA submits alone, what the person hears, and actions that were told."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.add_column("marac_referral", sa.Column("peer_due_on", sa.Date(), nullable=True))
    op.add_column("marac_referral", sa.Column("feedback_due_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_marac_referral_peer"), "marac_referral", ["owner_organisation_id", "peer_due_on"])
    op.create_index(op.f("ix_marac_referral_feedback"), "marac_referral", ["owner_organisation_id", "feedback_due_on"])
    op.add_column("marac_action", sa.Column("noticed", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_marac_action_open"), "marac_action", ["due_on"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index(op.f("ix_marac_action_open"), table_name="marac_action")
    op.drop_column("marac_action", "noticed")
    op.drop_index(op.f("ix_marac_referral_feedback"), table_name="marac_referral")
    op.drop_index(op.f("ix_marac_referral_peer"), table_name="marac_referral")
    op.drop_column("marac_referral", "feedback_due_on")
    op.drop_column("marac_referral", "peer_due_on")
