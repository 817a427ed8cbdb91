"""MARAC: referrals to a panel and the moves of each, in a compartment of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON marac_referral, marac_step TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "marac_referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("panel", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("bypassed_by", sa.Uuid(), nullable=True),
        sa.Column("bypass_due_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marac_referral")),
        sa.UniqueConstraint("reference", name=op.f("uq_marac_referral_reference")),
        _to("person", "person_id", "fk_marac_referral_person_id_person"),
    )
    op.create_index(op.f("ix_marac_referral_author"), "marac_referral", ["author_id", "status"])
    op.create_index(op.f("ix_marac_referral_bypass"), "marac_referral", ["owner_organisation_id", "bypass_due_on"])
    op.create_index(op.f("ix_marac_referral_person"), "marac_referral", ["person_id", "created_at"])
    op.create_index(op.f("ix_marac_referral_status"), "marac_referral", ["owner_organisation_id", "status", "asked_at"])
    op.create_table(
        "marac_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checked", sa.String(), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marac_step")),
        _to("marac_referral", "referral_id", "fk_marac_step_referral_id_marac_referral"),
    )
    op.create_index(op.f("ix_marac_step_referral"), "marac_step", ["referral_id", "at"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("marac_step")
    op.drop_table("marac_referral")


def _to(table: str, column: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(name), deferrable=True, initially="DEFERRED")
