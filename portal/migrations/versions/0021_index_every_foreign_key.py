"""An index behind every foreign key, so that a row with many children-to-be costs the same among many."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SAID = sa.text("message_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(op.f("ix_case_team_person"), "case_team", ["person_id", "joined_at"])
    op.create_index(op.f("ix_likeness_second"), "likeness", ["second_id"])
    op.create_index(op.f("ix_marac_action_person"), "marac_action", ["person_id"])
    op.create_index(
        op.f("ix_offer_event_message"), "offer_event", ["message_id"], sqlite_where=SAID, postgresql_where=SAID
    )
    op.create_index(op.f("ix_restriction_person"), "restriction", ["person_id"])
    op.create_index(op.f("ix_safety_stop_offer"), "safety_stop", ["offer_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_safety_stop_offer"), table_name="safety_stop")
    op.drop_index(op.f("ix_restriction_person"), table_name="restriction")
    op.drop_index(op.f("ix_offer_event_message"), table_name="offer_event")
    op.drop_index(op.f("ix_marac_action_person"), table_name="marac_action")
    op.drop_index(op.f("ix_likeness_second"), table_name="likeness")
    op.drop_index(op.f("ix_case_team_person"), table_name="case_team")
