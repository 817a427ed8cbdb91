"""Which rows a session reads: the criteria that the gate puts on every statement of an organisation.

Besides the organisation it may be about one member of staff. Who is restricted to a case team is there
for that team alone (`portal.need_to_know`). An intake worker reads its own intakes
alone, and whoever stands in the conflict register reads nothing of that person: what is theirs is
missing for them, in every list, count and search as on its own page (MAR-50, ROUTE-08; assurance P5). Whom
somebody erased is missing for everybody: what is left is for counts alone (RET-02).

SQLAlchemy reads each option again with each statement, and there are some fifty tables. So a statement
carries the criteria of the tables that it names, and for all others one option by which no row is admitted.

PostgreSQL's row security is made of the same parts (`portal.row_security`), with settings of the transaction in
the place of the values.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, inspect, or_, select
from sqlalchemy.orm import Mapper, with_loader_criteria
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlmodel import col

from notifications.notices.tables import NoticeRow
from partners.offers.tables import OfferRow
from portal.auth.tables import Organisation
from portal.intake.tables import CaseRow
from portal.need_to_know import KEPT, Whose, restricted
from portal.people.marac.tables import MaracReferralRow
from portal.people.tables import ConflictRow, LikenessRow, PersonRow
from portal.referrals.tables import RequestRow


class Criteria:
    """What the gate puts on the statements of one session: each table's is made when a statement first names it.

    Of tenant tables it admits what the organisation may see, of system tables nothing. `worker_id` names an
    intake worker, `staff_id` whoever is at work; without one nobody is kept away as connected, and who is
    restricted to a team is there for nobody. `manages`, `on` and `admitted` as in `restricted`.
    """

    def __init__(
        self,
        organisation_id: UUID,
        *,
        tenant: frozenset[str],
        system: frozenset[str],
        worker_id: UUID | None = None,
        staff_id: UUID | None = None,
        manages: bool = False,
        on: date | None = None,
        admitted: UUID | None = None,
    ) -> None:
        self._organisation_id = organisation_id
        self._tenant, self._system = tenant, system
        self._own = {} if worker_id is None else own_intakes(organisation_id, worker_id)
        hidden = restricted(organisation_id, staff_id, manages=manages, on=on, admitted=admitted)
        self._unknown = Unknown(hidden)
        self._connected = None if staff_id is None else Unknown(connected(staff_id))
        self._made: dict[Mapper[Any], Any] = {}

    def of(self, named: frozenset[Mapper[Any]]) -> tuple[Any, ...]:
        """Give the options for a statement that names these mappers and no other."""
        admitting = (self._option(mapper) for mapper in mappers(self._tenant) if mapper in named)
        return (*admitting, _shut(self._tenant, self._system, named))

    def _option(self, mapper: Mapper[Any]) -> Any:
        if mapper not in self._made:
            self._made[mapper] = with_loader_criteria(
                mapper.class_, and_(*self._admitted(mapper)), include_aliases=True
            )
        return self._made[mapper]

    def _admitted(self, mapper: Mapper[Any]) -> Iterator[ColumnElement[bool]]:
        row = mapper.class_
        yield ours(mapper, self._organisation_id)
        yield from not_erased(row)
        if row in self._own:
            yield self._own[row]
        if self._connected is not None:
            yield from kept_away(mapper, self._connected)
        if mapper.local_table.name not in KEPT:  # type: ignore[attr-defined]  # a mapped class has a table
            yield from kept_away(mapper, self._unknown)


def ours(mapper: Mapper[Any], organisation_id: Whose) -> ColumnElement[bool]:
    """Say of a tenant's row that it is the organisation's, or shared with it as the partner."""
    row: Any = mapper.class_
    own: ColumnElement[bool] = row.owner_organisation_id == organisation_id
    if "partner_organisation_id" in mapper.columns:
        return or_(own, row.partner_organisation_id == organisation_id)
    return own


class _Shut(CriteriaOption):
    """The options that admit no row of each of these tables, as one: it is compared by identity."""

    propagate_to_loaders = True  # as theirs

    def __init__(self, mappers: Iterable[Mapper[Any]]) -> None:
        self._each = tuple(with_loader_criteria(m.class_, false(), include_aliases=True) for m in mappers)

    def _gen_cache_key(self, *_: object) -> tuple[Any, ...]:
        return (type(self), self)

    def process_compile_state(self, compile_state: Any) -> None:
        for each in self._each:
            each.process_compile_state(compile_state)

    def process_compile_state_replaced_entities(self, compile_state: Any, mapper_entities: Any) -> None:
        for each in self._each:
            each.process_compile_state_replaced_entities(compile_state, mapper_entities)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        for each in self._each:
            each.get_global_criteria(attributes)


@cache
def _shut(tenant: frozenset[str], system: frozenset[str], named: frozenset[Mapper[Any]]) -> _Shut:
    """Give what shuts a statement that names these mappers off from all other tables."""
    return _Shut((*(each for each in mappers(tenant) if each not in named), *mappers(system)))


@cache
def mappers(names: frozenset[str]) -> tuple[Mapper[Any], ...]:
    """Give what is mapped to these tables."""
    registry = inspect(Organisation).registry
    return tuple(m for m in registry.mappers if getattr(m.local_table, "name", None) in names)


def not_erased(row: Any) -> Iterable[ColumnElement[bool]]:
    """Give what keeps everybody from what is left of a record that was erased."""
    if row in {PersonRow, OfferRow}:
        yield row.sealed_key.is_not(None)
    if row in {CaseRow, RequestRow}:
        yield row.erased_on.is_(None)


def own_intakes(organisation_id: Whose, worker_id: Whose) -> dict[type, ColumnElement[bool]]:
    """Give what an intake worker reads of the rows that have an intake: what is nobody's yet, or its own."""
    free = or_(col(OfferRow.assigned_to).is_(None), col(OfferRow.assigned_to) == worker_id)
    came_in = and_(col(OfferRow.partner_organisation_id) == organisation_id, free)
    still = or_(col(CaseRow.allocated_to).is_(None), col(CaseRow.returned_at).is_not(None))
    return {OfferRow: came_in, CaseRow: and_(col(CaseRow.taken_by) == worker_id, still)}


class Unknown:
    """People of whom somebody is to know nothing, and what is about them; each sub-select is made once."""

    def __init__(self, people: Select[Any]) -> None:
        offer = OfferRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
        case = CaseRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
        self.people = people
        self.offers = select(offer.id).where(offer.person_id.in_(people)).correlate(None)
        self.references = select(offer.reference).where(offer.person_id.in_(people)).correlate(None)
        referral = MaracReferralRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
        self.papers = select(referral.reference).where(referral.person_id.in_(people)).correlate(None)
        person = PersonRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
        self.person_references = select(person.reference).where(person.id.in_(people)).correlate(None)
        theirs = or_(case.person_id.in_(people), case.offer_id.in_(self.offers))
        self.cases = select(case.id).where(theirs).correlate(None)


def kept_away(mapper: Mapper[Any], unknown: Unknown) -> Iterable[ColumnElement[bool]]:
    """Give what keeps a member of staff from the rows about people of whom they are to know nothing."""
    row = mapper.class_
    if row is PersonRow:
        yield col(PersonRow.id).not_in(unknown.people)
    if row is LikenessRow:
        first, second = col(LikenessRow.first_id), col(LikenessRow.second_id)
        yield and_(first.not_in(unknown.people), second.not_in(unknown.people))
    if row is NoticeRow:
        yield col(NoticeRow.reference).not_in(unknown.references)
        yield col(NoticeRow.reference).not_in(unknown.papers)
        yield col(NoticeRow.reference).not_in(unknown.person_references)
    if "person_id" in mapper.columns:
        yield or_(row.person_id.is_(None), row.person_id.not_in(unknown.people))
    if "offer_id" in mapper.columns:
        yield or_(row.offer_id.is_(None), row.offer_id.not_in(unknown.offers))
    if "case_id" in mapper.columns:
        yield row.case_id.not_in(unknown.cases)


# Of the tables and not of the classes: whoever registered it, a connection counts for everybody whom it names.
def connected(staff_id: Whose) -> Select[Any]:
    """Give the ids of the people with whom a member of staff stands in the conflict register."""
    register = ConflictRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return select(register.person_id).where(register.staff_id == staff_id, register.ended_at.is_(None)).correlate(None)
