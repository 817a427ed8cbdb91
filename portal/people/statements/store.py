"""Rows of statements: added, and read with their words."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from portal.people.statements.model import Opinion, Statement
from portal.people.statements.tables import StatementRow

_MOST = 50


def add(session: Session, vault: Vault, key: RecordKey, made: Statement, at: datetime) -> None:
    """Store what the person whose key it is said."""
    session.add(
        StatementRow(
            id=made.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            about=made.about.value,
            said_on=made.said_on,
            recorded_at=utc(at),
            recorded_by=made.by,
            sealed_words=vault.seal(key, _column(made.id), made.words),
        )
    )
    session.flush()


def of_person(session: Session, vault: Vault, key: RecordKey, about: Opinion | None = None) -> tuple[Statement, ...]:
    """Give what a person said, of one opinion where one is asked for, the newest first, at most fifty.

    It opens red fields: whoever calls it records the read.
    """
    statement = select(StatementRow).where(StatementRow.person_id == key.record_id)
    if about is not None:
        statement = statement.where(StatementRow.about == about.value)
    newest = (col(StatementRow.recorded_at).desc(), col(StatementRow.id).desc())
    rows = session.exec(statement.order_by(*newest).limit(_MOST))
    return tuple(_statement(vault, key, row) for row in rows)


def _statement(vault: Vault, key: RecordKey, row: StatementRow) -> Statement:
    return Statement(
        id=row.id,
        about=Opinion(row.about),
        said_on=row.said_on,
        by=UserId(row.recorded_by),
        words=vault.open(key, _column(row.id), row.sealed_words),
    )


def _column(row_id: UUID) -> str:
    return f"statement.words:{row_id}"
