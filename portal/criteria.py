"""Which rows a session reads: the criteria that the gate puts on every statement of an organisation.

Besides the organisation it may be about one member of staff. Who is restricted to a case team is there
for that team alone (`portal.need_to_know`). An intake worker reads its own intakes
alone, and whoever stands in the conflict register reads nothing of that person: what is theirs is
missing for them, in every list, count and search as on its own page (MAR-50, ROUTE-08; assurance P5).
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, inspect, or_, select
from sqlalchemy.orm import Mapper, with_loader_criteria
from sqlmodel import col

from notifications.notices.tables import NoticeRow
from partners.offers.tables import OfferRow
from portal.auth.tables import Organisation
from portal.intake.tables import CaseRow
from portal.need_to_know import KEPT, restricted
from portal.people.marac.tables import MaracReferralRow
from portal.people.tables import ConflictRow, LikenessRow, PersonRow


def criteria(
    organisation_id: UUID,
    *,
    tenant: frozenset[str],
    system: frozenset[str],
    worker_id: UUID | None = None,
    staff_id: UUID | None = None,
    manages: bool = False,
) -> tuple[Any, ...]:
    """Give the options that admit what an organisation may see, and of `system` tables nothing.

    `worker_id` names an intake worker, `staff_id` whoever is at work; without one nobody is kept away as
    connected, and who is restricted to a team is there for nobody. `manages` as in `restricted`.
    """
    unknown = restricted(organisation_id, staff_id, manages=manages)
    options = _own_intakes(organisation_id, worker_id) if worker_id is not None else []
    for mapper in _mappers(tenant):
        row = mapper.class_
        admitted = row.owner_organisation_id == organisation_id
        if "partner_organisation_id" in mapper.columns:
            admitted = or_(admitted, row.partner_organisation_id == organisation_id)
        kept = [] if staff_id is None else [*_kept_away(mapper, _connected(staff_id))]
        if mapper.local_table.name not in KEPT:  # type: ignore[attr-defined]  # a mapped class has a table
            kept += _kept_away(mapper, unknown)
        options.append(with_loader_criteria(row, and_(admitted, *kept), include_aliases=True))
    options += [with_loader_criteria(m.class_, false(), include_aliases=True) for m in _mappers(system)]
    return tuple(options)


def _mappers(names: frozenset[str]) -> Iterator[Mapper[Any]]:
    registry = inspect(Organisation).registry
    return (m for m in registry.mappers if getattr(m.local_table, "name", None) in names)


def _own_intakes(organisation_id: UUID, worker_id: UUID) -> list[Any]:
    free = or_(col(OfferRow.assigned_to).is_(None), col(OfferRow.assigned_to) == worker_id)
    came_in = and_(col(OfferRow.partner_organisation_id) == organisation_id, free)
    still = or_(col(CaseRow.allocated_to).is_(None), col(CaseRow.returned_at).is_not(None))
    own = and_(col(CaseRow.taken_by) == worker_id, still)
    return [
        with_loader_criteria(row, each, include_aliases=True) for row, each in ((OfferRow, came_in), (CaseRow, own))
    ]


def _kept_away(mapper: Mapper[Any], people: Select[Any]) -> Iterable[ColumnElement[bool]]:
    """Give what keeps a member of staff from the rows about people of whom they are to know nothing."""
    row = mapper.class_
    if row is PersonRow:
        yield col(PersonRow.id).not_in(people)
    if row is LikenessRow:
        yield and_(col(LikenessRow.first_id).not_in(people), col(LikenessRow.second_id).not_in(people))
    if row is NoticeRow:
        yield col(NoticeRow.reference).not_in(_offers("reference", people))
        yield col(NoticeRow.reference).not_in(_referred(people))
    if "person_id" in mapper.columns:
        yield or_(row.person_id.is_(None), row.person_id.not_in(people))
    if "offer_id" in mapper.columns:
        yield or_(row.offer_id.is_(None), row.offer_id.not_in(_offers("id", people)))
    if "case_id" in mapper.columns:
        yield row.case_id.not_in(_cases(people))


# Of the tables and not of the classes: whoever registered it, a connection counts for everybody whom it names.
def _connected(staff_id: UUID) -> Select[Any]:
    register = ConflictRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return select(register.person_id).where(register.staff_id == staff_id, register.ended_at.is_(None)).correlate(None)


def _offers(column: str, people: Select[Any]) -> Select[Any]:
    offer = OfferRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return select(offer[column]).where(offer.person_id.in_(people)).correlate(None)


def _referred(people: Select[Any]) -> Select[Any]:
    referral = MaracReferralRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return select(referral.reference).where(referral.person_id.in_(people)).correlate(None)


def _cases(people: Select[Any]) -> Select[Any]:
    case = CaseRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    theirs = or_(case.person_id.in_(people), case.offer_id.in_(_offers("id", people)))
    return select(case.id).where(theirs).correlate(None)
