"""The buttons of every page over the full product, over HTTP: what the library allows, and nothing to strangers.

Every state × every account × every level of risk, working together or alone, and before and after
what was shared was closed. One offer is put into each of them in turn.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product

import msgspec
import pytest
from litestar import Litestar
from msgspec.structs import replace
from sqlalchemy import update
from sqlmodel import col

from lvws_core.actors import Permission, may, reads_own_intakes_only
from lvws_core.ids import Reference
from lvws_core.referrals import LIVE, Move, Offer, OfferStatus, allowed_moves, allowed_notes, can_recall, custody_in
from lvws_core.referrals.offers import NEVER_SHOWN, STANDING_STILL, Pause
from lvws_core.risk.dash import Band
from partners.offers import store
from partners.offers.buttons.pages import ELSEWHERE
from partners.offers.tables import OfferRow
from tests.assurance import Trial, sizes
from tests.builders import CONSORTIUM, NOW
from tests.kit import Visitor, before_covers
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import Scene, set_scene
from tests.partners.offers.test_web import MARKS

WHOLE, SAMPLE = "whole", "sample"
ACCOUNTS = tuple(CONSORTIUM)
Variant = tuple[OfferStatus, Band, bool, bool]


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: a button does not depend on the database."""
    return sqlite_url


@pytest.fixture
def scene(app: Litestar, desk_of: DeskOf) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


class Posed:
    """The one offer that is put into every state."""

    def __init__(self, app: Litestar, reference: Reference) -> None:
        self._database, self.reference = app.state.database, reference
        with self._database.system(reading=True) as session:
            self._first = store.get(session, reference).offer

    def as_(self, variant: Variant) -> Offer:
        """Put it into a state, at a level of risk, working together or alone, open to the partner or closed."""
        status, risk, co_work, closed = variant
        offer = replace(
            self._first,
            status=status,
            custody=custody_in(status),
            risk=risk,
            co_work=co_work,
            reason="in_hospital" if status == OfferStatus.PAUSED else None,
            pauses=(Pause(from_at=NOW),) if status in STANDING_STILL else (),
            acknowledged_at=None if status == OfferStatus.SENT else NOW - timedelta(hours=1),
            entered_at=NOW,
            visible_until=NOW if closed and status in LIVE else self._first.visible_until,
            frozen_at=NOW if closed and status not in LIVE else None,
        )
        self._put(offer)
        return offer

    def _put(self, offer: Offer) -> None:
        values = {
            "status": offer.status.value,
            "version": offer.version,
            "risk": offer.risk.value,
            "co_work": offer.co_work,
            "partner_organisation_id": None if offer.status in NEVER_SHOWN else offer.organisation_id,
            "life": msgspec.json.encode(offer),
        }
        with self._database.system() as session:
            session.execute(update(OfferRow).where(col(OfferRow.reference) == self.reference).values(**values))


def variants(size: str) -> Iterator[Variant]:
    """Give every variant; or each state twice, open and closed, with the other choices taking turns."""
    if size == WHOLE:
        yield from product(OfferStatus, Band, (False, True), (False, True))
        return
    for number, status in enumerate(OfferStatus):
        bands = tuple(Band)
        yield status, bands[number % 3], number % 2 == 0, False
        yield status, bands[(number + 1) % 3], number % 2 == 1, True


@sizes(SAMPLE, WHOLE)
def test_lifecycle_7_the_buttons_are_the_moves_and_notes_that_the_library_accepts(
    app: Litestar, scene: Scene, client_for: Callable[[str], Visitor], trial: Trial, size: str
) -> None:
    trial.of("buttons", product=size)
    posed, visitors = Posed(app, scene.offer), {key: client_for(key) for key in ACCOUNTS}
    for variant, key in product(variants(size), ACCOUNTS):
        offer, actor = posed.as_(variant), CONSORTIUM[key].actor
        answer = visitors[key].get(f"/offers/{posed.reference}")
        stands = actor.organisation_id in offer.organisation_ids and not reads_own_intakes_only(actor)
        expected = 200 if stands else 404
        assert answer.status_code == (expected if may(actor, Permission.OFFER_READ).allowed else 403), (variant, key)
        if (offer.status, actor.organisation_id) == (OfferStatus.SENT, offer.organisation_id):
            offer = replace(offer, status=OfferStatus.ACKNOWLEDGED)  # opening it did that
        shown = {act for act, mark in MARKS.items() if f'"/offers/{posed.reference}/{mark}"' in answer.text}
        allowed = allowed_moves(offer, actor) | allowed_notes(offer, actor, NOW) if stands else frozenset()
        assert shown == allowed - ELSEWHERE, (variant, key)
        recalls = Move.WITHDRAW in allowed and can_recall(offer, NOW)
        assert (f'"/offers/{posed.reference}/recall"' in answer.text) == recalls, (variant, key)
        assert len(re.findall(r'class="govuk-button"', before_covers(answer.text))) <= 1, (variant, key)
        trial.count(pages=1, buttons=len(shown), refused=answer.status_code != 200)
