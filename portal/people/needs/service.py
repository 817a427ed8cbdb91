"""Scoring needs, and reading the live document."""

from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.people import store as people
from portal.people.needs import store
from portal.people.needs.forms import Told
from portal.people.needs.model import Scored
from portal.people.service import Desk


def read_series(desk: Desk, reference: Reference) -> tuple[Scored, ...]:
    """Give every occasion, the newest first; event `person.read` where there is one.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    found = store.series(desk.session, desk.vault, key)
    if found:
        desk.note("person.read", key.record_id, fields=("needs_assessment",))
    return found


def record_needs(desk: Desk, reference: Reference, told: Told, *, expected_version: int) -> Scored:
    """Store the scores of one occasion; event `needs.assessed`, which says the occasion and no score.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Somebody else assessed since `expected_version`.

    Source: NEED-01, NEED-02.
    """
    key = people.key_of(desk.session, reference)
    newest = next(iter(store.series(desk.session, desk.vault, key, most=1)), None)
    if (newest.version if newest else 0) != expected_version:
        raise Conflict(
            because("version_stale", "I4", "Somebody else assessed the needs meanwhile. Open the page again.")
        )
    scored = Scored(
        version=expected_version + 1, occasion=told.occasion, at=desk.now, by=desk.actor.id, scores=told.scores
    )
    store.add(desk.session, desk.vault, key, scored, desk.new_id())
    desk.note("needs.assessed", key.record_id, version=scored.version, occasion=told.occasion.value)
    return scored
