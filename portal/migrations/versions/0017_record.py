"""Record: characteristics, needs, what was told and is to tell, case teams, and what was asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    *("characteristics", "needs_assessment", "told_about", "to_tell"),
    *("case_team", "restriction", "asked_again"),
)
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    _said()
    _told()
    _team()
    _table(
        "asked_again",
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        _to("asked_again", "partner_organisation_id", "organisation"),
        _to("asked_again", "offer_id", "offer"),
        _to("asked_again", "actor_id", "user"),
    )
    op.create_index(op.f("ix_asked_again_owner"), "asked_again", ["owner_organisation_id", "at"])
    op.create_index(op.f("ix_asked_again_partner"), "asked_again", ["partner_organisation_id", "at"])
    op.create_index(op.f("ix_asked_again_offer"), "asked_again", ["offer_id"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def _said() -> None:
    _of_person(
        "characteristics",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("sealed_answers", sa.LargeBinary(), nullable=False),
        _to("characteristics", "recorded_by", "user"),
    )
    op.create_index(op.f("uq_characteristics_version"), "characteristics", ["person_id", "version"], unique=True)
    _of_person(
        "needs_assessment",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occasion", TEXT, nullable=False),
        sa.Column("assessed_at", INSTANT, nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_scores", sa.LargeBinary(), nullable=False),
        _to("needs_assessment", "assessed_by", "user"),
    )
    op.create_index(op.f("uq_needs_assessment_version"), "needs_assessment", ["person_id", "version"], unique=True)


def _told() -> None:
    _of_person(
        "told_about",
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        _to("told_about", "recorded_by", "user"),
    )
    op.create_index(op.f("ix_told_about_person"), "told_about", ["person_id", "topic", "recorded_at"])
    # An offer names its person without a key, and so does what is told of it.
    _table(
        "to_tell",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("offer_reference", TEXT, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("news", TEXT, nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("told_by", sa.Uuid(), nullable=True),
        _to("to_tell", "organisation_id", "organisation"),
        _to("to_tell", "told_by", "user"),
    )
    still = sa.text("closed_at IS NULL")
    op.create_index(op.f("ix_to_tell_person"), "to_tell", ["person_id", "closed_at"])
    op.create_index(op.f("ix_to_tell_offer"), "to_tell", ["offer_id"])
    columns = ["owner_organisation_id", "due_at"]
    op.create_index(op.f("ix_to_tell_due"), "to_tell", columns, sqlite_where=still, postgresql_where=still)


def _team() -> None:
    _of_person(
        "case_team",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("joined_by", sa.Uuid(), nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("left_by", sa.Uuid(), nullable=True),
        sa.Column("left_because", TEXT, nullable=True),
        *(_to("case_team", column, "user") for column in ("user_id", "joined_by", "left_by")),
    )
    now, columns = sa.text("left_at IS NULL"), ["person_id", "user_id"]
    op.create_index(
        op.f("uq_case_team_member"), "case_team", columns, unique=True, sqlite_where=now, postgresql_where=now
    )
    op.create_index(op.f("ix_case_team_user"), "case_team", ["user_id", "person_id"])
    _of_person(
        "restriction",
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("restricted_at", INSTANT, nullable=False),
        sa.Column("restricted_by", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        *(_to("restriction", column, "user") for column in ("restricted_by", "lifted_by")),
    )
    stands, columns = sa.text("lifted_at IS NULL"), ["owner_organisation_id", "person_id"]
    op.create_index(
        op.f("uq_restriction_standing"),
        "restriction",
        columns,
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _of_person(table: str, *rest: sa.schema.SchemaItem) -> None:
    _table(table, sa.Column("person_id", sa.Uuid(), nullable=False), *rest, _to(table, "person_id", "person"))


def _table(table: str, *rest: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        *rest,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _to(table, "owner_organisation_id", "organisation"),
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
