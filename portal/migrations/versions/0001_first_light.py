"""First light: accounts, audit, directory, people, requests and offers.

The foreign keys stand here and not in the mapped classes, because slices do not import one
another; they are deferred to the commit, because the flush does not know them and so adds rows
in any order.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)

TAKEN = sa.text("NOT co_work AND status IN ('accepted', 'active', 'paused', 'outcome_due')")
OPEN = sa.text(
    "status IN ('sent', 'acknowledged', 'info_needed', 'waitlisted', 'accepted', 'active', 'paused', 'outcome_due')"
)

APPEND_ONLY_SQLITE = """
CREATE TRIGGER entry_refuses_{act} BEFORE {act} ON entry
BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END
"""
APPEND_ONLY_POSTGRESQL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit only grows' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER entry_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
RIGHTS_POSTGRESQL = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lvws_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO lvws_app;
    REVOKE UPDATE, DELETE ON entry, anchor FROM lvws_app;
    REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM lvws_app;
  END IF;
END $$
"""


def upgrade() -> None:
    _accounts()
    _audit()
    _directory()
    _people()
    _offers()
    _guard_the_audit()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, deferrable=True, initially="DEFERRED")


def _references(table: str, columns: Iterable[str], target: str) -> list[sa.ForeignKeyConstraint]:
    return [_to(table, column, target) for column in columns]


TABLES = (
    "organisation",
    "user",
    "credential",
    "session",
    "invitation",
    "submission",
    "entry",
    "anchor",
    "service",
    "remit",
    "capacity",
    "agreement",
    "person",
    "contact_plan",
    "consent",
    "risk_assessment",
    "request",
    "offer",
    "message",
    "offer_event",
)


def _accounts() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("roles", TEXT, nullable=False),
        sa.Column("team", TEXT, nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        _to("user", "organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_user_organisation_id"), "user", ["organisation_id"])
    op.create_table(
        "credential",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=True),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('password', 'totp')", name=op.f("ck_credential_kind")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_credential")),
        _to("credential", "user_id", "user"),
    )
    op.create_table(
        "session",
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_session")),
        _to("session", "user_id", "user"),
    )
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
        _to("invitation", "user_id", "user"),
    )
    op.create_table(
        "submission",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("location", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_submission")),
        _to("submission", "user_id", "user"),
    )


def _audit() -> None:
    op.create_table(
        "entry",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_entry")),
    )
    op.create_index(op.f("ix_entry_actor_id"), "entry", ["actor_id"])
    op.create_index(op.f("ix_entry_subject_id"), "entry", ["subject_id"])
    op.create_table(
        "anchor",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_anchor")),
    )


def _directory() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("key", name=op.f("uq_service_key")),
        _to("service", "organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_service_organisation_id"), "service", ["organisation_id"])
    op.create_table(
        "remit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remit")),
        _to("remit", "organisation_id", "organisation"),
        _to("remit", "service_id", "service"),
    )
    op.create_index(op.f("ix_remit_service"), "remit", ["service_id", "valid_from"])
    op.create_table(
        "capacity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        _to("capacity", "organisation_id", "organisation"),
        _to("capacity", "service_id", "service"),
        _to("capacity", "said_by", "user"),
    )
    op.create_index(op.f("ix_capacity_newest"), "capacity", ["service_id", "said_at"])
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        _to("agreement", "organisation_id", "organisation"),
    )
    op.create_index(op.f("ix_agreement_organisation_id"), "agreement", ["organisation_id"])


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.LargeBinary(), nullable=False),
        sa.Column("birth_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("reference", name=op.f("uq_person_reference")),
        _to("person", "owner_organisation_id", "organisation"),
        _to("person", "created_by", "user"),
    )
    op.create_index(op.f("ix_person_name_birth"), "person", ["owner_organisation_id", "name_index", "birth_index"])
    op.create_index(op.f("ix_person_phone"), "person", ["owner_organisation_id", "phone_index"])
    op.create_index(op.f("ix_person_recent"), "person", ["owner_organisation_id", "created_at", "id"])
    op.create_table(
        "contact_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_plan", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_plan")),
        _to("contact_plan", "owner_organisation_id", "organisation"),
        _to("contact_plan", "person_id", "person"),
        _to("contact_plan", "created_by", "user"),
    )
    op.create_index(op.f("ix_contact_plan_newest"), "contact_plan", ["person_id", "created_at"])
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("explicit", sa.Boolean(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("valid_from", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("captured_at", INSTANT, nullable=False),
        sa.Column("captured_by", sa.Uuid(), nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("alone", TEXT, nullable=False),
        sa.Column("limits_explained", sa.Boolean(), nullable=False),
        sa.Column("notice_version", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        *_references("consent", ("owner_organisation_id", "organisation_id"), "organisation"),
        _to("consent", "person_id", "person"),
        _to("consent", "captured_by", "user"),
    )
    op.create_index(op.f("ix_consent_person"), "consent", ["person_id", "organisation_id"])
    op.create_table(
        "risk_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("tool_key", TEXT, nullable=False),
        sa.Column("tool_version", TEXT, nullable=False),
        sa.Column("assessed_at", INSTANT, nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=False),
        sa.Column("yes_count", sa.Integer(), nullable=False),
        sa.Column("unknown_count", sa.Integer(), nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("marac", sa.Boolean(), nullable=False),
        sa.Column("policy_version", TEXT, nullable=False),
        sa.Column("sealed_assessment", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_assessment")),
        _to("risk_assessment", "owner_organisation_id", "organisation"),
        _to("risk_assessment", "person_id", "person"),
        _to("risk_assessment", "assessed_by", "user"),
    )
    op.create_index(op.f("ix_risk_assessment_newest"), "risk_assessment", ["person_id", "assessed_at"])
    op.create_table(
        "request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("risk", TEXT, nullable=False),
        sa.Column("need", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_request_reference")),
        _to("request", "owner_organisation_id", "organisation"),
        _to("request", "person_id", "person"),
        _to("request", "created_by", "user"),
    )
    op.create_index(op.f("ix_request_person"), "request", ["person_id"])
    op.create_index(op.f("ix_request_recent"), "request", ["owner_organisation_id", "created_at", "id"])


def _offers() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("risk", TEXT, nullable=False),
        sa.Column("co_work", sa.Boolean(), nullable=False),
        sa.Column("needs", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("due_kind", TEXT, nullable=True),
        sa.Column("sort_key", TEXT, nullable=False),
        sa.Column("life", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("reference", name=op.f("uq_offer_reference")),
        *_references("offer", ("owner_organisation_id", "partner_organisation_id", "organisation_id"), "organisation"),
        _to("offer", "service_id", "service"),
        _to("offer", "assigned_to", "user"),
    )
    op.create_index(
        op.f("ix_offer_inbox"),
        "offer",
        ["partner_organisation_id", "sort_key"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(op.f("ix_offer_partner_changed"), "offer", ["partner_organisation_id", "changed_at", "id"])
    op.create_index(op.f("ix_offer_person"), "offer", ["person_id", "organisation_id"])
    op.create_index(op.f("ix_offer_request"), "offer", ["request_id"])
    op.create_index(op.f("ix_offer_sent"), "offer", ["owner_organisation_id", "changed_at", "id"])
    op.create_index(
        op.f("uq_offer_one_acceptance"),
        "offer",
        ["request_id"],
        unique=True,
        sqlite_where=TAKEN,
        postgresql_where=TAKEN,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        *_references("message", ("owner_organisation_id", "partner_organisation_id"), "organisation"),
        _to("message", "offer_id", "offer"),
        _to("message", "author_id", "user"),
    )
    op.create_index(op.f("ix_message_offer"), "message", ["offer_id", "at"])
    op.create_table(
        "offer_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("partner_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("old", TEXT, nullable=True),
        sa.Column("new", TEXT, nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_event")),
        *_references("offer_event", ("owner_organisation_id", "partner_organisation_id"), "organisation"),
        _to("offer_event", "offer_id", "offer"),
        _to("offer_event", "actor_id", "user"),
        _to("offer_event", "message_id", "message"),
    )
    op.create_index(op.f("ix_offer_event_offer"), "offer_event", ["offer_id", "at"])


def _guard_the_audit() -> None:
    if op.get_context().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(APPEND_ONLY_SQLITE.format(act=act))
    else:
        op.execute(APPEND_ONLY_POSTGRESQL)
        op.execute(RIGHTS_POSTGRESQL)
