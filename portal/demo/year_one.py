"""Year one in the demonstration: the invented cases as rows, by the thousand, past the use cases.

They are of nobody: a case has no person, and none of them was begun by hand. One event says how many there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from lvws_core.ids import OrganisationId, UserId, new_reference
from lvws_core.policy import DEFAULT
from lvws_core.ports import SYSTEM
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.vocabulary import Borough
from portal.intake.allocation.model import AllocationReason
from portal.intake.life.model import DEFINITIONS
from portal.intake.terms.model import Involvement, NoAge, TakeUp
from portal.reports.twin.model import Twin

BATCH: Final = 5000
_REFERENCES: Final = 27**6
_STRIDE: Final = 236_143_927
"""Has no factor in common with the number of references, so that each case has another one."""

_FIRST: Final = 2**127
_MIDDAY: Final = time(12, tzinfo=UTC)
_POLICY: Final = DEFAULT.version
_TAKE_UP: Final = {True: TakeUp.TAKEN_UP.value, False: TakeUp.NOT_TAKEN_UP.value, None: TakeUp.NO_CONTACT.value}


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Whose the invented cases are: the lead, who took them in, and who supported them, by the role."""

    organisation_id: OrganisationId
    taker: UserId
    workers: Mapping[WorkerRole, UserId]


def load(session: Session, cases: Sequence[Twin], whose: Whose, years: int = 0) -> Iterator[int]:
    """Add the cases as rows, and who supported them; gives after each batch how many it was.

    `years` later than year one, for a service that has been there for longer.
    """
    left = iter(cases)
    while batch := tuple(islice(left, BATCH)):
        rows = [_case(case, whose, years) for case in batch]
        session.execute(insert(_table("case")), rows, execution_options=SYSTEM)
        allocated = [_allocation(case, row, whose) for case, row in zip(batch, rows, strict=True) if case.allocated_to]
        if allocated:
            session.execute(insert(_table("case_allocation")), allocated, execution_options=SYSTEM)
        yield len(batch)


def _table(name: str) -> Any:
    return SQLModel.metadata.tables[name]


def _case(case: Twin, whose: Whose, years: int) -> dict[str, Any]:
    number = case.number + years * 1_000_000
    received_on, worker = _later(case.received_on, years), case.allocated_to and whose.workers[case.allocated_to]
    allocated_at = None if worker is None else datetime.combine(received_on, _MIDDAY)
    return {
        "id": UUID(int=_FIRST + number * 2**16, version=4),
        "owner_organisation_id": whose.organisation_id,
        "reference": new_reference((number * _STRIDE % _REFERENCES).to_bytes(8, "big")),
        "source": case.source.value,
        "involvement": Involvement.VICTIM.value,
        "agency": "",
        "force": case.force and case.force.value,
        "crime_category": case.crime_category.value,
        "da_level": case.da_level and case.da_level.value,
        "epr": case.da_level is not None or bool(case.epr),
        "source_epr": case.epr,
        "borough_gss": case.borough.gss or (None if case.borough is Borough.UNKNOWN else case.borough.value),
        "age": case.age,
        "no_age": NoAge.NOT_TOLD.value if case.age is None else None,
        "needs": "",
        "received_on": received_on,
        "reported_on": case.reported_on and _later(case.reported_on, years),
        "taken_up": {True: True, False: False, None: None}[case.taken_up],
        "take_up": _TAKE_UP[case.taken_up],
        "taken_up_on": case.taken_up_on and _later(case.taken_up_on, years),
        "support_type": case.support_type and case.support_type.value,
        "taken_by": whose.taker,
        "allocated_to": worker,
        "allocated_at": allocated_at,
        "closed_on": _later(case.closed_on, years),
        "closure_reason": case.closure_reason.value,
        "outcomes": "",
        "definitions": DEFINITIONS,
        "created_at": datetime.combine(received_on, _MIDDAY),
        "policy_version": _POLICY,
        "version": 1,
    }


def _allocation(case: Twin, row: Mapping[str, Any], whose: Whose) -> dict[str, Any]:
    assert case.allocated_to is not None  # noqa: S101 - the caller has looked
    return {
        "id": UUID(int=row["id"].int + 1, version=4),
        "owner_organisation_id": whose.organisation_id,
        "case_id": row["id"],
        "to_worker": row["allocated_to"],
        "to_role": case.allocated_to.value,
        "by_user": whose.taker,
        "reason": AllocationReason.FIRST.value,
        "at": row["allocated_at"],
        "policy_version": row["policy_version"],
    }


def _later(day: date, years: int) -> date:
    if not years:
        return day
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
