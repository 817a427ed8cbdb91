"""Reading the register: everything that is recorded about a person, in one statement a table."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col, select

from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from partners.offers.tables import AttachmentRow, OfferRow
from portal.intake.tables import CaseRow
from portal.people.marac.tables import MaracReferralRow
from portal.people.tables import PersonRow
from portal.referrals.tables import RequestRow
from portal.reviews.tables import OverrideRow
from portal.rights.register.masking.model import known_from, masked
from portal.rights.register.model import (
    Ground,
    Item,
    KeyOf,
    Line,
    Sealed,
    Source,
    Treatment,
    Whose,
    humanised,
    lines_of,
    only,
    without,
)
from portal.rights.register.sources.store import SOURCES

_LISTED = frozenset({"categories", "needs", "gaps", "grounds", "outcomes", "reasons"})
HARMER = ":harmer"
"""What the key of the part of an item ends with that is about whoever may be causing harm."""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What hangs on a person: their key, and the ids of their cases, offers and MARAC referrals.

    `offers` are those that their own organisation sent, with the key of each; `came_in` those by which a
    partner referred them; `references` are of both.
    """

    person_id: PersonId
    key: RecordKey
    cases: frozenset[UUID] = frozenset()
    offers: Mapping[UUID, RecordKey] = {}
    came_in: Mapping[UUID, RecordKey] = {}
    references: Mapping[UUID, Reference] = {}
    referrals: frozenset[UUID] = frozenset()

    def ids(self, source: Source) -> frozenset[UUID]:
        """Give the ids by which a source finds its rows."""
        match source.whose:
            case Whose.PERSON:
                return frozenset({self.person_id})
            case Whose.OFFER:
                return frozenset({*self.offers, *self.came_in})
            case Whose.CASE:
                return self.cases
            case _:
                return self.referrals


def reach_of(session: Session, person_id: PersonId, **options: Any) -> Reach:
    """Give what hangs on a person, in four statements; `options` are those of an execution.

    Raises:
        Missing: There is no such person, not for this actor, or it was erased.
    """
    statement = select(PersonRow.owner_organisation_id, PersonRow.sealed_key).where(PersonRow.id == person_id)
    found = session.exec(statement, **options).first()
    if found is None or found[1] is None:
        raise Missing
    owner, wrapped = found
    cases = session.exec(select(CaseRow.id, CaseRow.offer_id).where(CaseRow.person_id == person_id), **options).all()
    came_in = frozenset(offer_id for _, offer_id in cases if offer_id is not None)
    columns = (OfferRow.id, OfferRow.owner_organisation_id, OfferRow.sealed_key, OfferRow.person_id, OfferRow.reference)
    theirs = or_(col(OfferRow.person_id) == person_id, col(OfferRow.id).in_(came_in))
    rows = session.exec(select(*columns).where(theirs), **options).all()  # type: ignore[call-overload]
    offers = {row[0]: (row[3] == person_id, _key_of(row[0], row[1], row[2])) for row in rows if row[2] is not None}
    of_person = MaracReferralRow.person_id == person_id
    return Reach(
        person_id=person_id,
        key=_key_of(person_id, owner, wrapped),
        cases=frozenset(case_id for case_id, _ in cases),
        offers={id_: key for id_, (is_own, key) in offers.items() if is_own},
        came_in={id_: key for id_, (is_own, key) in offers.items() if not is_own},
        references={row[0]: Reference(row[4]) for row in rows},
        referrals=frozenset(session.exec(select(MaracReferralRow.id).where(of_person), **options)),
    )


def subjects_of(session: Session, person_id: PersonId) -> frozenset[UUID]:
    """Give the ids under which the audit speaks of a person: theirs, and of all that hangs on them.

    Raises:
        Missing: As `reach_of`.
    """
    reach = reach_of(session, person_id)
    asked = session.exec(select(RequestRow.id).where(RequestRow.person_id == person_id))
    overridden = session.exec(select(OverrideRow.id).where(OverrideRow.person_id == person_id))
    return frozenset({person_id, *reach.cases, *reach.offers, *reach.came_in, *reach.referrals, *asked, *overridden})


def file_of(session: Session, person_id: PersonId, file_id: UUID) -> tuple[Reference, int]:
    """Give the offer and the number of a file that travelled with an offer of a person.

    Raises:
        Missing: There is none, or not for this actor.
    """
    columns = select(AttachmentRow.offer_id, AttachmentRow.number).where(AttachmentRow.id == file_id)
    found, references = session.exec(columns).first(), reach_of(session, person_id).references
    if found is None or found[0] not in references:
        raise Missing
    return references[found[0]], found[1]


def _key_of(record_id: UUID, owner_id: UUID, wrapped: bytes) -> RecordKey:
    return RecordKey(organisation_id=OrganisationId(owner_id), record_id=record_id, wrapped=wrapped)


def condition(source: Source, ids: frozenset[UUID]) -> ColumnElement[bool]:
    """Give by what the rows of a source are found."""
    if not ids:
        return false()
    return or_(*(getattr(source.row, link).in_(ids) for link in source.links))


def gather(
    session: Session, vault: Vault, person_id: PersonId, opened: AbstractSet[str] = frozenset()
) -> tuple[Item, ...]:
    """Give every item that is recorded about a person, in the order of the register, the newest of each last.

    It opens red fields: whoever calls it records the read. What is held back stays shut but for the items
    `opened`, by their keys: of the others it says only that there is something, and from when. Words between
    organisations are without what is about others, but for the items `opened`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    reach = reach_of(session, person_id)
    found = [pair for source in SOURCES for pair in _items(session, vault, reach, source, opened)]
    items = [item for item, _ in found]
    known = known_from(items, {line.text for _, about in found for line in about})
    shut = {source.table for source in SOURCES if source.masks}
    return tuple(
        masked(item, known) if item.key.partition(":")[0] in shut and item.key not in opened else item for item in items
    )


Told = tuple[Item, tuple[Line, ...]]
"""An item, with what it tells of whoever may be causing harm, even where that stays out of it."""


def _items(session: Session, vault: Vault, reach: Reach, source: Source, opened: AbstractSet[str]) -> Iterator[Told]:
    ids = reach.ids(source)
    if not ids:
        return
    rows = session.exec(select(source.row).where(condition(source, ids))).all()
    for row in sorted(rows, key=lambda row: (_moment(row, source), _name(row))):
        yield from _of_row(vault, reach, source, row, opened)


def _of_row(vault: Vault, reach: Reach, source: Source, row: Any, opened: AbstractSet[str]) -> Iterator[Told]:
    key, at, by = f"{source.table}:{_name(row)}", _moment(row, source), getattr(row, source.by) if source.by else None
    item = Item(key=key, source=source.name, at=at, by=by, lines=(), treatment=source.treatment, ground=source.ground)
    if source.treatment is Treatment.HOLD_BACK and key not in opened:
        yield item, ()
        return
    values = [(each, _open(vault, reach, source, row, each)) for each in source.sealed]
    lines = [line for each, value in values for line in without(value, each.harmers)]
    name = source.named(row, reach.references.get(row.offer_id, "")) if source.named else ""
    yield replace(item, lines=(*_clear(row, source), *lines), name=name), ()
    about = tuple(line for each, value in values for line in only(value, each.harmers))
    if about:
        shown = about if key + HARMER in opened else ()
        apart = replace(item, key=key + HARMER, lines=shown, treatment=Treatment.HOLD_BACK, ground=Ground.OTHER_PARTY)
        yield apart, about


def _open(vault: Vault, reach: Reach, source: Source, row: Any, sealed: Sealed) -> Any:
    content = getattr(row, sealed.column)
    key = _key(reach, source, row)
    return sealed.reads(vault.open(key, sealed.place(row), content)) if content and key is not None else None


def _key(reach: Reach, source: Source, row: Any) -> RecordKey | None:
    match source.key:
        case KeyOf.PERSON:
            return reach.key
        case KeyOf.OFFER:
            offer_id = row.id if source.row is OfferRow else row.offer_id
            return reach.offers.get(offer_id) or reach.came_in.get(offer_id)
        case _:
            return _key_of(row.id, row.owner_organisation_id, row.sealed_key) if row.sealed_key else None


def _clear(row: Any, source: Source) -> Iterator[Line]:
    for name in source.shows:
        value, label = getattr(row, name), humanised(name.removesuffix("_id").removesuffix("_gss"))
        if name.endswith("organisation_id"):
            yield Line(label=label, organisation_id=value)
        elif name in _LISTED:
            yield from lines_of([humanised(key) for key in value.split()], label)
        elif isinstance(value, str) and value.isascii() and value.islower():
            yield Line(label=label, text=humanised(value))
        else:
            yield from lines_of(value, label)
    for name, reads in source.coded.items():
        content = getattr(row, name)
        yield from lines_of(reads(content) if content else None)


def _moment(row: Any, source: Source) -> datetime:
    at = getattr(row, source.at)
    if isinstance(at, datetime):
        return utc(at)
    return datetime.combine(at if isinstance(at, date) else date.min, time(), UTC)


def _name(row: Any) -> str:
    """Give what tells a row from the others of its table; those of two keys have both in it."""
    keys = [str(getattr(row, column.name)) for column in row.__table__.primary_key.columns]
    return "+".join(keys)
