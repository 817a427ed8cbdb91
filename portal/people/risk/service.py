"""Assessing risk, and what is known before."""

from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.model import age_on
from portal.people.risk import store
from portal.people.risk.model import Assessment, Findings, Ground, assess
from portal.people.service import Desk


def ground_of_assessment(desk: Desk, reference: Reference) -> Ground:
    """Give what is known before an assessment: the age today, and the series; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person = people.get(desk.session, desk.vault, reference)
    born = person.identity.birth_date
    desk.note("person.read", person.id, fields=("birth_date", "risk_assessment"))
    return Ground(age=age_on(born, desk.today) if born else None, earlier=store.series(desk.session, person.id))


def is_assessed(desk: Desk, reference: Reference) -> bool:
    """Say whether there is any assessment of a person.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return bool(store.series(desk.session, people.finder(desk.session)(reference).id))


def record_assessment(desk: Desk, reference: Reference, findings: Findings) -> Assessment:
    """Score the findings, decide about MARAC, set the level and store all of it; event `risk.assessed`.

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
    desk.note("risk.assessed", person.id, level=made.level.value, marac=made.marac.refer, policy=desk.policy.version)
    return made
