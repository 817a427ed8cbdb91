"""The page of a contact: every kind on one screen, of which the chosen one shows."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import msgspec

from colocations.contacts.choices.model import (
    ABOUT_SOMEBODY,
    LENGTHS,
    OUTCOMES,
    PURPOSES,
    About,
    ContactKind,
    Feedback,
    Manner,
    Safe,
    StaffRole,
    TrainingLevel,
)
from colocations.contacts.entry.service import Form
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from lvws_core.forms import FieldError
from lvws_core.times import in_words
from lvws_core.vocabulary.labelled import Labelled


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A choice of a list: its key, its words, and whether it is chosen."""

    value: str
    text: str
    selected: bool = False


Choices = tuple[Choice, ...]


class KindPart(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind has of its own: its purposes, and what may come of it."""

    value: str
    purposes: Choices
    outcomes: Choices


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a role were trained: the field, its words, and what was typed."""

    field: str
    text: str
    typed: str


class OtherSite(msgspec.Struct, frozen=True, kw_only=True):
    """Another site of the author's, and the form for it."""

    name: str
    href: str


class EntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a contact; without a site there is none to fill. `choose` is where somebody is chosen by name."""

    template: ClassVar[str] = "contacts/new.html"
    title: ClassVar[str] = "Log a contact"

    contact_id: str
    site: str
    site_name: str
    planned: str
    others: tuple[OtherSite, ...]
    kinds: Choices
    manners: Choices
    departments: Choices
    lengths: Choices
    parts: tuple[KindPart, ...]
    abouts: Choices
    safes: Choices
    roles: Choices
    roles_asking: Choices
    heads: tuple[Head, ...]
    levels: Choices
    feedbacks: Choices
    typed: Typed
    kept: str
    danger: str
    inpatient: Choices
    shows_when: bool
    shows_call: bool
    shows_referrer: bool
    choose: str = "/contacts/choose"
    errors: tuple[FieldError, ...] = ()


class KeptPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is said when a half-written form is kept; without a script it is a page of its own."""

    template: ClassVar[str] = "contacts/kept.html"
    fragment: ClassVar[str] = "contacts/_kept.html"
    title: ClassVar[str] = "Kept"

    kept: str


def entry_page(form: Form, now: datetime, errors: tuple[FieldError, ...] = ()) -> EntryPage:
    """Give the page of a form; `now` is aware."""
    typed, site = form.typed, form.site
    chosen = typed.value("kind") or ContactKind.CLIENT.value
    return EntryPage(
        contact_id=str(form.contact_id),
        site=site.reference if site is not None else "",
        site_name=site.name if site is not None else "",
        planned=typed.value("planned"),
        others=tuple(_other(each) for each in form.sites if each is not site),
        kinds=_of(ContactKind, chosen),
        manners=_of(Manner, typed.value("manner")),
        departments=_departments(site, typed.value("department")),
        lengths=_lengths(typed),
        parts=tuple(_part(kind, typed) for kind in ContactKind),
        abouts=_of((About.NEW_PERSON, About.REFERENCE), typed.value("about")),
        safes=_of(Safe, typed.value("safe")),
        roles=_with_none(_of(StaffRole, typed.value("staff_role"))),
        roles_asking=_with_none(_of(StaffRole, typed.value("staff_role_consultation"))),
        heads=tuple(_head(role, typed) for role in StaffRole),
        levels=_of(TrainingLevel, typed.value("level")),
        feedbacks=_of(Feedback, typed.value("feedback")),
        typed=typed,
        kept=f"You left this half written, {in_words(form.kept_at, now)}." if form.kept_at is not None else "",
        danger=_danger(site),
        inpatient=tuple(
            Choice(value=key, text=text, selected=typed.value("inpatient") == key)
            for key, text in (("yes", "Yes"), ("no", "No"))
        ),
        shows_when=_says(typed, errors, *_WHEN),
        shows_call=_says(typed, errors, *_CALL),
        shows_referrer=_says(typed, errors, *_REFERRER),
        errors=errors,
    )


def kept_page(now: datetime) -> KeptPage:
    """Say when a form was kept; `now` is aware."""
    return KeptPage(kept=f"Kept for you, {in_words(now, now)}. It is not logged yet.")


_CALL = ("call_back", "call_back_day", "call_back_month", "call_back_year", "call_back_time")
_WHEN = ("on_day", "on_month", "on_year", "on", "time")
_REFERRER = (
    *("staff_role", "apart", "inpatient", "disclosed", "disclosed_day", "discharge", "discharge_day"),
    *("disclosed_month", "disclosed_year", "discharge_month", "discharge_year"),
)


def _says(typed: Typed, errors: Iterable[FieldError], *names: str) -> bool:
    """Say whether a part has to be open: something in it was typed, or is wrong."""
    return any(typed.value(name) for name in names) or any(error.field in names for error in errors)


def _of(choices: Iterable[Labelled], chosen: str) -> Choices:
    return tuple(Choice(value=each.value, text=each.label, selected=each.value == chosen) for each in choices)


def _with_none(choices: Choices) -> Choices:
    return (Choice(value="", text="Not said", selected=not any(each.selected for each in choices)), *choices)


def _departments(site: Site | None, chosen: str) -> Choices:
    names = site.departments if site is not None else ()
    found = tuple(Choice(value=name, text=name, selected=name == chosen) for name in names)
    strange = (Choice(value=chosen, text=chosen, selected=True),) if chosen and chosen not in names else ()
    none = Choice(value="", text="No ward in particular", selected=not chosen)
    return (*found, *strange, none)


def _lengths(typed: Typed) -> Choices:
    chosen = typed.value("minutes")
    known = {str(each) for each in LENGTHS}
    other = chosen == "other" or (bool(chosen) and chosen not in known)
    presses = tuple(Choice(value=str(each), text=str(each), selected=str(each) == chosen) for each in LENGTHS)
    return (*presses, Choice(value="other", text="Other", selected=other))


def _part(kind: ContactKind, typed: Typed) -> KindPart:
    outcome = typed.value(f"outcome_{kind.value}")
    if not outcome and kind not in ABOUT_SOMEBODY:
        outcome = OUTCOMES[kind][0].value
    purpose = typed.value(f"purpose_{kind.value}")
    return KindPart(value=kind.value, purposes=_of(PURPOSES[kind], purpose), outcomes=_of(OUTCOMES[kind], outcome))


def _head(role: StaffRole, typed: Typed) -> Head:
    field = f"audience_{role.value}"
    return Head(field=field, text=role.label, typed=typed.value(field))


def _other(site: Site) -> OtherSite:
    return OtherSite(name=site.name, href=f"/contacts/new?site={site.reference}")


def _danger(site: Site | None) -> str:
    number = f" on {site.safeguarding_phone}" if site is not None and site.safeguarding_phone else ""
    return f"Immediate danger: 999 or the ward’s safeguarding lead{number}."
