"""Taking in: one registration becomes a person, a case and a safe-contact plan; and what a case shows."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from lvws_core.consent.contact import Attempt
from lvws_core.errors import Invalid, Missing, NotAllowed
from lvws_core.ids import CaseId, PersonId, Reference
from lvws_core.vocabulary import ReferralSource
from partners.offers.incoming import store as incoming
from partners.offers.incoming.model import Standing
from portal.intake import store
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import Changed
from portal.intake.model import Case, Particulars, Registration, check_registration
from portal.intake.terms.model import TakeUp, abuse_level, priority_of
from portal.intake.told.model import identity_told
from portal.intake.told.service import alike_told, came_in
from portal.people import store as people
from portal.people.alike.service import add_as_new
from portal.people.attempts import store as attempts
from portal.people.contact_plan import store as plans
from portal.people.contact_plan.model import SafeContact, combined
from portal.people.contact_plan.service import confirm_contact_plan, keep_told_plan
from portal.people.model import Identity, Person, PersonRecord
from portal.people.service import FOUND_FIELDS, Desk, add_person, read_record


class OpenCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case as somebody opened it.

    `record` is None until somebody has said who it is, and again when it was erased. Until then
    `candidates` are those who may be the same, and `told` is who the source says it is, None where
    that can no longer be opened.
    `standing` is that of the offer by which it came. `attempts` are those of every service, and since
    `details_changed_at` (aware) the numbers are as they are now.
    """

    case: Case
    standing: Standing | None
    record: PersonRecord | None = None
    particulars: Particulars = Particulars()
    told: Identity | None = None
    candidates: tuple[Person, ...] = ()
    changes: tuple[Changed, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    details_changed_at: datetime | None = None


def take_in(
    desk: Desk,
    registration: Registration,
    *,
    known: Person | None = None,
    apart: tuple[Person, ...] = (),
) -> Case:
    """Register a person, a case and a safe-contact plan in one step; events `case.begun` and `case.matched`.

    `known` is who it is, where a human said so; what is known of them is not overwritten. Without, a new
    person is added, who was told apart from those in `apart`. On a self-referral the plan counts as
    confirmed with the person now; told by anybody else it may only narrow what is known.

    Raises:
        Invalid: Something is missing for the source, or cannot be: the first that `check_registration` gives.

    Source: domain 8.1, 8.3; TOP-10.
    """
    faults = check_registration(registration, desk.today)
    if faults:
        raise Invalid(faults[0].field, faults[0].code)
    person = known or _added(desk, registration.identity, apart)
    if registration.contact is not None:
        _keep_plan(desk, person, registration.contact, registration.source)
    case = case_of(desk, registration, person.id)
    store.add(desk.session, case)
    if registration.particulars != Particulars():
        key = people.key_of(desk.session, person.reference)
        store.seal_particulars(desk.session, desk.vault, key, case, registration.particulars)
    note_begun(desk, case, person.id, "new" if known is None else "known")
    return case


def note_begun(desk: Desk, case: Case, person_id: PersonId, how: str) -> None:
    """Record that a case was begun and whose it is, `new` or `known`; events `case.begun` and `case.matched`."""
    desk.note("case.begun", case.id, source=case.source.value)
    desk.note("case.matched", case.id, person_id=str(person_id), how=how)


def _added(desk: Desk, identity: Identity, apart: tuple[Person, ...]) -> Person:
    return add_as_new(desk, identity, apart) if apart else add_person(desk, identity)


def _keep_plan(desk: Desk, person: Person, contact: SafeContact, source: ReferralSource) -> None:
    key = people.key_of(desk.session, person.reference)
    before = plans.latest(desk.session, desk.vault, key) if person.created_at < desk.now else None
    is_confirmed = source is ReferralSource.SELF_REFERRAL
    told = contact if before is None else combined(before, contact, is_confirmed=is_confirmed)
    keep = confirm_contact_plan if is_confirmed else keep_told_plan
    keep(desk, person.reference, told)


def decided(registration: Registration, case: Case) -> Case:
    """Give a case with what was told of it, and what the rules decide from that. Source: RISK-14, CODE-40."""
    told = registration.particulars
    level = abuse_level(registration.risk, registration.source_da_level, abuse=told.domestic_abuse)
    age = registration.age_at_referral
    priority = priority_of(
        registration.crime_category,
        age,
        abuse=level is not None,
        traits=told.traits,
        serious_crimes=told.serious_crimes,
    )
    names = ("source", "received_on", "reported_on", "involvement", "agency", "force", "crime_category", "needs")
    more = ("trial_on", "risk", "source_da_level", "source_epr", "no_age")
    same = {name: getattr(registration, name) for name in (*names, *more)}
    borough = registration.identity.borough
    return replace(case, **same, da_level=level, epr=priority.is_epr, age=age, borough=borough)


def case_of(desk: Desk, registration: Registration, person_id: PersonId) -> Case:
    """Give the case that a registration begins for a person, with what the rules decide; nothing is stored."""
    begun = Case(
        id=CaseId(desk.new_id()),
        reference=desk.new_reference(),
        organisation_id=desk.actor.organisation_id,
        source=registration.source,
        received_on=registration.received_on,
        created_at=desk.now,
        taken_by=desk.actor.id,
        policy_version=desk.policy.version,
        epr=False,
        person_id=person_id,
        allocated_to=registration.allocated_to,
        allocated_at=None if registration.allocated_to is None else desk.now,
        take_up=registration.take_up,
        taken_up={TakeUp.TAKEN_UP: True, TakeUp.NOT_TAKEN_UP: False}.get(registration.take_up or TakeUp.NO_CONTACT),
        taken_up_on=registration.taken_up_on,
        support_type=registration.support_type,
        closed_on=registration.closed_on,
        closure_reason=registration.closure_reason,
    )
    return decided(registration, begun)


def possibly_known(desk: Desk, identity: Identity) -> tuple[Person, ...]:
    """Give who may be the same person, by name or by number; event `person.read` for each.

    Neither alone says that it is the same: somebody has to look.
    """
    found = people.possibly_known(desk.session, desk.vault, identity)
    for each in found:
        desk.note("person.read", each.id, fields=(*FOUND_FIELDS, "phone"))
    return found


def same_reference(desk: Desk, registration: Registration) -> tuple[Case, ...]:
    """Give the cases that have this source's own number already, as far as the actor may see them."""
    number = registration.particulars.source_reference
    if not number:
        return ()
    index = store.reference_index(desk.vault, registration.source, number)
    return store.with_reference(desk.session, desk.actor.organisation_id, index)


def open_case(desk: Desk, reference: Reference) -> OpenCase:
    """Open a case: what is red in it is recorded, and who may be the same person is looked up if nobody said.

    Raises:
        Missing: There is none, or not for this actor.
    """
    case = store.get(desk.session, reference)
    desk.note("case.read", case.id)
    standing = incoming.standings(desk.session, [reference]).get(reference)
    if case.person_id is not None:
        return _with_record(desk, OpenCase(case=case, standing=standing), case.person_id)
    try:
        told = identity_told(came_in(desk, case).snapshot)
    except NotAllowed:
        return OpenCase(case=case, standing=standing)
    candidates = alike_told(desk, told)
    for each in candidates:
        desk.note("person.read", each.id, fields=(*FOUND_FIELDS, "phone"))
    return OpenCase(case=case, standing=standing, told=told, candidates=candidates)


def _with_record(desk: Desk, opened: OpenCase, person_id: PersonId) -> OpenCase:
    """Give a case with its person's record; without one once it was erased, while the case still counts."""
    try:
        reference = people.reference_of(desk.session, person_id)
    except Missing:
        return opened
    record = read_record(desk, reference)
    key = people.key_of(desk.session, reference)
    particulars = store.particulars_of(desk.session, desk.vault, key, opened.case.id)
    changes = allocations.of_case(desk.session, opened.case.id, desk.vault, key)
    made = tuple(each.attempt for each in attempts.of_person(desk.session, person_id))
    changed_at = plans.new_details_at(desk.session, desk.vault, key)
    told = {"particulars": particulars, "changes": changes, "details_changed_at": changed_at}
    return replace(opened, record=record, attempts=made, **told)
