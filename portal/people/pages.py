"""Pages about people: exactly what each template receives, in the words that people read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from lvws_core.vocabulary import Borough, Language
from lvws_core.vocabulary.labelled import Labelled
from portal.people.consent.model import PartnerOrganisation
from portal.people.consent.pages import consent_lines
from portal.people.forms import FindForm, IdentityForm, identity_form
from portal.people.model import Identity, Person, PersonRecord, RecentPerson, age_in_words, age_on, day_in_words
from portal.people.risk.pages import RiskPanel, risk_panel

Option = Mapping[str, str]
_NO_CHOICE: Option = {"value": "", "text": "Choose one"}


class Done(StrEnum):
    """What has just been done, as an address may say it."""

    ADDED = "added"
    IDENTITY = "identity"
    PLAN = "plan"
    RISK = "risk"
    CONSENT = "consent"
    DECLINED = "declined"

    @classmethod
    def of(cls, text: str) -> "Done | None":
        """Give what an address says was done; None for anything else."""
        return next((done for done in cls if done.value == text), None)


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """News at the top of a page: what happened, and what comes next."""

    heading: str
    text: str


class RecentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom the reader added: the reference and the day, nothing more."""

    reference: Reference
    day: str


class FindPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that finds a person, and those whom the reader added last."""

    template: ClassVar[str] = "people/find.html"

    typed: FindForm
    recent: tuple[RecentLine, ...]
    errors: tuple[FieldError, ...] = ()
    title: str = "People"


class FoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """One match: enough to tell people apart."""

    reference: Reference
    name: str
    age: str
    borough: str


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who matches, and what to do when nobody does."""

    template: ClassVar[str] = "people/found.html"

    heading: str
    rows: tuple[FoundRow, ...]
    typed: FindForm
    title: str = "People found"


class IdentityPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a new person's details, or of a known one's."""

    template: ClassVar[str] = "people/identity.html"

    title: str
    action: str
    back_href: str
    back_text: str
    button: str
    typed: IdentityForm
    boroughs: tuple[Option, ...]
    languages: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One field of two texts: what is stored now and what was typed."""

    label: str
    stored: str
    typed: str


class IdentityConflictPage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else saved first: both texts side by side, and a way to go on with either."""

    template: ClassVar[str] = "people/identity_conflict.html"

    reference: Reference
    rows: tuple[Compared, ...]
    typed: IdentityForm
    title: str

    @property
    def status_code(self) -> int:
        """The status that this page is answered with: a conflict."""
        return 409


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A label and what is known."""

    label: str
    text: str


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """A person: how to make contact safely, what is to be done next, who they are, risk and consents."""

    template: ClassVar[str] = "people/person.html"

    title: str
    reference: Reference
    alert: Alert | None
    contact_sentences: tuple[str, ...]
    contact_level: str
    contact_action: str
    tasks: tuple[Mapping[str, Any], ...]
    next_text: str
    next_href: str
    lines: tuple[Line, ...]
    risk: RiskPanel | None
    consents: tuple[str, ...]


def find_page(
    recent: Iterable[RecentPerson], typed: FindForm | None = None, errors: tuple[FieldError, ...] = ()
) -> FindPage:
    """Give the find page, with what was typed and its faults if it comes back."""
    lines = tuple(RecentLine(reference=p.reference, day=day_in_words(london_day(p.created_at))) for p in recent)
    return FindPage(typed=typed or FindForm(), recent=lines, errors=errors)


def found_page(people: Sequence[Person], typed: FindForm, today: date) -> FoundPage:
    """Give the result of a search: nobody, one or several."""
    heading = {0: "Nobody found", 1: "1 person found"}.get(len(people), f"{len(people)} people found")
    return FoundPage(heading=heading, rows=tuple(_found_row(person, today) for person in people), typed=typed)


def new_person_page(typed: IdentityForm, errors: tuple[FieldError, ...] = ()) -> IdentityPage:
    """Give the form of a new person."""
    return IdentityPage(
        title="Add a person",
        action="/people/new",
        back_href="/people",
        back_text="People",
        button="Add this person",
        typed=typed,
        boroughs=_options(Borough, _NO_CHOICE),
        languages=_options(Language, {"value": "", "text": "Not asked"}),
        errors=errors,
    )


def identity_page(reference: Reference, typed: IdentityForm, errors: tuple[FieldError, ...] = ()) -> IdentityPage:
    """Give the form of a known person's details."""
    return msgspec.structs.replace(
        new_person_page(typed, errors),
        title=f"Change details of person {reference}",
        action=f"/people/{reference}/identity",
        back_href=f"/people/{reference}",
        back_text=f"Person {reference}",
        button="Save details",
    )


def conflict_page(person: Person, mine: Identity) -> IdentityConflictPage:
    """Give both texts wherever they differ; saving the typed one again starts from the version that is stored."""
    stored, typed = identity_lines(person.identity), identity_lines(mine)
    rows = tuple(
        Compared(label=s.label, stored=s.text, typed=t.text)
        for s, t in zip(stored, typed, strict=True)
        if s.text != t.text
    )
    return IdentityConflictPage(
        title=f"Person {person.reference} was changed meanwhile",
        reference=person.reference,
        rows=rows,
        typed=identity_form(mine, person.version),
    )


def person_page(
    record: PersonRecord,
    organisations: Sequence[PartnerOrganisation],
    *,
    now: datetime,
    policy: Policy,
    done: Done | None = None,
) -> PersonPage:
    """Give a person's page as it stands at this moment."""
    reference, today, contact = record.person.reference, london_day(now), record.contact
    risk = risk_panel(record.assessment, today, policy) if record.assessment else None
    consents = consent_lines(record.recorded, organisations, now=now, policy=policy)
    steps = (_plan_step(record, now, policy), _risk_step(risk), _consent_step(record, now, policy), _REFER)
    following = next((step for step in steps if step.is_due), _REFER)
    stopped = contact is not None and (contact.plan.no_contact_requested or contact.plan.breach_open)
    return PersonPage(
        title=f"Person {reference}",
        reference=reference,
        alert=_alert(done, record, following, today, policy),
        contact_sentences=_panel(contact.sentences()) if contact else (),
        contact_level="stop" if stopped else "",
        contact_action="Confirm or change" if contact else "Record the plan",
        tasks=tuple(step.item(reference) for step in steps),
        next_text=following.button,
        next_href=following.href(reference),
        lines=(_age_line(record.person.identity, today), *identity_lines(record.person.identity)),
        risk=risk,
        consents=consents,
    )


def _panel(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the first sentence apart, which is set in bold, and let the others run on."""
    first, *others = sentences
    return (first, " ".join(others)) if others else (first,)


def identity_lines(identity: Identity) -> tuple[Line, ...]:
    """Give who somebody is, label and text, in the order of the form; an empty text is not known."""
    born = identity.birth_date
    language = identity.language.label if identity.language else ""
    told = {
        "Name used": identity.name,
        "Pronouns": identity.pronouns,
        "Date of birth": day_in_words(born) if born else "",
        "Phone": identity.phone,
        "Address": identity.address,
        "Borough": "" if identity.borough is Borough.UNKNOWN else identity.borough.label,
        "Language": language,
        "Interpreter": "Professional interpreter needed" if identity.interpreter else "Not needed",
        "Access needs": identity.access_needs,
    }
    return tuple(Line(label=label, text=text) for label, text in told.items())


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A task of the list: where it leads, how it stands, and what its button says."""

    title: str
    hint: str
    path: str
    status: str
    colour: str
    button: str
    is_due: bool

    def href(self, reference: Reference) -> str:
        """Give the address of the task for this person."""
        return self.path.format(reference)

    def item(self, reference: Reference) -> Mapping[str, Any]:
        """Give the entry of the task list."""
        tag = {"text": self.status, "classes": f"govuk-tag--{self.colour} portal-tag"}
        status = {"tag": tag} if self.colour else {"text": self.status}
        return {
            "title": {"text": self.title},
            "hint": {"text": self.hint},
            "href": self.href(reference),
            "status": status,
        }


_REFER = Step(
    title="Refer to a partner",
    hint="Choose who could help, and see exactly what would leave",
    path="/refer/{}",
    status="When you are ready",
    colour="",
    button="Refer to a partner",
    is_due=False,
)


def _plan_step(record: PersonRecord, now: datetime, policy: Policy) -> Step:
    confirmed = record.contact.plan.confirmed_at if record.contact else None
    stale = confirmed is not None and now - confirmed > timedelta(days=policy.plan_stale_days)
    status, colour = ("Out of date", "yellow") if stale else ("Not yet", "blue")
    done = confirmed is not None and not stale
    hint = "How, when and on which number contact is safe"
    if confirmed is not None:
        hint = f"Confirmed {age_in_words((london_day(now) - london_day(confirmed)).days)}"
    return Step(
        title="Safe-contact plan",
        hint=hint,
        path="/people/{}/contact-plan",
        status="Done" if done else status,
        colour="" if done else colour,
        button="Confirm the safe-contact plan" if stale else "Record the safe-contact plan",
        is_due=not done,
    )


def _risk_step(risk: RiskPanel | None) -> Step:
    stale = risk is not None and risk.stale
    status, colour = ("Out of date", "yellow") if stale else ("Not yet", "blue")
    done = risk is not None and not stale
    return Step(
        title="Risk assessment",
        hint=f"{risk.label}, assessed {risk.age}" if risk else "The 24 questions, judgement and MARAC",
        path="/people/{}/risk/new",
        status="Done" if done else status,
        colour="" if done else colour,
        button="Assess risk again" if stale else "Assess risk",
        is_due=not done,
    )


def _consent_step(record: PersonRecord, now: datetime, policy: Policy) -> Step:
    live = len({c.organisation_id for c in record.consents if c.is_live(now, policy)})
    return Step(
        title="Consent",
        hint="What may be shared, with whom and for how long",
        path="/people/{}/consent",
        status=f"{live} organisation{'s' if live > 1 else ''}" if live else "Not yet",
        colour="" if live else "blue",
        button="Record consent",
        is_due=not live,
    )


def _alert(done: Done | None, record: PersonRecord, following: Step, today: date, policy: Policy) -> Alert | None:
    if done is None:
        return None
    nobody = "Nobody outside your organisation has been told."
    until = day_in_words(today + timedelta(days=policy.plan_stale_days))
    level = record.assessment.level.label.lower() if record.assessment else "not known"
    said = {
        Done.ADDED: ("Person added", f"Use the reference {record.person.reference}, never the name. {nobody}"),
        Done.IDENTITY: ("Details saved", "What partners were given before does not change."),
        Done.PLAN: ("Safe-contact plan confirmed", f"Confirm it again with the person by {until}."),
        Done.RISK: ("Assessment saved", f"The level shown is {level}. {nobody}"),
        Done.CONSENT: ("Consent recorded", f"It is used only when you refer. {nobody}"),
        Done.DECLINED: (
            "The no is recorded",
            "Nothing more can be sent to this organisation. What was sent before stays with it.",
        ),
    }
    heading, text = said[done]
    return Alert(heading=heading, text=f"{text} Next: {following.button[0].lower()}{following.button[1:]}.")


def _found_row(person: Person, today: date) -> FoundRow:
    identity = person.identity
    return FoundRow(
        reference=person.reference,
        name=identity.name,
        age=str(age_on(identity.birth_date, today)) if identity.birth_date else "not known",
        borough=identity.borough.label,
    )


def _age_line(identity: Identity, today: date) -> Line:
    return Line(label="Age", text=str(age_on(identity.birth_date, today)) if identity.birth_date else "")


def _options(choices: type[Labelled], first: Option) -> tuple[Option, ...]:
    return (first, *({"value": choice.value, "text": choice.label} for choice in choices))
