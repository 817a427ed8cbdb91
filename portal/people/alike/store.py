"""Who looks like whom, by keyed index alone, and what a human decided about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.ports import SYSTEM, Vault
from portal.people.model import Identity
from portal.people.store import indexes_of
from portal.people.tables import LikenessRow, PersonRow

_MOST: Final = 10
"""How many people who look alike are looked at; more share a number only by mistake."""


def alike(session: Session, vault: Vault, identity: Identity, *, besides: PersonId | None) -> tuple[PersonId, ...]:
    """Give the people of this organisation with the same name and birth date, or the same phone, newest first.

    `besides` is the person meant, who is left out with everybody who was decided to be somebody else.
    """
    return _without_told_apart(session, _matching(session, vault, identity, besides, {}), besides)


def alike_anywhere(session: Session, vault: Vault, identity: Identity, *, besides: PersonId) -> tuple[PersonId, ...]:
    """Give the people of every organisation who look alike, without those who were decided to be somebody else.

    Only to ask whether anything about them exists: nothing about them may be shown, not even how many
    there are. The statement is the system's own (ADR 2).
    """
    return _without_told_apart(session, _matching(session, vault, identity, besides, SYSTEM), besides)


def looking_known(session: Session, vault: Vault, identities: Sequence[Identity]) -> frozenset[int]:
    """Give the places of those who have name and birth date, or the number, of somebody known or of one before them.

    One statement for all of them, by keyed index; nothing sealed is opened.
    """
    keys = [(birth, phone) for _, birth, phone in (indexes_of(vault, each) for each in identities)]
    births, phones = (
        ({each for each in part if each is not None} for part in zip(*keys, strict=True)) if keys else ((), ())
    )
    names = {vault.index("name", each.name) for each in identities if each.birth_date is not None}
    rows = session.exec(
        select(PersonRow.birth_index, PersonRow.phone_index).where(
            or_(
                and_(col(PersonRow.name_index).in_(names), col(PersonRow.birth_index).in_(births)),
                col(PersonRow.phone_index).in_(phones),
            ),
            col(PersonRow.sealed_key).is_not(None),
        )
    )
    known: set[tuple[int, bytes]] = {(way, key) for row in rows for way, key in enumerate(row) if key is not None}
    found = set()
    for place, each in enumerate(keys):
        ways = {(way, key) for way, key in enumerate(each) if key is not None}
        if known & ways:
            found.add(place)
        known |= ways
    return frozenset(found)


def tell_apart(
    session: Session,
    person_id: PersonId,
    others: Iterable[PersonId],
    *,
    owner_id: OrganisationId,
    by: UserId,
    at: datetime,
) -> None:
    """Store that these are not the same person, once for each pair."""
    known = _told_apart(session, person_id)
    for other in others:
        if other not in known:
            first, second = sorted((person_id, other))
            session.add(
                LikenessRow(
                    first_id=first, second_id=second, owner_organisation_id=owner_id, decided_by=by, decided_at=at
                )
            )
    session.flush()


def _matching(
    session: Session, vault: Vault, identity: Identity, besides: PersonId | None, options: dict[str, Any]
) -> tuple[PersonId, ...]:
    ways = tuple(_ways(vault, identity))
    if not ways:
        return ()
    rows = session.exec(
        select(PersonRow.id)
        .where(or_(*ways), col(PersonRow.sealed_key).is_not(None), col(PersonRow.id) != besides)
        .order_by(col(PersonRow.created_at).desc(), col(PersonRow.id).desc())
        .limit(_MOST),
        execution_options=options,
    )
    return tuple(PersonId(row_id) for row_id in rows)


def _ways(vault: Vault, identity: Identity) -> Iterable[ColumnElement[bool]]:
    name, birth, phone = indexes_of(vault, identity)
    if birth is not None:
        yield and_(col(PersonRow.name_index) == name, col(PersonRow.birth_index) == birth)
    if phone is not None:
        yield col(PersonRow.phone_index) == phone


def _without_told_apart(
    session: Session, found: tuple[PersonId, ...], besides: PersonId | None
) -> tuple[PersonId, ...]:
    apart = _told_apart(session, besides) if found else frozenset()
    return tuple(person for person in found if person not in apart)


def _told_apart(session: Session, person_id: PersonId | None) -> frozenset[PersonId]:
    if person_id is None:
        return frozenset()
    rows = session.exec(
        select(LikenessRow.first_id, LikenessRow.second_id).where(
            or_(col(LikenessRow.first_id) == person_id, col(LikenessRow.second_id) == person_id)
        )
    )
    return frozenset(PersonId(other) for pair in rows for other in pair if other != person_id)
