"""Entering a registration, and mending one that came back."""

import msgspec
from msgspec.structs import replace

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.intake import service as intake
from portal.intake import store
from portal.intake.model import Case, Particulars, Registration
from portal.intake.returns import store as returns
from portal.intake.returns.model import Returned
from portal.people import service as people
from portal.people import store as people_store
from portal.people.contact_plan import store as plans
from portal.people.contact_plan.model import SafeContact
from portal.people.contact_plan.service import confirm_contact_plan, keep_told_plan
from portal.people.corrections.model import AskedBy, Grounds, Why
from portal.people.model import Person
from portal.people.service import Desk
from portal.people.suppression.service import is_suppressed


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be the same person, and the cases that have the source's own number already.

    `declined` says that somebody of these details was here before and declined (RET-04).
    """

    people: tuple[Person, ...] = ()
    cases: tuple[Case, ...] = ()
    declined: bool = False


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What a human said about a likeness: who it is, and which case it is already; None is new.

    `leave` says that they declined before and are left in peace: nothing is taken in.
    """

    person: Person | None = None
    case: Case | None = None
    leave: bool = False


class Mending(msgspec.Struct, frozen=True, kw_only=True):
    """A case that came back to its taker: what was missing or wrong, and all that was told so far."""

    case: Case
    returned: Returned
    person: Person
    particulars: Particulars
    contact: SafeContact | None


def likeness(desk: Desk, registration: Registration) -> Likeness:
    """Give who and what looks like this registration; a human decides what follows. Events `person.read`."""
    return Likeness(
        people=intake.possibly_known(desk, registration.identity),
        cases=intake.same_reference(desk, registration),
        declined=is_suppressed(desk, registration.identity),
    )


def enter(desk: Desk, registration: Registration, chosen: Chosen, found: Likeness) -> Case | None:
    """Take in as a human chose; None where it is a case already, or somebody who is left in peace.

    Events as `take_in`, or `case.known`, or `case.left_in_peace`.
    """
    if chosen.leave:
        desk.note("case.left_in_peace", desk.actor.id)
        return None
    if chosen.case is not None:
        desk.note("case.known", chosen.case.id)
        return None
    apart = () if chosen.person is not None else found.people
    return intake.take_in(desk, registration, known=chosen.person, apart=apart)


def open_mending(desk: Desk, reference: Reference) -> Mending:
    """Open a case that came back to this actor, to mend it; events `case.read` and `person.read`.

    Raises:
        Missing: There is none, it did not come back, or not to this actor.
    """
    case = store.get(desk.session, reference)
    returned = returns.open_of(desk.session, case.id)
    if returned is None or returned.taker_id != desk.actor.id or case.person_id is None:
        raise Missing
    person = people.read_identity(desk, people_store.reference_of(desk.session, case.person_id))
    key = people_store.key_of(desk.session, person.reference)
    desk.note("case.read", case.id)
    desk.note("person.read", person.id, fields=("contact_plan",))
    return Mending(
        case=case,
        returned=returned,
        person=person,
        particulars=store.particulars_of(desk.session, desk.vault, key, case.id),
        contact=plans.latest(desk.session, desk.vault, key),
    )


def mend(desk: Desk, opened: Mending, version: int, registration: Registration) -> None:
    """Store what was mended, and give the case back; event `case.mended`.

    The plan counts as confirmed now only on a self-referral, as when it is taken in.

    Raises:
        Conflict: Somebody changed the case meanwhile.
    """
    case = opened.case
    if case.version != version:
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))
    _mend_person(desk, opened, registration)
    mended = intake.decided(registration, case)
    columns = store.columns_of(mended)
    before = store.columns_of(case)
    changed = {name: value for name, value in columns.items() if value != before[name]}
    # First what is sealed: once the case is given back, an intake worker reaches its row no more.
    key = people_store.key_of(desk.session, opened.person.reference)
    store.seal_particulars(desk.session, desk.vault, key, mended, registration.particulars)
    store.put(desk.session, case, **{**changed, "returned_at": None})
    returns.close(desk.session, opened.returned, desk.now)
    desk.note("case.mended", case.id, fields=sorted(changed), gaps=sorted(gap.value for gap in opened.returned.gaps))


def _mend_person(desk: Desk, opened: Mending, registration: Registration) -> None:
    known, person = opened.person.identity, opened.person
    told = registration.identity
    identity = replace(told, access_needs=known.access_needs, pronouns=known.pronouns)
    if identity != known:
        is_own = registration.source.value == "self_referral"
        grounds = Grounds(why=Why.MORE, asked_by=AskedBy.PERSON if is_own else AskedBy.AGENCY)
        people.change_identity(desk, person.reference, identity, expected_version=person.version, grounds=grounds)
    if registration.contact is not None:
        contact = _kept(opened.contact, registration.contact)
        is_own = registration.source.value == "self_referral"
        (confirm_contact_plan if is_own else keep_told_plan)(desk, person.reference, contact)


def _kept(before: SafeContact | None, typed: SafeContact) -> SafeContact:
    """Give the plan as it was typed, with the ways and answers for which the form has no field."""
    if before is None:
        return typed
    channels = {**before.plan.channels, **typed.plan.channels}
    plan = replace(
        before.plan,
        channels=channels,
        sensitive=before.plan.sensitive or typed.plan.sensitive,
        windows=typed.plan.windows,
        voicemail_ok=typed.plan.voicemail_ok,
        text_ok=typed.plan.text_ok,
        say_if_other_answers=typed.plan.say_if_other_answers,
        has_code_word=bool(typed.code_word),
        confirmed_at=None,
    )
    return replace(before, plan=plan, ways={**before.ways, **typed.ways}, code_word=typed.code_word)
