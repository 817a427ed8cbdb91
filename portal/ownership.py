"""Whose rows a session may write: the owner of a row never changes, and only the owner says who else may look.

The gate's criteria say which rows an organisation may see, and a partner sees rows that are the
lead's. Seeing is not owning: an UPDATE could take such a row over, give it to a third organisation
or delete it, so what is written is checked here too (assurance P1).
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import ORMExecuteState

from portal.gate import GateError

OWNER: Final = "owner_organisation_id"
PARTNER: Final = "partner_organisation_id"
MEMBER: Final = "organisation_id"
"""Whose a row of the directory is."""

SPOKEN: Final = frozenset({"offer_event", "message", "attachment", "override", "asked_again"})
"""What a partner adds to an offer: lines and files that are the lead's, like the offer, and what it answers for."""


def guarded_write(
    state: ORMExecuteState, organisation_id: UUID, *, tenant: frozenset[str], shared: frozenset[str]
) -> Any:
    """Give an ORM update or delete with the condition that its rows are the organisation's to write.

    Raises:
        GateError: It would move a row to another organisation, or the table has no organisation that may write it.
    """
    mapper, values = state.bind_mapper, _values(state)
    statement: Any = state.statement
    table = getattr(mapper and mapper.local_table, "name", "")
    if mapper is None or table not in tenant | shared:
        return statement
    whose = OWNER if table in tenant else MEMBER
    if whose in values or whose not in mapper.columns:
        raise GateError(f"a row of {table} stays with its organisation")
    if table in tenant and not state.is_delete and values.get(PARTNER, organisation_id) == organisation_id:
        return statement
    return statement.where(getattr(mapper.class_, whose) == organisation_id)


def _values(state: ORMExecuteState) -> Mapping[str, Any]:
    given: Any = getattr(state.statement, "_values", None) or {}
    named = {getattr(key, "key", key): getattr(value, "value", None) for key, value in given.items()}
    more = state.parameters if isinstance(state.parameters, Mapping) else {}
    return {**named, **more}


def may_flush(row: Any, organisation_id: UUID, *, is_new: bool, is_deleted: bool) -> bool:
    """Say whether a row that is added, changed or deleted in a session is the organisation's to write."""
    state = inspect(row)
    whose = OWNER if OWNER in state.mapper.columns else MEMBER
    if whose not in state.mapper.columns or (not is_new and state.attrs[whose].history.has_changes()):
        return False
    if getattr(row, whose) == organisation_id:
        return True
    return not is_deleted and _may_speak(row, organisation_id, is_new=is_new)


def _may_speak(row: Any, organisation_id: UUID, *, is_new: bool) -> bool:
    shared_with_us = getattr(row, PARTNER, None) == organisation_id
    return shared_with_us and (not is_new or row.__table__.name in SPOKEN)
