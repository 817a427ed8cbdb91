"""Packs: services without an account, who confirmed what the lead recorded, messages read, attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON attachment TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("service", sa.Column("off_portal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("offer_event", sa.Column("sealed_confirmer", sa.LargeBinary(), nullable=True))
    op.add_column("message", sa.Column("read_at", INSTANT, nullable=True))
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("category", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        _to("owner_organisation_id", "organisation"),
        _to("partner_organisation_id", "organisation"),
        _to("offer_id", "offer"),
        _to("message_id", "message"),
        _to("author_id", "user"),
    )
    op.create_index(op.f("uq_attachment_number"), "attachment", ["offer_id", "number"], unique=True)
    op.create_index(op.f("ix_attachment_message"), "attachment", ["message_id"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    op.drop_table("attachment")
    op.drop_column("message", "read_at")
    op.drop_column("offer_event", "sealed_confirmer")
    op.drop_column("service", "off_portal")


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_attachment_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")
