"""Reviews: guards that were overridden, and offers that went to the wrong recipient."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON override, review TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", TEXT, nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("seconded_at", INSTANT, nullable=True),
        sa.Column("seconded_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("decision", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_decision", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
        sa.UniqueConstraint("reference", name=op.f("uq_override_reference")),
        *(_to("override", c, "organisation") for c in ("owner_organisation_id", "partner_organisation_id")),
        _to("override", "organisation_id", "organisation"),
        *(_to("override", column, "user") for column in ("asked_by", "seconded_by", "reviewed_by")),
    )
    op.create_index(op.f("ix_override_newest"), "override", ["owner_organisation_id", "asked_at", "id"])
    op.create_index(op.f("ix_override_request"), "override", ["request_id"])
    op.create_index(op.f("ix_override_status"), "override", ["owner_organisation_id", "status", "asked_at"])
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("known_at", INSTANT, nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("regulator", TEXT, nullable=False),
        sa.Column("person_told", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_review_offer_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_review_reference")),
        *(_to("review", column, "organisation") for column in ("owner_organisation_id", "organisation_id")),
        *(_to("review", column, "user") for column in ("reported_by", "decided_by")),
    )
    op.create_index(op.f("ix_review_known"), "review", ["owner_organisation_id", "known_at", "id"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("review")
    op.drop_table("override")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
