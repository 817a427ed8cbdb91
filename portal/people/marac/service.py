"""Use cases of MARAC referrals: write, check, submit; every read of what is written is an event."""

from datetime import date

import msgspec
from msgspec.structs import replace

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import PersonId, Reference
from lvws_core.policy import Policy
from lvws_core.ports import RecordKey
from lvws_core.reasons import Reason, because
from lvws_core.risk.marac import MaracDecision
from lvws_core.times import add_months, london_day
from portal.people import store as people
from portal.people.contact_plan import store as contact_plans
from portal.people.contact_plan.model import SafeContact
from portal.people.marac import store
from portal.people.marac.content.model import Content, Known, decide, missing
from portal.people.marac.meetings.store import open_actions
from portal.people.marac.model import EDITABLE, Detail, Filed, Move, Referral, Step, move, sees
from portal.people.model import Identity, age_on
from portal.people.risk import store as risk
from portal.people.service import Desk

FIELDS = ("marac_referral", "identity", "contact_plan", "risk_assessment")
"""The red fields that the page of a referral shows."""

_NOT_EDITABLE = because(
    "not_editable", "domain 2.7", "It is not a draft any more: it has to be returned for work first."
)


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """A referral with everything that its page shows; `referral` is None before the first draft is kept."""

    person: Identity
    referral: Referral | None
    content: Content
    known: Known
    contact: SafeContact | None
    decision: MaracDecision | None
    missing: tuple[Reason, ...]
    steps: tuple[Step, ...] = ()


def overview(desk: Desk, reference: Reference) -> tuple[tuple[Referral, ...], date | None]:
    """Give the referrals about a person that the actor needs, and the last day of the flag; event `marac.sought`.

    Nothing that is written is opened.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: MAR-24, MAR-33.
    """
    person_id = people.finder(desk.session)(reference).id
    found = store.of_person(desk.session, person_id)
    desk.note("marac.sought", person_id, found=len(found))
    return tuple(each for each in found if sees(desk.actor, each)), flagged_until(desk, person_id)


def flagged_until(desk: Desk, person_id: PersonId) -> date | None:
    """Give the last day on which new abuse of this person is a repeat, None when no such day lies ahead.

    Source: MAR-30, MAR-33: counted from the last referral or the last hearing, whichever is later.
    """
    return flag_of(store.flag_days(desk.session, person_id), desk.today, desk.policy)


def flag_of(days: tuple[date, ...], today: date, policy: Policy) -> date | None:
    """Give the last day of the flag, None once it has passed. Source: MAR-30, MAR-31, MAR-33."""
    last = max((add_months(day, policy.repeat_months) for day in days), default=None)
    return last if last is not None and today <= last else None


def find(desk: Desk, mark: Reference) -> Filed:
    """Give a referral by its own reference, with that of the person; nothing that is written is opened.

    Raises:
        Missing: There is none, or this actor does not need it.
    """
    found = store.by_reference(desk.session, mark)
    if not sees(desk.actor, found.referral):
        raise Missing
    return found


def blank(desk: Desk, reference: Reference) -> Papers:
    """Give what is known before a referral is written; event `marac.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return _papers(desk, reference, None, None)


def read(desk: Desk, reference: Reference, mark: Reference) -> Papers:
    """Give one referral with what is written; event `marac.read`.

    Raises:
        Missing: There is none, or this actor does not need it.
    """
    key, referral, content = opened(desk, reference, mark)
    found = _papers(desk, reference, referral, content)
    return replace(found, steps=store.steps(desk.session, desk.vault, key, referral.id))


def draft(desk: Desk, reference: Reference, content: Content) -> Referral:
    """Keep a new referral as a draft; event `marac.drafted`. Nobody is told.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person_id, key = people.finder(desk.session)(reference).id, people.key_of(desk.session, reference)
    made = Referral(
        id=desk.new_id(),
        reference=desk.new_reference(),
        person_id=person_id,
        author_id=desk.actor.id,
        created_at=desk.now,
        panel=content.borough,
    )
    store.add(desk.session, desk.vault, key, made, content)
    desk.note("marac.drafted", person_id, referral=str(made.id))
    return made


def change(desk: Desk, reference: Reference, mark: Reference, content: Content, *, expected_version: int) -> Referral:
    """Keep what is written now; event `marac.changed`.

    Raises:
        Missing: There is none, or this actor does not need it.
        Conflict: It is with an IDVA or further, or somebody else changed it since.
    """
    key, referral, _ = opened(desk, reference, mark)
    if referral.status not in EDITABLE:
        raise Conflict(_NOT_EDITABLE)
    changed = replace(referral, version=expected_version + 1, panel=content.borough)
    store.put_content(desk.session, desk.vault, key, changed, content, expected_version=expected_version)
    desk.note("marac.changed", referral.person_id, referral=str(referral.id), version=changed.version)
    return changed


def act(
    desk: Desk, reference: Reference, mark: Reference, action: Move, detail: Detail, *, expected_version: int
) -> Referral:
    """Make a move; event `marac.` and the move, such as `marac.approve`.

    Raises:
        Missing: There is none, or this actor does not need it.
        Conflict: It has changed, or its state does not admit the move.
        NotAllowed: Every reason why this actor may not, or why it is not ready.

    Source: MAR-03, MAR-10, MAR-40, MAR-41.
    """
    key, referral, content = opened(desk, reference, mark)
    lacking = missing(content, *_known_and_decided(desk, key, reference, referral, content))
    moved = move(
        referral,
        action,
        desk.actor,
        desk.now,
        expected_version=expected_version,
        detail=replace(detail, missing=lacking, open_actions=open_actions(desk.session, referral.id)),
        calendar=desk.calendar,
        policy=desk.policy,
    )
    store.put(desk.session, moved, expected_version=expected_version)
    if moved.panel is not referral.panel:
        now_there = replace(content, borough=moved.panel)
        store.put_content(desk.session, desk.vault, key, moved, now_there, expected_version=moved.version)
    step = Step(
        id=desk.new_id(),
        move=action,
        at=desk.now,
        by=desk.actor.id,
        version=moved.version,
        checked=detail.checked,
        note=detail.note if detail.panel is None else f"To {detail.panel.label}: {detail.note}",
    )
    store.add_step(desk.session, desk.vault, key, referral.id, step)
    desk.note(f"marac.{action.value}", referral.person_id, referral=str(referral.id), version=moved.version)
    return moved


def opened(desk: Desk, reference: Reference, mark: Reference) -> tuple[RecordKey, Referral, Content]:
    """Give a referral as it is stored, with the key that seals what belongs to it; event `marac.read`.

    Raises:
        Missing: There is none, or this actor does not need it.
    """
    person_id = people.finder(desk.session)(reference).id
    key = people.key_of(desk.session, reference)
    referral, content = store.get(desk.session, desk.vault, key, mark)
    if not sees(desk.actor, referral):
        raise Missing
    desk.note("marac.read", person_id, fields=FIELDS, referral=str(referral.id))
    return key, referral, content


def _papers(desk: Desk, reference: Reference, referral: Referral | None, content: Content | None) -> Papers:
    key, person = people.key_of(desk.session, reference), people.get(desk.session, desk.vault, reference)
    if referral is None:
        desk.note("marac.read", person.id, fields=FIELDS)
    written = Content(borough=person.identity.borough) if content is None else content
    known, decision = _known_and_decided(desk, key, reference, referral, written)
    return Papers(
        person=person.identity,
        referral=referral,
        content=written,
        known=known,
        contact=contact_plans.latest(desk.session, desk.vault, key),
        decision=decision,
        missing=missing(written, known, decision),
    )


def _known_and_decided(
    desk: Desk, key: RecordKey, reference: Reference, referral: Referral | None, content: Content
) -> tuple[Known, MaracDecision | None]:
    identity = people.get(desk.session, desk.vault, reference).identity
    assessment = risk.latest(desk.session, desk.vault, key)
    known = Known(
        age=age_on(identity.birth_date, desk.today) if identity.birth_date else None,
        borough=identity.borough,
        has_plan=contact_plans.latest(desk.session, desk.vault, key) is not None,
        assessed_on=london_day(assessment.assessed_at) if assessment else None,
        score=assessment.score if assessment else None,
        language=identity.language.label if identity.language else "",
        needs_interpreter=identity.interpreter,
        earlier=store.earlier(desk.session, PersonId(key.record_id), referral.id if referral else None),
    )
    on = desk.today if referral is None or referral.referred_on is None else referral.referred_on
    return known, decide(content, known, on, desk.policy)
