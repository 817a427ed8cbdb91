"""What came, changed or expired since a visit, in both databases."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from lvws_core.actors import THE_CLOCK
from lvws_core.referrals import Move, Note, OfferStatus
from partners.offers import store as offers
from partners.offers.acts import service as acts
from partners.offers.visits import store
from partners.offers.visits.model import Since, since_words
from portal.database import Database
from tests.builders import CONSORTIUM, NOW, SHELTER
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import STEPS, Scene, send

ME, COLLEAGUE = CONSORTIUM["shelter_worker"].actor, CONSORTIUM["shelter_manager"].actor


@pytest.fixture
def since_then(database: Database, scene: Scene, desk_of: DeskOf) -> Since:
    """After the visit: one comes, one expires, a colleague changes one and the reader another."""
    with database.system() as session:
        send(desk_of(session, CONSORTIUM["caseworker"].actor), 400, at=NOW)
        for actor, status, act in (
            (THE_CLOCK, OfferStatus.SENT, Move.EXPIRE),
            (COLLEAGUE, OfferStatus.ACKNOWLEDGED, Note.ASSIGNED),
            (ME, OfferStatus.ACTIVE, Note.UPDATE),
        ):
            desk, reference = desk_of(session, actor), scene.offers[status]
            version = offers.get(session, reference).offer.version
            do = acts.make if isinstance(act, Move) else acts.mark
            do(replace(desk, now=NOW), reference, act, version)  # type: ignore[arg-type]
    with database.transaction(database.open(SHELTER, reading=True)) as session:
        return store.since(session, ME, NOW - timedelta(hours=1))


def test_each_offer_counts_once_and_ones_own_acts_do_not(since_then: Since) -> None:
    assert (since_then.came, since_then.changed, since_then.expired) == (1, 1, 1)


def test_nothing_is_counted_of_another_team(database: Database, since_then: Since) -> None:
    assert since_then.came
    stranger = CONSORTIUM["galop_worker"].actor
    with database.transaction(database.open(stranger.organisation_id, reading=True)) as session:
        found = store.since(session, stranger, NOW - timedelta(hours=1))
    assert (found.came, found.changed, found.expired) == (0, 0, 0)


def test_a_state_counts_as_come_only_when_a_move_led_there(database: Database, scene: Scene) -> None:
    with database.transaction(database.open(SHELTER, reading=True)) as session:
        found = store.since(session, ME, NOW - timedelta(days=1))
    shown = [status for status in STEPS if status != OfferStatus.ERROR]
    assert scene.offer
    assert found.came + found.expired == len(shown)
    assert found.expired == 1


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ((2, 1, 0), "Since your last visit, Sunday 22 November, 16:40: 2 came, 1 changed."),
        ((0, 0, 1), "Since your last visit, Sunday 22 November, 16:40: 1 returned to the lead unanswered."),
        ((0, 0, 0), "Since your last visit, Sunday 22 November, 16:40: nothing new."),
    ],
)
def test_the_line_says_what_is_new(counted: tuple[int, int, int], said: str) -> None:
    came, changed, expired = counted
    at = NOW.replace(day=22, hour=16, minute=40)
    assert since_words(Since(at=at, came=came, changed=changed, expired=expired), NOW) == said


def test_on_a_first_visit_nothing_is_said() -> None:
    assert not since_words(None, NOW)
