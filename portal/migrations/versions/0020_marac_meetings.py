"""MARAC: the meetings of panels and the actions that they agree."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON marac_meeting, marac_action TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "marac_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("panel", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marac_meeting")),
        sa.UniqueConstraint(
            "owner_organisation_id",
            "held_on",
            "panel",
            name=op.f("uq_marac_meeting_owner_organisation_id_held_on_panel"),
        ),
    )
    op.create_table(
        "marac_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("sealed_action", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marac_action")),
        _to("person", "person_id", "fk_marac_action_person_id_person"),
        _to("marac_referral", "referral_id", "fk_marac_action_referral_id_marac_referral"),
    )
    op.create_index(op.f("ix_marac_action_due"), "marac_action", ["owner_organisation_id", "status", "due_on"])
    op.create_index(op.f("ix_marac_action_referral"), "marac_action", ["referral_id", "due_on"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("marac_action")
    op.drop_table("marac_meeting")


def _to(table: str, column: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(name), deferrable=True, initially="DEFERRED")
