"""Imports: each run with the file that waits, and the key and digest of each line that was taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
COUNTS = ("new", "there", "refused", "faults", "alike")
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON case_import, imported_line TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "case_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_import")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_import_reference")),
        _to("case_import", "owner_organisation_id", "organisation"),
        _to("case_import", "created_by", "user"),
    )
    op.create_index(op.f("ix_case_import_waiting"), "case_import", ["created_by", "created_at"])
    op.create_table(
        "imported_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),  # no foreign key: it outlives the case
        sa.Column("reference_index", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("is_alike", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_line")),
        _to("imported_line", "owner_organisation_id", "organisation"),
        _to("imported_line", "import_id", "case_import"),
    )
    unique = ["owner_organisation_id", "reference_index"]
    op.create_index(op.f("uq_imported_line_reference"), "imported_line", unique, unique=True)
    op.create_index(op.f("ix_imported_line_alike"), "imported_line", ["import_id", "is_alike"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")


def downgrade() -> None:
    for table in ("imported_line", "case_import"):
        op.drop_table(table)
