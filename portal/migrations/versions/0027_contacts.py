"""The contact log: contacts, planned sessions, quiet times of departments, half-written forms."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("contact", "activity", "quiet_time", "contact_draft")
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    _contacts()
    _plans()
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("manner", sa.String(), nullable=True),
        sa.Column("safe", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("staff_role", sa.String(), nullable=True),
        sa.Column("staff_spoken_to", sa.Integer(), nullable=True),
        sa.Column("audience", sa.LargeBinary(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("call_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disclosed_on", sa.Date(), nullable=True),
        sa.Column("is_inpatient", sa.Boolean(), nullable=True),
        sa.Column("discharge_on", sa.Date(), nullable=True),
        sa.Column("is_apart", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referral", sa.String(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_contact_length")),
        sa.CheckConstraint("sealed_words IS NULL OR sealed_key IS NOT NULL", name=op.f("ck_contact_sealed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("reference", name=op.f("uq_contact_reference")),
        _to_site("contact"),
    )
    op.create_index(op.f("ix_contact_author"), "contact", ["author_id", "at"])
    op.create_index(op.f("ix_contact_person"), "contact", ["person_id", "at"])
    op.create_index(op.f("ix_contact_received"), "contact", ["received_at"])
    op.create_index(op.f("ix_contact_site"), "contact", ["site_id", "at"])
    op.create_table(
        "contact_draft",
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_draft", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("author_id", name=op.f("pk_contact_draft")),
    )
    op.create_index(op.f("ix_contact_draft_kept"), "contact_draft", ["kept_at"])


def _plans() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_activity_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        _to_site("activity"),
    )
    op.create_index(op.f("ix_activity_author"), "activity", ["author_id", "starts_at"])
    op.create_index(op.f("ix_activity_site"), "activity", ["site_id", "starts_at"])
    op.create_table(
        "quiet_time",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("closes > opens", name=op.f("ck_quiet_time_order")),
        sa.PrimaryKeyConstraint("site_id", "department", name=op.f("pk_quiet_time")),
        _to_site("quiet_time"),
    )


def _to_site(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_site_id_site")
    return sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=name, deferrable=True, initially="DEFERRED")
