"""The page on which a referral is written, and what is written as lines to read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

import msgspec

from lvws_core.consent.contact import in_plain_words
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.times import day_in_words
from lvws_core.vocabulary import Borough
from portal.people.marac.content.forms import DAYS, LONG, TEXTS, ReferralForm
from portal.people.marac.content.model import Agreement, Check, Content, Known, Necessity, Relationship, Told
from portal.people.marac.content.model import criteria_words as criteria
from portal.people.marac.service import Papers
from portal.people.model import Identity
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, Any]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the form. `kind`: text, area, number, day, choice or list; `parts` are those of a day."""

    name: str
    label: str
    kind: str
    hint: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple[str, ...] = ()
    longest: int = LONG
    rows: int = 3


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Fields that belong together, under a heading, with a sentence on why they are asked."""

    heading: str
    about: str
    fields: tuple[Field, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A label with what is written; "" is not known."""

    label: str
    text: str
    lines: tuple[str, ...] = ()
    note: str = ""


class WritePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a referral, with what the record says already and is not asked again."""

    template: ClassVar[str] = "people/marac_write.html"

    title: str
    reference: Reference
    action: str
    back_href: str
    back_text: str
    known: tuple[Line, ...]
    groups: tuple[Group, ...]
    version: str
    safe: SafeContactPanel | None = None
    errors: tuple[FieldError, ...] = ()


def write_page(
    reference: Reference,
    mark: Reference | None,
    papers: Papers,
    typed: ReferralForm,
    errors: tuple[FieldError, ...] = (),
) -> WritePage:
    """Give the form with what was typed; `mark` is the referral's reference, None for a new one."""
    base = f"/people/{reference}/marac"
    return WritePage(
        title="New MARAC referral" if mark is None else f"Change MARAC referral {mark}",
        reference=reference,
        action=f"{base}/new" if mark is None else f"{base}/{mark}/edit",
        back_href=base if mark is None else f"{base}/{mark}",
        back_text="MARAC" if mark is None else f"MARAC referral {mark}",
        known=known_lines(papers),
        groups=tuple(_groups(typed, papers.known)),
        version=typed.version,
        errors=errors,
    )


def known_lines(papers: Papers) -> tuple[Line, ...]:
    """Give what goes with the referral out of the record: who it is, how contact is safe, the assessment."""
    person, known = papers.person, papers.known
    plan = in_plain_words(papers.contact.plan) if papers.contact else ()
    return (
        Line(label="Name", text=person.name),
        Line(label="Date of birth", text=_born(person, known)),
        Line(label="Address", text=", ".join(filter(None, (person.address, person.borough.label)))),
        Line(label="Language", text=_language(known)),
        Line(label="Safe contact", text="", lines=tuple(plan)),
        Line(label="Risk assessment", text=_assessed(known)),
    )


def _born(person: Identity, known: Known) -> str:
    return f"{day_in_words(person.birth_date)} (age {known.age})" if person.birth_date else ""


def _language(known: Known) -> str:
    return f"{known.language or 'Not known'}{', an interpreter is needed' if known.needs_interpreter else ''}"


def _assessed(known: Known) -> str:
    if known.assessed_on is None or known.score is None:
        return ""
    return f"{known.score.yes_count} of 24, assessed on {day_in_words(known.assessed_on)}"


def _groups(typed: ReferralForm, known: Known) -> Iterable[Group]:
    yield Group(
        heading="The person, and the panel",
        about="The panel is that of the borough where the person lives now, even for a short time.",
        fields=(
            _list("borough", "Borough where they live now", typed, Borough, "Choose a borough"),
            *(
                (_number("age", "Age, estimated", typed, "The date of birth is not known."),)
                if known.age is None
                else ()
            ),
        ),
    )
    yield Group(
        heading="The person causing harm",
        about="They must never learn of the referral.",
        fields=(
            _text("harmer", typed, "Name and other names"),
            _choice("relationship", "What they are to the person", typed, Relationship),
            _number("harmer_age", "Their age (optional)", typed, "Under 16 it is a matter for children’s social care."),
            _area("harmer_about", typed, "Date of birth, address, and anybody else who causes harm (optional)"),
            _text("harmer_unknown", typed, "Only where you have no name"),
        ),
    )
    yield Group(
        heading="Children",
        about="",
        fields=(
            _yes_no("has_children", "Are there children?", typed),
            _area("children", typed, "Name, date of birth, address, school, and what they are to each of the two"),
        ),
    )
    yield Group(
        heading="Why it goes to the panel",
        about="One criterion is enough. The count of the assessment is taken from the record.",
        fields=(
            _area("judgement", typed, "Write why, if you have serious concern whatever the count (optional)"),
            _number("police_incidents", "Police incidents in the past 12 months", typed, ""),
            _day("incident_on", typed, "Any abuse counts, crime or not. It decides whether this is a repeat."),
            _day("last_referral_on", typed, "Referrals made here are known already. (optional)"),
            _day("last_heard_on", typed, "(optional)"),
            _yes_no("same_harmer", "Was the earlier MARAC about the same person causing harm?", typed),
            _area("history", typed, "Where and when (optional)"),
            _area("narrative", typed, "Recent incidents with their days. No more than the panel needs.", rows=8),
            _area("in_place", typed, "Nothing that keeps somebody safe waits for the meeting. (optional)"),
        ),
    )
    yield Group(
        heading="What the person knows and says",
        about="Agreement is sought and preferred. Without it a referral is possible, with its ground written down.",
        fields=(
            _yes_no("aware", "Is the person aware of the referral?", typed),
            _text("unaware_why", typed, "Only where they are not"),
            _choice("agreement", "Does the person agree?", typed, Agreement),
            _choice("ground", "Without agreement: on which ground?", typed, Necessity),
            _area("necessity", typed, "Only without agreement: why nothing less will do, and what is shared"),
            _choice("told", "Was the person told what is done?", typed, Told),
            _text("told_how", typed, ""),
            _yes_no("has_notice", "Was the person given the privacy information? Say no only if it was unsafe", typed),
        ),
    )
    yield Group(
        heading="The person’s voice",
        about="You speak for the person at the meeting. (optional)",
        fields=(
            *(_text(name, typed, "") for name in ("afraid_of", "safe_to_talk", "unsafe_to_talk")),
            _area("wants", typed, ""),
            _area("practical", typed, "GP, pregnancy, housing and landlord, occupation (optional)"),
        ),
    )


def _text(name: str, typed: ReferralForm, hint: str) -> Field:
    label, longest = TEXTS[name]
    return Field(name=name, label=label, kind="text", hint=hint, value=typed.one(name), longest=longest)


def _area(name: str, typed: ReferralForm, hint: str, rows: int = 3) -> Field:
    label, longest = TEXTS[name]
    return Field(name=name, label=label, kind="area", hint=hint, value=typed.one(name), longest=longest, rows=rows)


def _number(name: str, label: str, typed: ReferralForm, hint: str) -> Field:
    return Field(name=name, label=label, kind="number", hint=hint, value=typed.one(name))


def _day(name: str, typed: ReferralForm, hint: str) -> Field:
    parts = tuple(typed.one(f"{name}_{part}") for part in ("day", "month", "year"))
    return Field(name=name, label=DAYS[name], kind="day", hint=hint, parts=parts)


def _choice(name: str, label: str, typed: ReferralForm, choices: type[Any]) -> Field:
    options = tuple({"value": each.value, "text": each.label} for each in choices)
    return Field(name=name, label=label, kind="choice", value=typed.one(name), options=options)


def _yes_no(name: str, label: str, typed: ReferralForm) -> Field:
    options = ({"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"})
    return Field(name=name, label=label, kind="choice", value=typed.one(name), options=options)


def _list(name: str, label: str, typed: ReferralForm, choices: type[Any], first: str) -> Field:
    options = ({"value": "", "text": first}, *({"value": each.value, "text": each.label} for each in choices))
    return Field(name=name, label=label, kind="list", value=typed.one(name), options=options)


def content_lines(papers: Papers) -> tuple[Line, ...]:
    """Give what is written, in the order of the form; what is empty and optional is left out."""
    c = papers.content
    texts = (
        ("Person causing harm", _harmer(c)),
        ("More about them, and others", c.harmer_about),
        ("Children", c.children if c.has_children else {False: "None", None: ""}.get(c.has_children, "Not listed yet")),
        ("Criteria", criteria(papers.decision).capitalize()),
        ("Serious concern", c.judgement),
        ("Police incidents in 12 months", str(c.police_incidents)),
        ("Latest abuse", day_in_words(c.incident_on) if c.incident_on else ""),
        ("Other MARAC referrals", c.history),
        ("What has happened", c.narrative),
        ("Done already", c.in_place),
        ("Aware", {True: "Yes", False: f"No: {c.unaware_why}", None: ""}[c.aware]),
        ("Agreement", c.agreement.label if c.agreement else ""),
        ("Shared without agreement", _without(c)),
        ("Told what is done", ". ".join(filter(None, (c.told.label if c.told else "", c.told_how)))),
        ("Privacy information", {True: "Given", False: "Not given: unsafe", None: ""}[c.has_notice]),
        ("Afraid of", c.afraid_of),
        ("Safe to talk to", c.safe_to_talk),
        ("Not safe to talk to", c.unsafe_to_talk),
        ("What they want", c.wants),
        ("Practical matters", c.practical),
    )
    return tuple(Line(label=label, text=text) for label, text in texts if text)


def _harmer(c: Content) -> str:
    if not c.harmer:
        return f"Not known: {c.harmer_unknown}" if c.harmer_unknown else ""
    age = "" if c.harmer_age is None else f"age {c.harmer_age}"
    return ", ".join(filter(None, (c.harmer, c.relationship.label.lower() if c.relationship else "", age)))


def _without(c: Content) -> str:
    if c.ground is None or c.agreement is Agreement.AGREES:
        return ""
    return f"{c.ground.label}. {c.necessity}"


def hints(papers: Papers, today: date) -> Mapping[Check, str]:
    """Give what the record says to each check, so that an IDVA need not look for it."""
    c, known = papers.content, papers.known
    same = "the same as on the record" if c.borough is known.borough else f"the record says {known.borough.label}"
    age = None if known.assessed_on is None else (today - known.assessed_on).days
    repeat = "It is a repeat." if papers.decision and papers.decision.repeat else "It is no repeat."
    earlier = f"{len(known.earlier)} earlier referrals are known here."
    return {
        Check.PANEL: f"{c.borough.label}, {same}.",
        Check.CRITERION: criteria(papers.decision).capitalize() or "No criterion is met.",
        Check.ASSESSMENT: "There is none." if age is None else f"{age} days old.",
        Check.AWARE: {True: "Aware.", False: "Not aware.", None: "Not answered."}[c.aware],
        Check.CONTACT: "The plan is above." if known.has_plan else "There is no plan.",
        Check.HARMER: _harmer(c) or "Not answered.",
        Check.CHILDREN: {True: "There are children.", False: "There are none.", None: "Not answered."}[c.has_children],
        Check.REPEAT: f"{repeat} {earlier}",
        Check.ACTIONS: "Written above." if c.in_place else "Nothing is written.",
        Check.LANGUAGE: f"{_language(known)}.",
    }
