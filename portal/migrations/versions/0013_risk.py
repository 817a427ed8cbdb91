"""Risk: one series for each perpetrator, what has happened since, the stalking follow-up, and half-written work."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON risk_trigger, risk_follow_up, risk_draft TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    long_ago = sa.text("'1970-01-01 00:00:00'")
    op.add_column("risk_assessment", sa.Column("recorded_at", INSTANT, nullable=False, server_default=long_ago))
    op.add_column("risk_assessment", sa.Column("pair", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE risk_assessment SET recorded_at = assessed_at")
    op.create_table(
        "risk_trigger",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_trigger", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_trigger")),
        _to_person("risk_trigger"),
    )
    op.create_index(op.f("ix_risk_trigger_newest"), "risk_trigger", ["person_id", "noted_at"])
    op.create_table(
        "risk_follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("tool_key", sa.String(), nullable=False),
        sa.Column("tool_version", sa.String(), nullable=False),
        sa.Column("assessed_at", INSTANT, nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_follow_up", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_follow_up")),
        _to_person("risk_follow_up"),
    )
    op.create_index(op.f("ix_risk_follow_up_newest"), "risk_follow_up", ["person_id", "assessed_at"])
    op.create_table(
        "risk_draft",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.Column("sealed_draft", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kept_by", name=op.f("pk_risk_draft")),
        _to_person("risk_draft"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in ("risk_draft", "risk_follow_up", "risk_trigger"):
        op.drop_table(table)
    for column in ("pair", "recorded_at"):
        op.drop_column("risk_assessment", column)


def _to_person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_person_id_person")
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=name, deferrable=True, initially="DEFERRED")
