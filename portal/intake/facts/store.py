"""What the newest open case of a person says about reaching them, for other slices: codes, nothing sealed."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, col, select

from lvws_core.ids import PersonId
from lvws_core.ports import FoundCase
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel
from portal.intake.steps.model import found_case
from portal.intake.tables import CaseRow
from portal.intake.terms.model import Involvement


def case_facts(session: Session, person_id: PersonId) -> FoundCase | None:
    """Give the facts of the newest open case of a person, None where there is none for this actor.

    Source: domain 5.4.
    """
    return cases_facts(session, (person_id,)).get(person_id)


def cases_facts(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, FoundCase]:
    """Give the same for many people in one statement; whoever has no open case for this actor is left out."""
    columns = (CaseRow.person_id, CaseRow.created_at, CaseRow.da_level, CaseRow.epr, CaseRow.risk)
    rows = session.execute(
        select(*columns, CaseRow.crime_category, CaseRow.involvement, CaseRow.trial_on)  # type: ignore[call-overload]
        .where(col(CaseRow.person_id).in_(people), col(CaseRow.closed_on).is_(None))
        .order_by(col(CaseRow.created_at), col(CaseRow.id))
    )
    return {PersonId(row.person_id): _found(row) for row in rows}  # the newest comes last, and stays


def _found(row: Any) -> FoundCase:
    return found_case(
        utc(row.created_at),
        da_level=row.da_level and DomesticAbuseLevel(row.da_level),
        risk=row.risk and Band(row.risk),
        is_epr=row.epr,
        crime=row.crime_category and CrimeCategory(row.crime_category),
        involvement=Involvement(row.involvement),
        trial_on=row.trial_on,
    )
