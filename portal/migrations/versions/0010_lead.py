"""Lead: what came back and waits, where a request stands, and drafts that are kept for a time."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
DUE = sa.text("due_at IS NOT NULL")
RETURNED = sa.text("return_key IS NOT NULL")
CAME_BACK = "('declined', 'expired', 'handed_back', 'not_reached', 'withdrawn')"
RANKS = {"high": 0, "medium": 1, "standard": 2}


def upgrade() -> None:
    op.add_column("offer", sa.Column("request_reference", TEXT, nullable=False, server_default=""))
    op.add_column("offer", sa.Column("set_aside", TEXT, nullable=False, server_default=""))
    op.add_column("offer", sa.Column("return_key", TEXT, nullable=True))
    op.create_index(
        op.f("ix_offer_due"),
        "offer",
        ["owner_organisation_id", "due_at", "id"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.create_index(
        op.f("ix_offer_returned"),
        "offer",
        ["owner_organisation_id", "return_key"],
        sqlite_where=RETURNED,
        postgresql_where=RETURNED,
    )
    long_ago = sa.text("'1970-01-01 00:00:00'")
    op.add_column("request", sa.Column("changed_at", INSTANT, nullable=False, server_default=long_ago))
    op.add_column("request", sa.Column("co_work", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("held_at", "ended_at", "outcome_acknowledged_at"):
        op.add_column("request", sa.Column(name, INSTANT, nullable=True))
    op.add_column("request", sa.Column("reason", TEXT, nullable=True))
    columns = ["owner_organisation_id", "status", "changed_at", "id"]
    op.create_index(op.f("ix_request_changed"), "request", columns)
    op.execute("UPDATE request SET changed_at = created_at")
    op.execute(
        "UPDATE offer SET request_reference = "
        "coalesce((SELECT reference FROM request WHERE request.id = offer.request_id), '')"
    )
    _mark_what_came_back()


def _mark_what_came_back() -> None:
    connection = op.get_bind()
    found = connection.execute(
        sa.text(f"SELECT id, reference, risk, life FROM offer WHERE status IN {CAME_BACK}")  # noqa: S608 -- constants
    ).all()
    for offer_id, reference, risk, life in found:
        ended = str(json.loads(bytes(life))["ended_at"])
        moment = "".join(character for character in ended[:19] if character.isdigit())
        key = f"{RANKS[risk]}{moment} {reference}"
        connection.execute(
            sa.text("UPDATE offer SET return_key = :key WHERE id = :offer_id"), {"key": key, "offer_id": offer_id}
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_request_changed"), table_name="request")
    for column in ("reason", "outcome_acknowledged_at", "ended_at", "held_at", "co_work", "changed_at"):
        op.drop_column("request", column)
    op.drop_index(op.f("ix_offer_returned"), table_name="offer")
    op.drop_index(op.f("ix_offer_due"), table_name="offer")
    for column in ("return_key", "set_aside", "request_reference"):
        op.drop_column("offer", column)
