"""Inbox: stops first, the order of the waiting list, keyed search, the last visit, preferences."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.String()
OPEN = "status IN ('sent', 'acknowledged', 'info_needed', 'waitlisted', 'accepted', 'active', 'paused', 'outcome_due')"
INBOX = f"{OPEN} OR due_kind = 'stop'"
WAITING = "status = 'waitlisted'"
INDEXES = ("name_index", "phone_index", "other_phone_index")


def upgrade() -> None:
    op.add_column("user", sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("user", sa.Column("filters", TEXT, nullable=False, server_default=""))
    op.add_column("session", sa.Column("before_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_session_user"), "session", ["user_id", "seen_at"])
    op.create_index(op.f("ix_offer_event_partner"), "offer_event", ["partner_organisation_id", "at"])
    op.add_column("offer", sa.Column("waiting_key", TEXT, nullable=True))
    for column in INDEXES:
        op.add_column("offer", sa.Column(column, sa.LargeBinary(), nullable=True))
        name = "ix_offer_" + column.removesuffix("_index")
        op.create_index(op.f(name), "offer", ["partner_organisation_id", column])
    _fill()
    _inbox_index(INBOX)
    _partial("ix_offer_waiting", "waiting_key", WAITING)


def downgrade() -> None:
    op.drop_index(op.f("ix_offer_waiting"), table_name="offer")
    op.execute("UPDATE offer SET sort_key = substr(sort_key, 2) WHERE due_kind = 'stop'")
    _inbox_index(OPEN)
    for column in INDEXES:
        op.drop_index(op.f("ix_offer_" + column.removesuffix("_index")), table_name="offer")
        op.drop_column("offer", column)
    op.drop_column("offer", "waiting_key")
    op.drop_index(op.f("ix_offer_event_partner"), table_name="offer_event")
    op.drop_index(op.f("ix_session_user"), table_name="session")
    op.drop_column("session", "before_at")
    op.drop_column("user", "filters")
    op.drop_column("user", "shortcuts")


def _inbox_index(condition: str) -> None:
    op.drop_index(op.f("ix_offer_inbox"), table_name="offer")
    _partial("ix_offer_inbox", "sort_key", condition)


def _partial(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    columns = ["partner_organisation_id", column]
    op.create_index(op.f(name), "offer", columns, sqlite_where=where, postgresql_where=where)


def _fill() -> None:
    """Give the new keys to what is there; the keyed indexes need the vault and come with the next sending."""
    op.execute("UPDATE offer SET sort_key = '0' || sort_key WHERE due_kind = 'stop'")
    offer = sa.table(
        "offer", *(sa.column(name) for name in ("id", "risk", "reference", "status", "life", "sort_key", "waiting_key"))
    )
    connection = op.get_bind()
    waiting = connection.execute(sa.select(offer).where(offer.c.status == "waitlisted")).mappings().all()
    for row in waiting:
        rank = ("high", "medium", "standard").index(row["risk"])
        when = row["sort_key"].partition(" ")[0]
        expected = json.loads(bytes(row["life"])).get("until") or "9999-12-31"
        key = f"{rank} {expected} {when[:10]}{when[11:]} {row['reference']}"
        connection.execute(sa.update(offer).where(offer.c.id == row["id"]).values(waiting_key=key))
