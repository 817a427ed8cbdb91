"""Recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

# The role that the web process connects as owns nothing and may not change the schema; it is made at installation.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_code"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_recovery_code_user_id_user"),
    )
    op.create_index("ix_recovery_code_user_id", "recovery_code", ["user_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RIGHTS)


def downgrade() -> None:
    op.drop_table("recovery_code")
