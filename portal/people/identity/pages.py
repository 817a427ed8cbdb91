"""Pages of who somebody is: the form, and both texts when two people changed it at once."""

from collections.abc import Callable, Mapping
from typing import ClassVar
from uuid import UUID

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.times import london_day
from lvws_core.vocabulary import Borough, Language
from lvws_core.vocabulary.labelled import Labelled
from portal.people.corrections.forms import GroundsForm
from portal.people.corrections.pages import GroundsFields, grounds_fields
from portal.people.forms import IdentityForm, identity_form
from portal.people.identity.model import recorded_identity
from portal.people.model import Identity, Person, Teller, day_in_words
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, str]
_NO_CHOICE: Option = {"value": "", "text": "Choose one"}


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
    reference: Reference | None = None
    safe: SafeContactPanel | None = None
    grounds: GroundsFields | None = None
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
    """A label and what is known; `note` says who told it, where that was another agency."""

    label: str
    text: str
    note: str = ""


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


def identity_page(
    reference: Reference, typed: IdentityForm, safe: SafeContactPanel, errors: tuple[FieldError, ...] = ()
) -> IdentityPage:
    """Give the form of a known person's details, with why something changes and who asked."""
    return msgspec.structs.replace(
        new_person_page(typed, errors),
        title=f"Change details of person {reference}",
        action=f"/people/{reference}/identity",
        back_href=f"/people/{reference}",
        back_text=f"Person {reference}",
        button="Save details",
        reference=reference,
        safe=safe,
        grounds=grounds_fields(_grounds(typed)),
    )


def _grounds(typed: IdentityForm) -> GroundsForm:
    return GroundsForm(why=typed.why, asked_by=typed.asked_by, why_words=typed.why_words)


def conflict_page(person: Person, mine: Identity, sent: IdentityForm) -> IdentityConflictPage:
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
        typed=identity_form(mine, person.version, _grounds(sent)),
    )


def identity_lines(identity: Identity) -> tuple[Line, ...]:
    """Give who somebody is, label and text, in the order of the form; an empty text is not known."""
    return tuple(Line(label=label, text=text) for label, text in recorded_identity(identity).values())


def lines_with_tellers(person: Person, names: Callable[[UUID], str]) -> tuple[Line, ...]:
    """Give who somebody is, and below a field that another agency told who did, and when."""
    return tuple(
        Line(label=label, text=text, note=_note(person.told_by.get(field), names))
        for field, (label, text) in recorded_identity(person.identity).items()
    )


def _note(teller: Teller | None, names: Callable[[UUID], str]) -> str:
    return "" if teller is None else f"Told by {names(teller.organisation_id)}, {day_in_words(london_day(teller.at))}"


def _options(choices: type[Labelled], first: Option) -> tuple[Option, ...]:
    return (first, *({"value": choice.value, "text": choice.label} for choice in choices))
