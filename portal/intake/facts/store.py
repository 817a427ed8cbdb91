"""What the newest open case of a person says about reaching them, for other slices: codes, nothing sealed."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, col, select

from lvws_core.ids import PersonId
from lvws_core.ports import FoundCase
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel
from portal.intake.tables import CaseRow
from portal.intake.terms.model import Involvement

_SEXUAL = frozenset({CrimeCategory.RAPE.value, CrimeCategory.OTHER_SEXUAL_OFFENCES.value})


def case_facts(session: Session, person_id: PersonId) -> FoundCase | None:
    """Give the facts of the newest open case of a person, None where there is none for this actor.

    Source: domain 5.4.
    """
    return cases_facts(session, (person_id,)).get(person_id)


def cases_facts(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, FoundCase]:
    """Give the same for many people in one statement; whoever has no open case for this actor is left out."""
    columns = (CaseRow.person_id, CaseRow.created_at, CaseRow.da_level, CaseRow.epr, CaseRow.risk)
    rows = session.execute(
        select(*columns, CaseRow.crime_category, CaseRow.involvement)  # type: ignore[call-overload]
        .where(col(CaseRow.person_id).in_(people), col(CaseRow.closed_on).is_(None))
        .order_by(col(CaseRow.created_at), col(CaseRow.id))
    )
    return {PersonId(row.person_id): _found(row) for row in rows}  # the newest comes last, and stays


def _found(row: Any) -> FoundCase:
    return FoundCase(
        received_at=utc(row.created_at),
        high_risk=row.da_level == DomesticAbuseLevel.HIGH.value or row.risk == Band.HIGH.value,
        domestic_abuse=row.da_level is not None,
        enhanced=row.epr,
        sexual_violence=row.crime_category in _SEXUAL,
        is_witness=row.involvement == Involvement.WITNESS.value,
    )
