"""Rights: requests, what is left out of a pack, legal holds, suppression tokens; what was erased is marked."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
TABLES = ("rights_request", "rights_item", "legal_hold", "suppression")
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    _requests()
    _items()
    _holds()
    _table("suppression", sa.Column("token", sa.LargeBinary(), nullable=False), _day("made_on", nullable=False))
    op.create_index(op.f("uq_suppression_token"), "suppression", ["owner_organisation_id", "token"], unique=True)
    op.add_column("case", _day("erased_on"))
    op.add_column("request", _day("erased_on"))
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_column("request", "erased_on")
    op.drop_column("case", "erased_on")
    for table in reversed(TABLES):
        op.drop_table(table)


def _requests() -> None:
    table = "rights_request"
    _table(
        table,
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("asker", TEXT, nullable=False),
        _day("received_on", nullable=False),
        _user("raised_by", nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("identity_check", TEXT, nullable=False),
        _day("identified_on"),
        _day("asked_on"),
        _day("clarified_on"),
        sa.Column("longer_because", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        _user("proposed_by"),
        _user("seconded_by"),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("reference", name=op.f("uq_rights_request_reference")),
        _to(table, "person_id", "person"),
        *(_to(table, column, "user") for column in ("raised_by", "proposed_by", "seconded_by")),
    )
    queue = ["owner_organisation_id", "received_on", "id"]
    is_open = sa.text("answered_at IS NULL")
    op.create_index(op.f("ix_rights_request_person"), table, ["person_id"])
    op.create_index(op.f("ix_rights_request_queue"), table, queue)
    op.create_index(op.f("ix_rights_request_open"), table, queue, sqlite_where=is_open, postgresql_where=is_open)


def _items() -> None:
    table = "rights_item"
    _table(
        table,
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("treatment", TEXT, nullable=False),
        sa.Column("ground", TEXT, nullable=False),
        _user("decided_by", nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        _user("released_by"),
        sa.Column("released_at", INSTANT, nullable=True),
        _to(table, "person_id", "person"),
        _to(table, "request_id", "rights_request"),
        *(_to(table, column, "user") for column in ("decided_by", "released_by")),
    )
    op.create_index(op.f("uq_rights_item"), table, ["request_id", "item"], unique=True)
    op.create_index(op.f("ix_rights_item_person"), table, ["person_id"])


def _holds() -> None:
    table = "legal_hold"
    _table(
        table,
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        _day("since", nullable=False),
        _day("review_on", nullable=False),
        _user("held_by", nullable=False),
        sa.Column("held_at", INSTANT, nullable=False),
        _user("lifted_by"),
        sa.Column("lifted_at", INSTANT, nullable=True),
        _to(table, "person_id", "person"),
        *(_to(table, column, "user") for column in ("held_by", "lifted_by")),
    )
    stands = sa.text("lifted_at IS NULL")
    review = ["owner_organisation_id", "review_on"]
    op.create_index(op.f("ix_legal_hold_person"), table, ["person_id"])
    op.create_index(op.f("ix_legal_hold_review"), table, review, sqlite_where=stands, postgresql_where=stands)


def _table(table: str, *rest: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        *rest,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _to(table, "owner_organisation_id", "organisation"),
    )


def _day(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _user(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
