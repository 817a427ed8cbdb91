"""The outbox of notices, who is on duty, and by which channel each reader is told."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
DEAD = sa.text("state = 'dead'")
OPEN = sa.text("state IN ('waiting', 'claimed', 'put_off')")
UNPLANNED = sa.text("planned_at IS NULL")
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON delivery, duty, preference, team_digest TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("perhaps", sa.Boolean(), nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
        *_of_staff("delivery"),
    )
    op.create_index("ix_delivery_dead", "delivery", ["owner_organisation_id"], sqlite_where=DEAD, postgresql_where=DEAD)
    op.create_index("ix_delivery_newest", "delivery", ["owner_organisation_id", "state", "due_at", "id"])
    op.create_index("ix_delivery_next", "delivery", ["next_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        *_of_staff("duty"),
    )
    op.create_index("ix_duty_ends", "duty", ["owner_organisation_id", "ends_at"])
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("choice", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "topic", name=op.f("pk_preference")),
        *_of_staff("preference"),
    )
    op.create_table(
        "team_digest",
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("owner_organisation_id", name=op.f("pk_team_digest")),
        _owned("team_digest"),
    )
    op.add_column("notice", sa.Column("planned_at", INSTANT, nullable=True))
    op.execute("UPDATE notice SET planned_at = at")  # what was told before there was mail is not sent now
    op.create_index("ix_notice_unplanned", "notice", ["at"], sqlite_where=UNPLANNED, postgresql_where=UNPLANNED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def _of_staff(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    whose = sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{table}_user_id_user"))
    return _owned(table), whose


def _owned(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_owner_organisation_id_organisation")
    return sa.ForeignKeyConstraint(["owner_organisation_id"], ["organisation.id"], name=name)


def downgrade() -> None:
    op.drop_index("ix_notice_unplanned", table_name="notice")
    op.drop_column("notice", "planned_at")
    for table in ("team_digest", "preference", "duty", "delivery"):
        op.drop_table(table)
