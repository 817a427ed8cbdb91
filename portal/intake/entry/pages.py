"""The pages of the guided entry: one screen of fields, and the question whether somebody is known already."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import (
    Borough,
    CrimeCategory,
    DomesticAbuseLevel,
    Labelled,
    Language,
    PoliceForce,
    ReferralSource,
)
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.model import FACTS, NEEDS
from portal.intake.returns.model import FIELDS, Gap
from portal.intake.terms.model import Involvement, NoAge

Option = Mapping[str, Any]
_ANSWERS = (("", "Not known"), ("yes", "Yes"), ("no", "No"))


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the screen: `kind` is text, select or tick; `note` says what of it came back."""

    kind: str
    name: str
    label: str
    value: str
    hint: str = ""
    items: tuple[Option, ...] = ()
    classes: str = ""
    note: str = ""
    error: Mapping[str, str] | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Fields that belong together; `codes` explain those that are typed as codes."""

    legend: str
    fields: tuple[Field, ...]
    codes: tuple[str, ...] = ()


class EntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """The one screen of an intake: first what anybody tells, last what only an agency tells."""

    template: ClassVar[str] = "intake/entry.html"

    title: str
    action: str
    button: str
    back: tuple[str, str]
    lead: str
    version: str
    groups: tuple[Group, ...]
    gaps: tuple[str, ...] = ()
    contact: str = ""
    origin: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()


def blank(today: date) -> EntryForm:
    """Give the form as it begins: a victim who refers themselves, today."""
    received = f"{today.day}/{today.month}/{today.year}"
    return EntryForm(source=ReferralSource.SELF_REFERRAL, involvement=Involvement.VICTIM, received_on=received)


def entry_page(
    typed: EntryForm,
    errors: tuple[FieldError, ...] = (),
    *,
    origin: tuple[str, ...] = (),
    home: tuple[str, str] = ("/intake", "Intake"),
) -> EntryPage:
    """Give the screen of a new intake, with all that was typed and every fault; `origin` says where they came from."""
    return EntryPage(
        title="Take somebody in",
        action="/intake/new",
        button="Take in",
        back=home,
        lead="Enter takes in from any field. What may stay empty counts as not known; without the person’s word on "
        "safe contact nobody rings.",
        version="",
        groups=_groups(typed, errors, frozenset()),
        contact=typed.contact,
        origin=origin,
        errors=errors,
    )


def mend_page(
    reference: Reference, gaps: frozenset[Gap], typed: EntryForm, errors: tuple[FieldError, ...] = ()
) -> EntryPage:
    """Give the same screen for a case that came back, with what to look at."""
    return EntryPage(
        title=f"Mend case {reference}",
        action=f"/intake/{reference}/mend",
        button="Save and give back",
        back=("/intake", "Intake"),
        lead="Thank you for taking this in. Please look at these again; if you cannot find out, leave them and save.",
        version=typed.version,
        groups=_groups(typed, errors, frozenset(FIELDS[gap] for gap in gaps)),
        gaps=tuple(gap.label for gap in Gap if gap in gaps),
        errors=errors,
    )


def _groups(typed: EntryForm, errors: tuple[FieldError, ...], marked: frozenset[str]) -> tuple[Group, ...]:
    faults = {error.field: {"text": error.text} for error in errors}

    def field(name: str, label: str, *, kind: str = "text", **more: Any) -> Field:
        note = "Please look at this again" if name in marked else ""
        value = getattr(typed, name)
        return Field(kind=kind, name=name, label=label, value=value, note=note, error=faults.get(name), **more)

    def choice(name: str, label: str, choices: type[Labelled] | type[Band], first: str | None) -> Field:
        items = ((("", first),) if first is not None else ()) + tuple((each.value, each.label) for each in choices)
        return field(name, label, kind="select", items=_items(items))

    def answer(name: str, label: str) -> Field:
        return field(name, label, kind="select", items=_items(_ANSWERS))

    width = {"classes": "govuk-input--width-10"}
    return (
        Group(
            legend="How it came",
            fields=(
                choice("source", "From", ReferralSource, None),
                choice("involvement", "Who they are", Involvement, None),
                field("received_on", "Received on", **width),
            ),
        ),
        Group(
            legend="Who it is",
            fields=(
                field("name", "Name used"),
                field("birth_date", "Date of birth or age", hint="12 3 1990, or 36", **width),
                choice("no_age", "If neither, why", NoAge, ""),
                field("phone", "Phone number", **width),
                choice("borough", "Borough", Borough, ""),
                field("address", "Address or postcode"),
                choice("language", "Language", Language, "Not asked"),
                field("interpreter", "Interpreter needed", kind="tick"),
            ),
        ),
        Group(
            legend="What happened",
            fields=(
                choice("crime_category", "Crime", CrimeCategory, ""),
                answer("abuse", "Domestic abuse?"),
                choice("risk", "Level of risk, if assessed", Band, "Not assessed"),
                field("facts", "Enhanced rights, by letter", **width),
                field("needs", "Needs, by number", **width),
            ),
            codes=(
                " · ".join(f"{letter} {fact.label.lower()}" for letter, fact in FACTS.items()),
                " · ".join(f"{number} {need.label.lower()}" for number, need in NEEDS.items()),
            ),
        ),
        Group(
            legend="Safe contact: ask the person",
            fields=(
                answer("call", "Safe to call?"),
                answer("texts", "Safe to text?"),
                answer("voicemail", "Leave a voicemail?"),
                field("hours", "Safe hours", hint="Mon-Fri 10-14", **width),
                field("if_other_answers", "If someone else answers, say"),
                field("code_word", "Agreed word", **width),
            ),
        ),
        Group(
            legend="Only from the police, an agency or the witness care unit",
            fields=(
                field("reported_on", "Reported on", **width),
                field("trial_on", "Day of the trial, of a witness", **width),
                choice("force", "Police force", PoliceForce, ""),
                field("agency", "Agency"),
                field("source_reference", "Their reference", **width),
                choice("source_da_level", "Domestic abuse, as they say", DomesticAbuseLevel, "They say nothing"),
                field(
                    "source_epr",
                    "Enhanced priority, as they say",
                    kind="select",
                    items=_items((("", "They say nothing"), ("yes", "Yes"), ("no", "No"))),
                ),
            ),
        ),
    )


def _items(pairs: tuple[tuple[str, str], ...]) -> tuple[Option, ...]:
    return tuple({"value": value, "text": text} for value, text in pairs)
