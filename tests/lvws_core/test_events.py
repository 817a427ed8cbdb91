"""Events: one class a kind, so that a reader can match on it."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from lvws_core.errors import Invalid
from lvws_core.events import Event, OfferBounded, OfferMoved, OfferNoted, RequestMoved

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        (OfferMoved, "offer.moved"),
        (OfferNoted, "offer.noted"),
        (OfferBounded, "offer.bounded"),
        (RequestMoved, "request.moved"),
    ],
)
def test_each_kind_has_its_class_and_is_stored_under_its_tag(kind: type[Event], tag: str) -> None:
    event = kind(at=NOW, actor_id=None, subject_id=UUID(int=1))
    stored = msgspec.json.decode(msgspec.json.encode(event), type=Event)
    assert (event.kind, stored.kind) == (tag, tag)


def test_every_kind_refuses_a_naive_instant() -> None:
    with pytest.raises(Invalid) as error:
        OfferMoved(at=NOW.replace(tzinfo=None), actor_id=None, subject_id=UUID(int=1))
    assert (error.value.field, error.value.code) == ("at", "naive")
