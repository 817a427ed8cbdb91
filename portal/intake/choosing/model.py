"""Which people a worker is offered, and in which order: values to values."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from lvws_core.ids import PersonId
from portal.people.model import Person

MOST: Final = 12
"""How many people are offered: as many as fit one screen. Whoever is not among them is found by the keyed search."""

LATELY: Final = timedelta(days=30)
"""How long ago the last contact with somebody may be who is offered because of it."""


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """What ties a worker to a person: the last contact (aware UTC), an open case, a place on the case team."""

    met_at: datetime | None = None
    has_case: bool = False
    is_on_team: bool = False


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """One of a worker's own people, and what ties them."""

    person: Person
    tie: Tie


def offered(
    met: Mapping[PersonId, datetime], with_case: Iterable[PersonId], of_team: Iterable[PersonId]
) -> dict[PersonId, Tie]:
    """Give whom to offer, at most `MOST`: those met lately, the last first, then cases, then teams, each once.

    `met` is in the order of the last contact, the latest first; the others in theirs.
    """
    cases, team = tuple(with_case), tuple(of_team)
    ids = tuple(dict.fromkeys((*met, *cases, *team)))[:MOST]
    return {id_: Tie(met_at=met.get(id_), has_case=id_ in cases, is_on_team=id_ in team) for id_ in ids}
