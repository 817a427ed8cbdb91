"""Consent: when it is asked about again, on what footing it was given, and the yeses that were not taken."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TEXT, INSTANT = sa.String(), sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON consent_not_taken TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    # Rows of before have neither day: the policy's review counts for them, and a no of before may be asked about.
    op.add_column("consent", sa.Column("review_on", sa.Date(), nullable=True))
    op.add_column("consent", sa.Column("ask_again_on", sa.Date(), nullable=True))
    op.add_column("consent", sa.Column("sealed_footing", sa.LargeBinary(), nullable=True))
    for column in ("picked", "views", "outweighs"):
        op.add_column("override", sa.Column(column, TEXT, nullable=False, server_default=""))
    op.create_table(
        "consent_not_taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("reasons", TEXT, nullable=False),
        sa.Column("sealed_footing", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_not_taken")),
        _to("person", "person_id"),
        _to("organisation", "organisation_id"),
        _to("user", "asked_by"),
    )
    op.create_index(op.f("ix_consent_not_taken_person"), "consent_not_taken", ["person_id", "asked_at"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("consent_not_taken")
    for column in ("outweighs", "views", "picked"):
        op.drop_column("override", column)
    op.drop_column("consent", "sealed_footing")
    op.drop_column("consent", "ask_again_on")
    op.drop_column("consent", "review_on")


def _to(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_consent_not_taken_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, deferrable=True, initially="DEFERRED")
