"""Host sites with their gates, pack and issues; placements and clearances."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("site", "gate", "gate_step", "pack_item", "site_issue", "placement", "clearance")
RIGHTS_POSTGRESQL = f"""
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    _sites()
    _what_is_there()
    _people()
    if op.get_context().dialect.name == "postgresql":
        op.execute(RIGHTS_POSTGRESQL)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _sites() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("host_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ods_code", sa.String(), nullable=False),
        sa.Column("police_base", sa.String(), nullable=False),
        sa.Column("departments", sa.LargeBinary(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("cover_plan", sa.String(), nullable=False),
        sa.Column("sponsor", sa.LargeBinary(), nullable=False),
        sa.Column("operational_lead", sa.LargeBinary(), nullable=False),
        sa.Column("safeguarding_phone", sa.String(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR opened_on IS NULL OR ended_on > opened_on", name=op.f("ck_site_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("reference", name=op.f("uq_site_reference")),
    )
    op.create_index(op.f("ix_site_host"), "site", ["host_organisation_id"])
    op.create_index(op.f("ix_site_name"), "site", ["owner_organisation_id", "name", "id"])
    op.create_table(
        "gate",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("held_since", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("blocker", sa.String(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("spans", sa.LargeBinary(), nullable=False),
        sa.Column("runs_out_on", sa.Date(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "kind", name=op.f("pk_gate")),
        _to_site("gate"),
    )
    op.create_index(op.f("ix_gate_runs_out"), "gate", ["runs_out_on"])
    op.create_table(
        "gate_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_step")),
        _to_site("gate_step"),
    )
    op.create_index(op.f("ix_gate_step_gate"), "gate_step", ["site_id", "kind", "at"])


def _what_is_there() -> None:
    op.create_table(
        "pack_item",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "key", name=op.f("pk_pack_item")),
        _to_site("pack_item"),
    )
    op.create_table(
        "site_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("seen_to_by", sa.String(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_site_issue_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_issue")),
        _to_site("site_issue"),
    )
    op.create_index(op.f("ix_site_issue_open"), "site_issue", ["closed_at", "escalated_at", "opened_at"])
    op.create_index(op.f("ix_site_issue_site"), "site_issue", ["site_id", "closed_at", "opened_at"])


def _people() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_placement_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        _to_site("placement"),
    )
    op.create_index(op.f("ix_placement_site"), "placement", ["site_id", "starts_on"])
    op.create_index(op.f("ix_placement_worker"), "placement", ["worker_id", "starts_on"])
    op.create_table(
        "clearance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("given_up_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name=op.f("ck_clearance_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
        _to_site("clearance"),
    )
    op.create_index(op.f("ix_clearance_expires"), "clearance", ["expires_on"])
    op.create_index(op.f("ix_clearance_worker"), "clearance", ["worker_id", "kind"])
    op.create_index(op.f("ix_clearance_site"), "clearance", ["site_id"])


def _to_site(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_site_id_site")
    return sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=name, deferrable=True, initially="DEFERRED")
