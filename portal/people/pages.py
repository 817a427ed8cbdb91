"""Pages about people: exactly what each template receives, in the words that people read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.ports import FoundRequest
from lvws_core.referrals import Direction
from lvws_core.times import in_words, london_day
from portal.people.consent.model import PartnerOrganisation, referred_to
from portal.people.consent.pages import consent_lines
from portal.people.forms import FindForm
from portal.people.identity.pages import Line, lines_with_tellers
from portal.people.model import Person, PersonRecord, RecentPerson, Waiting, age_on, day_in_words
from portal.people.overview.pages import Overview
from portal.people.risk.pages import RiskPanel, risk_panel
from portal.people.safe_contact.pages import SafeContactPanel, safe_contact_panel
from portal.people.statements.pages import StatementView
from portal.people.tasks.pages import Step, next_step, steps


class Done(StrEnum):
    """What has just been done, as an address may say it."""

    ADDED = "added"
    IDENTITY = "identity"
    PLAN = "plan"
    RISK = "risk"
    KEPT = "kept"
    TRIGGER = "trigger"
    CONSENT = "consent"
    NARROWED = "narrowed"
    RETIMED = "retimed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    DISCARDED = "discarded"
    STOPPED = "stopped"
    OPENED = "opened"
    TOLD = "told"
    KNOWN = "known"
    CONFLICT = "conflict"
    CHARACTERISTICS = "characteristics"
    NEEDS = "needs"
    PERSON_TOLD = "person_told"

    @classmethod
    def of(cls, text: str) -> "Done | None":
        """Give what an address says was done; None for anything else."""
        return next((done for done in cls if done.value == text), None)


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """News at the top of a page: what happened, and what comes next."""

    heading: str
    text: str


_NOT_WHY = "Each team sees that it must not make contact, and not who reported it or why."


class RecentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom the reader added: the reference and the day, nothing more."""

    reference: Reference
    day: str


class WaitingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person about whom the reader has to decide, by reference: where, and what."""

    href: str
    reference: Reference
    text: str


class FindPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that finds a person, and those whom the reader added last."""

    template: ClassVar[str] = "people/find.html"

    typed: FindForm
    recent: tuple[RecentLine, ...]
    about: str = ""
    waiting: tuple[WaitingLine, ...] = ()
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

    title: str
    heading: str
    rows: tuple[FoundRow, ...]
    typed: FindForm


class RequestLine(msgspec.Struct, frozen=True, kw_only=True):
    """A referral of the person: the reference, where it stands, and until when a draft is kept."""

    reference: Reference
    href: str
    text: str


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """A person: how to make contact safely, what is to be done next, who they are, risk and consents."""

    template: ClassVar[str] = "people/person.html"

    title: str
    reference: Reference
    alert: Alert | None
    safe: SafeContactPanel
    tasks: tuple[Mapping[str, Any], ...]
    next_text: str
    next_href: str
    lines: tuple[Line, ...]
    risk: RiskPanel | None
    consents: tuple[str, ...]
    overview: Overview
    requests: tuple[RequestLine, ...] = ()
    marac: str | None = None
    may_ask: bool = False
    statements: tuple[StatementView, ...] = ()


def waiting_lines(waiting: Iterable[Waiting], now: datetime) -> tuple[WaitingLine, ...]:
    """Give what waits for the reader, in words."""
    return tuple(
        WaitingLine(
            href=f"/people/{each.reference}/{'updates' if each.stopped_since is None else 'safety'}",
            reference=each.reference,
            text="partners were not told what changed"
            if each.stopped_since is None
            else f"contact is stopped, reported {in_words(each.stopped_since, now)}",
        )
        for each in waiting
    )


def find_page(
    recent: Iterable[RecentPerson],
    direction: Direction = Direction.ONWARD,
    typed: FindForm | None = None,
    errors: tuple[FieldError, ...] = (),
    waiting: tuple[WaitingLine, ...] = (),
) -> FindPage:
    """Give the find page, with what was typed and its faults if it comes back; inward it says whose they are."""
    lines = tuple(RecentLine(reference=p.reference, day=day_in_words(london_day(p.created_at))) for p in recent)
    about = _OWN_PEOPLE if direction == Direction.INWARD else ""
    return FindPage(typed=typed or FindForm(), recent=lines, waiting=waiting, errors=errors, about=about)


_OWN_PEOPLE = (
    "These are your own team’s people. Nobody else sees them: what you share leaves only when the person agrees and "
    "you refer them to the lead."
)


def found_page(people: Sequence[Person], typed: FindForm, today: date) -> FoundPage:
    """Give the result of a search: nobody, one or several."""
    heading = {0: "Nobody found", 1: "1 person found"}.get(len(people), f"{len(people)} people found")
    rows = tuple(found_row(person, today) for person in people)
    return FoundPage(title=heading, heading=heading, rows=rows, typed=typed)


def person_page(
    record: PersonRecord,
    organisations: Sequence[PartnerOrganisation],
    direction: Direction = Direction.ONWARD,
    *,
    names: Callable[[UUID], str],
    now: datetime,
    policy: Policy,
    overview: Overview,
    done: Done | None = None,
    requests: Sequence[FoundRequest] = (),
    marac: str | None = None,
    may_ask: bool = False,
    statements: tuple[StatementView, ...] = (),
) -> PersonPage:
    """Give a person's page as it stands at this moment; `organisations` are those that can be referred to.

    `names` gives the name of an organisation; `marac` is the flag in words, None for who has no business there.
    """
    reference, today = record.person.reference, london_day(now)
    risk = risk_panel(record.assessment, today, policy, record.since) if record.assessment else None
    consents = consent_lines(record.recorded, organisations, now=now, policy=policy)
    tasks = steps(record, risk, now, policy, to=referred_to(organisations, direction))
    following = next_step(tasks)
    return PersonPage(
        title=f"Person {reference}",
        reference=reference,
        alert=_alert(done, record, following, today, policy),
        safe=safe_contact_panel(record.contact, record.standing.stopped_since, now),
        tasks=tuple(task.item(reference) for task in tasks),
        next_text=following.button,
        next_href=following.href(reference),
        lines=_who(record.person, names, today),
        risk=risk,
        consents=consents,
        overview=overview,
        requests=tuple(_request_line(each, reference) for each in requests),
        marac=marac,
        may_ask=may_ask,
        statements=statements,
    )


_DROPPED = (
    "What the person no longer shares is closed in what was sent on their consent, since this moment. The partner "
    "is told, and reads on each offer what closed. Tell a partner without an account yourself: it holds paper."
)
_RETIMED = (
    "What a partner is working on can be opened until the new day, and no longer. What had closed stays closed: to "
    "share it again, send it anew."
)


def _alert(done: Done | None, record: PersonRecord, following: Step, today: date, policy: Policy) -> Alert | None:
    if done is None:
        return None
    closed = "Nothing more can be sent to this organisation."
    stopped = (
        "What was sent to them before can no longer be opened here; they are asked to confirm that they have stopped."
    )
    nobody = "Nobody outside your organisation has been told."
    until = day_in_words(today + timedelta(days=policy.plan_stale_days))
    level = record.assessment.level.label.lower() if record.assessment else "not known"
    said = {
        Done.ADDED: ("Person added", f"Use the reference {record.person.reference}, never the name. {nobody}"),
        Done.IDENTITY: ("Details saved", _untold(record)),
        Done.PLAN: ("Safe-contact plan confirmed", f"Confirm it again with the person by {until}."),
        Done.RISK: ("Assessment saved", f"The level shown is {level}. {nobody}"),
        Done.KEPT: ("Kept for you", "The assessment is half written: nothing counts, and nobody else sees it."),
        Done.TRIGGER: ("Noted", "The assessment is out of date from now on, until somebody assesses again."),
        Done.CONSENT: ("Consent recorded", f"It is used only when you refer. {nobody}"),
        Done.NARROWED: ("Consent recorded", _DROPPED),
        Done.RETIMED: ("Consent recorded", _RETIMED),
        Done.DECLINED: ("The no is recorded", closed),
        Done.WITHDRAWN: ("Consent withdrawn", f"{closed} {stopped}"),
        Done.DRAFT: ("Referral saved", f"You find it under Referrals on this page, and among the drafts. {nobody}"),
        Done.DISCARDED: ("Draft discarded", f"Everything that was typed in it is deleted. {nobody}"),
        Done.STOPPED: ("Contact is stopped", f"On every live offer, since this moment. {_NOT_WHY}"),
        Done.OPENED: ("Contact is open again", "Each team that may know sees the plan as you confirmed it."),
        Done.CONFLICT: (
            "Registered",
            "Managers alone can read it. It is checked before anything is sent about this person.",
        ),
        Done.KNOWN: ("This person is known", "Nobody was added. Go on here, and change the details if they are new."),
        Done.CHARACTERISTICS: ("Saved as they said it", f"What stood there before is kept. {nobody}"),
        Done.NEEDS: (
            "Needs assessed",
            f"The next referral is filled in from it, so nobody has to tell it again. {nobody}",
        ),
        Done.PERSON_TOLD: ("The person was told", "It stands in the record with today’s date."),
        Done.TOLD: ("Partners are told", "It stands on their offers now, with its date."),
    }
    heading, text = said[done]
    return Alert(heading=heading, text=f"{text} Next: {following.button[0].lower()}{following.button[1:]}.")


def _untold(record: PersonRecord) -> str:
    kept = "What stood there before is kept under “What was corrected”."
    if record.standing.untold:
        return f"{kept} A partner holds what stood before: it is told nothing until you confirm it."
    return f"{kept} What partners were given does not change by itself."


def _request_line(found: FoundRequest, person: Reference) -> RequestLine:
    if found.kept_until is not None:
        text, href = f"draft, kept until {day_in_words(found.kept_until)}", f"/refer/{person}/{found.reference}"
        return RequestLine(reference=found.reference, href=href, text=text)
    label = found.status.label
    text = f"{label[0].lower()}{label[1:]}"
    return RequestLine(reference=found.reference, href=f"/requests/{found.reference}", text=text)


def found_row(person: Person, today: date) -> FoundRow:
    """Give what tells one match from another; the age on a London day."""
    identity = person.identity
    return FoundRow(
        reference=person.reference,
        name=identity.name,
        age=str(age_on(identity.birth_date, today)) if identity.birth_date else "not known",
        borough=identity.borough.label,
    )


def _who(person: Person, names: Callable[[UUID], str], today: date) -> tuple[Line, ...]:
    """Give the details with who told them, and the age beside the day of birth."""
    born = person.identity.birth_date
    age = f" (age {age_on(born, today)})" if born else ""
    return tuple(
        replace(line, text=line.text + age) if line.label == "Date of birth" else line
        for line in lines_with_tellers(person, names)
    )
