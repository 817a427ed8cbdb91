"""Statements that stand beside an opinion, and why a request was not given in full."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, DELETE ON statement TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        *(_to(column, to) for column, to in (("person_id", "person"), ("recorded_by", "user"))),
        _to("owner_organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_statement_person"), "statement", ["person_id", "recorded_at"])
    op.add_column("rights_request", sa.Column("sealed_reason", sa.LargeBinary(), nullable=True))
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_column("rights_request", "sealed_reason")
    op.drop_table("statement")


def _to(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_statement_{column}_{to}"))
