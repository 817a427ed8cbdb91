"""Safety: stops of contact, updates after sending, people who look alike, and conflicts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.String()
AWAITING = sa.text("awaiting <> ''")
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON safety_stop, shared_update, likeness, conflict_register TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("offer", sa.Column("contact_stopped_at", INSTANT, nullable=True))
    op.add_column("offer", sa.Column("sealed_update", sa.LargeBinary(), nullable=True))
    op.add_column("offer", sa.Column("awaiting", TEXT, nullable=False, server_default=""))
    op.create_index(
        op.f("ix_offer_awaiting"),
        "offer",
        ["owner_organisation_id"],
        sqlite_where=AWAITING,
        postgresql_where=AWAITING,
    )
    _of_offers()
    _of_people()
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def _of_offers() -> None:
    op.create_table(
        "safety_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("reporter_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_stop")),
        _to("safety_stop", "owner_organisation_id", "organisation"),
        _to("safety_stop", "reporter_organisation_id", "organisation"),
        _to("safety_stop", "reported_by", "user"),
        _to("safety_stop", "lifted_by", "user"),
        _to("safety_stop", "offer_id", "offer"),
    )
    op.create_index(op.f("ix_safety_stop_person"), "safety_stop", ["person_id", "lifted_at"])
    op.create_index(
        op.f("ix_safety_stop_standing"), "safety_stop", ["owner_organisation_id", "lifted_at", "reported_at"]
    )
    op.create_table(
        "shared_update",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("sealed_fields", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_update")),
        _to("shared_update", "owner_organisation_id", "organisation"),
        _to("shared_update", "partner_organisation_id", "organisation"),
        _to("shared_update", "confirmed_by", "user"),
        _to("shared_update", "offer_id", "offer"),
    )
    op.create_index(op.f("ix_shared_update_offer"), "shared_update", ["offer_id", "at"])


def _of_people() -> None:
    op.create_table(
        "likeness",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_likeness")),
        _to("likeness", "owner_organisation_id", "organisation"),
        _to("likeness", "decided_by", "user"),
        _to("likeness", "first_id", "person"),
        _to("likeness", "second_id", "person"),
    )
    op.create_table(
        "conflict_register",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_person_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_register")),
        _to("conflict_register", "owner_organisation_id", "organisation"),
        _to("conflict_register", "person_id", "person"),
        _to("conflict_register", "other_person_id", "person"),
        *(_to("conflict_register", column, "user") for column in ("staff_id", "registered_by", "ended_by")),
    )
    op.create_index(op.f("ix_conflict_register_person"), "conflict_register", ["person_id"])
    op.create_index(op.f("ix_conflict_register_other"), "conflict_register", ["other_person_id"])


def downgrade() -> None:
    for table in ("conflict_register", "likeness", "shared_update", "safety_stop"):
        op.drop_table(table)
    op.drop_index(op.f("ix_offer_awaiting"), table_name="offer")
    for column in ("awaiting", "sealed_update", "contact_stopped_at"):
        op.drop_column("offer", column)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
