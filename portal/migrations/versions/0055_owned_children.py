"""A row of a tenant hangs on a row of the same tenant alone: its key to the other one carries the owner (P2, ADR 17).

SQLite cannot change a constraint. What a table is made of stands in its schema as text, and a foreign key changes
nothing in how rows are stored, so the text is changed in its place: to copy fifty tables would be slow for many rows,
and to drop one that others refer to breaks their keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

PARENTS = {
    "person": (
        *("case.person_id", "case_team.person_id", "characteristics.person_id", "conflict_register.person_id"),
        *("conflict_register.other_person_id", "consent.person_id", "consent_not_taken.person_id"),
        *("contact_attempt.person_id", "contact_plan.person_id", "correction.person_id", "legal_hold.person_id"),
        *("likeness.first_id", "likeness.second_id", "marac_action.person_id", "marac_referral.person_id"),
        *("needs_assessment.person_id", "request.person_id", "restriction.person_id", "retention_due.person_id"),
        *("rights_item.person_id", "rights_request.person_id", "risk_assessment.person_id", "risk_draft.person_id"),
        *("risk_follow_up.person_id", "risk_trigger.person_id", "statement.person_id", "told_about.person_id"),
    ),
    "offer": (
        *("asked_again.offer_id", "attachment.offer_id", "message.offer_id", "offer_event.offer_id"),
        *("safety_stop.offer_id", "shared_update.offer_id"),
    ),
    "message": ("attachment.message_id", "offer_event.message_id"),
    "site": (
        *("activity.site_id", "clearance.site_id", "contact.site_id", "gate.site_id", "gate_step.site_id"),
        *("pack_item.site_id", "placement.site_id", "quiet_time.site_id", "site_issue.site_id"),
    ),
    "case": ("case_allocation.case_id", "case_return.case_id"),
    "case_import": ("imported_line.import_id",),
    "marac_referral": ("marac_action.referral_id", "marac_step.referral_id"),
    "permit": ("envelope.permit_id",),
    "rights_request": ("rights_item.request_id",),
}


def upgrade() -> None:
    for parent in PARENTS:
        op.create_index(op.f(f"uq_{parent}_owner"), parent, ["id", "owner_organisation_id"], unique=True)
    _change(is_owned=True)


def downgrade() -> None:
    _change(is_owned=False)
    for parent in PARENTS:
        op.drop_index(op.f(f"uq_{parent}_owner"), table_name=parent)


def _change(*, is_owned: bool) -> None:
    change = _in_place if op.get_bind().dialect.name == "sqlite" else _anew
    keys = [(*child.split("."), parent) for parent, children in PARENTS.items() for child in children]
    change([(table, column, parent) for table, column, parent in keys], is_owned=is_owned)


def _anew(keys: list[tuple[str, str, str]], *, is_owned: bool) -> None:
    inspector = sa.inspect(op.get_bind())
    for table, column, parent in keys:
        name = op.f(f"fk_{table}_{column}_{parent}")
        was = next(key for key in inspector.get_foreign_keys(table) if key["name"] == name)
        also = ["owner_organisation_id"] if is_owned else []
        op.drop_constraint(name, table, type_="foreignkey")
        op.create_foreign_key(name, table, parent, [column, *also], ["id", *also], **was["options"])


def _in_place(keys: list[tuple[str, str, str]], *, is_owned: bool) -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, column, parent in keys:
        name = f'"{parent}"' if parent == "case" else parent
        plain = f"FOREIGN KEY({column}) REFERENCES {name} (id)"
        owned = f"FOREIGN KEY({column}, owner_organisation_id) REFERENCES {name} (id, owner_organisation_id)"
        was, becomes = (plain, owned) if is_owned else (owned, plain)
        change = "UPDATE sqlite_master SET sql = replace(sql, :was, :becomes) WHERE type = 'table' AND name = :table"
        connection.execute(
            sa.text(change + " AND sql LIKE '%' || :was || '%'"), {"was": was, "becomes": becomes, "table": table}
        )
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
