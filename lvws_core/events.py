"""Events: what happened, stored with the change or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a subject.

    `kind` is stable for ever (`offer.moved`); `at` is aware UTC; `actor_id` is None for the clock;
    `organisation_ids` are those whom it concerns. `old` and `new` are states or versions, and
    `detail` holds codes, ids, counts and field *names*; none of them ever holds a value of a person.

    Raises:
        Invalid: `at` is naive.
    """

    kind: str
    at: datetime
    actor_id: UUID | None
    subject_id: UUID
    organisation_ids: tuple[UUID, ...] = ()
    old: str | None = None
    new: str | None = None
    detail: Mapping[str, Any] = {}

    def __post_init__(self) -> None:
        """Refuse a naive instant: the audit orders by it."""
        if self.at.tzinfo is None:
            raise Invalid("at", "naive")


class OfferMoved(Event, frozen=True, kw_only=True):
    """An offer went from one state to another; `detail` names the move, its reason and the version."""

    kind: str = "offer.moved"


class OfferNoted(Event, frozen=True, kw_only=True):
    """Something was noted on an offer that stays in its state."""

    kind: str = "offer.noted"


class OfferReassessed(Event, frozen=True, kw_only=True):
    """The partner was told of another level of risk; `detail` names it, what stood before and the version."""

    kind: str = "offer.reassessed"


class OfferBounded(Event, frozen=True, kw_only=True):
    """How long the partner may read became shorter; `detail` says until when."""

    kind: str = "offer.bounded"


class OfferLengthened(Event, frozen=True, kw_only=True):
    """How long the partner may read became longer, by a new yes of the person; `detail` says until when."""

    kind: str = "offer.lengthened"


class OfferNarrowed(Event, frozen=True, kw_only=True):
    """What the partner may read became less; `detail` names the categories that closed."""

    kind: str = "offer.narrowed"


class RequestMoved(Event, frozen=True, kw_only=True):
    """A request went from one state to another."""

    kind: str = "request.moved"


class RequestNoted(Event, frozen=True, kw_only=True):
    """Something was settled about a request that stays in its state."""

    kind: str = "request.noted"
