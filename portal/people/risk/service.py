"""Assessing risk, and what is known before."""

from lvws_core.ids import Reference
from lvws_core.ports import RecordKey
from portal.people import store as people
from portal.people.model import age_on
from portal.people.risk import store
from portal.people.risk.drafts import store as drafts
from portal.people.risk.drafts.model import KeptDraft
from portal.people.risk.forms import AssessmentForm
from portal.people.risk.model import Assessment, Findings, Ground, assess
from portal.people.service import Desk


def ground_of_assessment(desk: Desk, reference: Reference) -> Ground:
    """Give what is known before an assessment: the age today, and the series; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person, key = people.get(desk.session, desk.vault, reference), people.key_of(desk.session, reference)
    born = person.identity.birth_date
    desk.note("person.read", person.id, fields=("birth_date", "contact_plan", "risk_assessment"))
    return Ground(
        age=age_on(born, desk.today) if born else None,
        earlier=store.series(desk.session, person.id),
        harmers=store.harmers(desk.session, desk.vault, key),
    )


def is_assessed(desk: Desk, reference: Reference) -> bool:
    """Say whether there is any assessment of a person.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return bool(store.series(desk.session, people.finder(desk.session)(reference).id))


def record_assessment(desk: Desk, reference: Reference, findings: Findings) -> Assessment:
    """Score the findings, decide about MARAC, set the level and store all of it; event `risk.assessed`.

    What the actor had half written about the person is deleted.

    Raises:
        Missing: There is no such person, or not for this actor.
        Invalid: Findings that cannot be; see `assess`.

    Source: RISK-10 to RISK-15, RISK-38.
    """
    person, key = people.get(desk.session, desk.vault, reference), people.key_of(desk.session, reference)
    made = assess(
        findings,
        assessment_id=desk.new_id(),
        at=desk.now,
        on=desk.today,
        borough=person.identity.borough,
        policy=desk.policy,
    )
    store.add(desk.session, desk.vault, key, made, by=desk.actor.id)
    drafts.drop(desk.session, key, desk.actor.id)
    note_level(desk, key, made)
    return made


def note_level(desk: Desk, key: RecordKey, made: Assessment) -> None:
    """Record the event `risk.assessed` with the level that counts for the person now, whichever pair it is of."""
    level = (store.latest(desk.session, desk.vault, key) or made).level
    desk.note("risk.assessed", key.record_id, level=level.value, marac=made.marac.refer, policy=desk.policy.version)


def keep_draft(desk: Desk, reference: Reference, typed: AssessmentForm) -> None:
    """Keep what the actor has typed so far, sealed; event `risk.draft_kept`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    drafts.keep(desk.session, desk.vault, key, typed, by=desk.actor.id, at=desk.now)
    desk.note("risk.draft_kept", key.record_id)


def kept_draft(desk: Desk, reference: Reference) -> KeptDraft | None:
    """Give what the actor has half written about a person, None when nothing is.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return drafts.kept(desk.session, desk.vault, people.key_of(desk.session, reference), desk.actor.id)
