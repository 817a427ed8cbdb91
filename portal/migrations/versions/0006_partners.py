"""Partners: what was sent in a period, sessions and who came, when an agreement is reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON partner_session, session_attendance TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("agreement", sa.Column("review_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_offer_event_new"), "offer_event", ["new", "at"])
    op.create_table(
        "partner_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("link", TEXT, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("others", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=True),
        sa.Column("called_off_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_partner_session_order")),
        sa.CheckConstraint("places > 0", name=op.f("ck_partner_session_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_session")),
        sa.UniqueConstraint("reference", name=op.f("uq_partner_session_reference")),
        _to("partner_session", "organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_partner_session_starts"), "partner_session", ["starts_at", "id"])
    op.create_table(
        "session_attendance",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("booked_at", INSTANT, nullable=False),
        sa.Column("given_up_at", INSTANT, nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("session_id", "user_id", name=op.f("pk_session_attendance")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_session_attendance_session_id_number")),
        _to("session_attendance", "session_id", "partner_session"),
        _to("session_attendance", "user_id", "user"),
        _to("session_attendance", "organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_session_attendance_user"), "session_attendance", ["user_id"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("session_attendance")
    op.drop_table("partner_session")
    op.drop_index(op.f("ix_offer_event_new"), table_name="offer_event")
    op.drop_column("agreement", "review_on")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
