"""Passkeys, and the challenges that they answer."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# The role that the web process connects as owns nothing and may not change the schema; it is made at installation.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON challenge, passkey TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "challenge",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_challenge"),
    )
    op.create_index("ix_challenge_expires_at", "challenge", ["expires_at"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_passkey_user_id_user"),
    )
    op.create_index("ix_passkey_user_id", "passkey", ["user_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS)


def downgrade() -> None:
    op.drop_table("passkey")
    op.drop_table("challenge")
