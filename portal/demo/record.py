"""The record of the invented people: what they say of themselves, their needs, and what they were told."""

import random
from datetime import datetime, timedelta

from msgspec.structs import replace

from lvws_core.consent import DataCategory
from lvws_core.consent.capacity import Pressure
from lvws_core.consent.contact import Attempt, AttemptOutcome, Channel
from lvws_core.ids import Reference
from lvws_core.needs import HIGHEST
from lvws_core.vocabulary import NeedCategory
from portal.people.attempts.forms import Tried
from portal.people.attempts.service import record_attempt
from portal.people.characteristics.model import DECLINED, Answers, Characteristic, choices
from portal.people.characteristics.service import record_answers
from portal.people.consent.footing.model import Footing
from portal.people.consent.model import Alone, Method, Said
from portal.people.consent.service import record_consent
from portal.people.consent.store import of_person, partner_organisations
from portal.people.needs.forms import Told
from portal.people.needs.model import Occasion
from portal.people.needs.service import record_needs
from portal.people.service import Desk
from portal.people.store import finder
from portal.people.tell import store as tell
from portal.people.told.forms import Pressed
from portal.people.told.model import ANSWERS, Topic
from portal.people.told.service import record_told

_SHARE = 0.33
_SINGLE = (
    Characteristic.ETHNICITY,
    Characteristic.RELIGION,
    Characteristic.SEX,
    Characteristic.LIMITING_CONDITION,
    Characteristic.MARRIAGE_CIVIL_PARTNERSHIP,
)


def describe(desk: Desk, reference: Reference) -> None:
    """Give a third of the people, the same each time, scored needs and what they were told and said."""
    rng = random.Random(reference)
    if rng.random() > _SHARE:
        return
    if rng.random() < _SHARE:
        _say(desk, reference, rng)
    if rng.random() < _SHARE:
        _answer(desk, reference, rng)
    first = {category: rng.choice((None, 0, 1, 2, 3, 4, HIGHEST)) for category in NeedCategory}
    record_needs(desk, reference, Told(occasion=Occasion.INTAKE, scores=first), expected_version=0)
    if rng.random() < _SHARE:
        last = {category: _later(score, rng) for category, score in first.items()}
        record_needs(desk, reference, Told(occasion=Occasion.REVIEW, scores=last), expected_version=1)
    for topic in rng.sample(list(Topic), k=3):
        record_told(desk, reference, Pressed(topic=topic, answer=rng.choice(ANSWERS[topic]), told_on=desk.today))


def _answer(desk: Desk, reference: Reference, rng: random.Random) -> None:
    """Record a no, a yes under pressure that does not count, and two tries to call."""
    recorded = of_person(desk.session, finder(desk.session)(reference).id)
    asked = {each.consent.organisation_id for each in recorded}
    refused, pressed = rng.sample([o for o in partner_organisations(desk.session) if o.id not in asked], k=2)
    said = Said(organisation_id=refused.id, agreed=False, method=Method.VERBAL, alone=Alone.YES, limits_explained=True)
    record_consent(desk, reference, said)
    unsure = Footing(pressure=frozenset({Pressure.SPOKEN_FOR}))
    identity, agreed = frozenset({DataCategory.IDENTITY}), replace(said, organisation_id=pressed.id, footing=unsure)
    record_consent(desk, reference, replace(agreed, agreed=True, categories=identity, alone=Alone.NO))
    for hours in (26, 3):
        at = desk.now - timedelta(hours=hours)
        attempt = Attempt(at=at, channel=Channel.MOBILE_CALL, outcome=AttemptOutcome.NO_ANSWER)
        record_attempt(desk, reference, Tried(attempt=attempt, minutes=1))


def _later(score: int | None, rng: random.Random) -> int | None:
    return None if score is None else min(max(0, score - rng.choice((-1, 0, 1, 2, 3))), HIGHEST)


def tell_what_was_due(desk: Desk, now: datetime) -> None:
    """Say of everything that was due before now that the person was told; what is newer waits."""
    for each in tell.of_team(desk.session, desk.actor.organisation_id, most=1000):
        if each.due_at < now:
            tell.close(desk.session, each.id, each.person_id, by=desk.actor.id, at=each.due_at)


def _say(desk: Desk, reference: Reference, rng: random.Random) -> None:
    asked = rng.sample(_SINGLE, k=3)
    keys = {each: (rng.choice([*choices(each), DECLINED]),) for each in asked}
    record_answers(desk, reference, Answers(keys=keys), expected_version=0)
