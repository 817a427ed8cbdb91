"""Notices and clocks: what teams are told, what the clocks have said, and who does what falls due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON lease, notice, notice_seen, offer_effect TO lvws_app;
  END IF;
END $$
"""
# What the clocks have to say about an offer that stood before is found by the first sweep.
LOOK_AT_EVERY_LIVE_OFFER = """
UPDATE offer SET nudge_at = changed_at WHERE status IN
('sent', 'acknowledged', 'info_needed', 'waitlisted', 'accepted', 'active', 'outcome_due', 'completed', 'withdrawn')
"""


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("swept_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("clock", TEXT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        _owned("notice"),
    )
    op.create_index("ix_notice_newest", "notice", ["owner_organisation_id", "audience", "at", "id"])
    op.create_table(
        "notice_seen",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_seen")),
        _owned("notice_seen"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_seen_user_id_user")),
    )
    op.create_table(
        "offer_effect",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("offer_id", "key", name=op.f("pk_offer_effect")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_effect_offer_id_offer")),
    )
    op.add_column("offer", sa.Column("nudge_at", INSTANT, nullable=True))
    op.create_index("ix_offer_nudge", "offer", ["nudge_at"])
    op.execute(LOOK_AT_EVERY_LIVE_OFFER)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def _owned(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_owner_organisation_id_organisation")
    return sa.ForeignKeyConstraint(["owner_organisation_id"], ["organisation.id"], name=name)


def downgrade() -> None:
    op.drop_index("ix_offer_nudge", table_name="offer")
    op.drop_column("offer", "nudge_at")
    for table in ("offer_effect", "notice_seen", "notice", "lease"):
        op.drop_table(table)
