"""Entries without a network: keys to seal with, permits of devices, envelopes that arrived."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("seal_key", "permit", "envelope")
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    _keys()
    _permits()
    _envelopes()
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owner() -> sa.Column[UUID]:
    return sa.Column("owner_organisation_id", sa.Uuid(), nullable=False)


def _keys() -> None:
    op.create_table(
        "seal_key",
        sa.Column("kid", sa.String(), nullable=False),
        _owner(),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("spki", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=True),
        _moment("made_at", nullable=False),
        _moment("retired_at"),
        _moment("erased_at"),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_seal_key")),
        _to("seal_key", "owner_organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_seal_key_owner"), "seal_key", ["owner_organisation_id", "retired_at"])


def _permits() -> None:
    op.create_table(
        "permit",
        sa.Column("id", sa.Uuid(), nullable=False),
        _owner(),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        _moment("issued_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("revoked_at"),
        _moment("wipe_asked_at"),
        _moment("wiped_at"),
        _moment("seen_at"),
        sa.Column("tries", sa.Integer(), nullable=False),
        _moment("tries_since"),
        sa.CheckConstraint("expires_at > issued_at", name=op.f("ck_permit_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_permit_token_hash")),
        _to("permit", "owner_organisation_id", "organisation"),
        _to("permit", "user_id", "user"),
    )
    op.create_index(op.f("ix_permit_user"), "permit", ["user_id", "issued_at"])
    op.create_index(op.f("ix_permit_kid"), "permit", ["kid", "expires_at"])
    op.create_index(op.f("ix_permit_owner_organisation_id"), "permit", ["owner_organisation_id"])


def _envelopes() -> None:
    op.create_table(
        "envelope",
        sa.Column("id", sa.Uuid(), nullable=False),
        _owner(),
        sa.Column("envelope_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        _moment("sealed_at", nullable=False),
        _moment("received_at", nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("faults", sa.String(), nullable=False),
        sa.Column("wants_referral", sa.Boolean(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        _moment("settled_at"),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_typed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state IN ('logged', 'needs_author', 'given_up')", name=op.f("ck_envelope_state")),
        sa.CheckConstraint("sealed_typed IS NULL OR sealed_key IS NOT NULL", name=op.f("ck_envelope_sealed")),
        sa.CheckConstraint("state <> 'needs_author' OR sealed_typed IS NOT NULL", name=op.f("ck_envelope_kept")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope")),
        sa.UniqueConstraint(
            "owner_organisation_id",
            "envelope_id",
            "digest",
            name=op.f("uq_envelope_owner_organisation_id_envelope_id_digest"),
        ),
        _to("envelope", "owner_organisation_id", "organisation"),
        _to("envelope", "permit_id", "permit"),
        _to("envelope", "author_id", "user"),
    )
    op.create_index(op.f("ix_envelope_author"), "envelope", ["author_id", "state", "received_at"])
    op.create_index(op.f("ix_envelope_state"), "envelope", ["owner_organisation_id", "state", "received_at"])
    op.create_index(op.f("ix_envelope_permit"), "envelope", ["permit_id"])
    op.create_index(op.f("ix_envelope_contact"), "envelope", ["contact_id"])
    op.create_index(op.f("ix_envelope_under"), "envelope", ["envelope_id"])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, deferrable=True, initially="DEFERRED")
