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
from portal.people.forms import IdentityForm, identity_form
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
    """Give the form of a known person's details."""
    return msgspec.structs.replace(
        new_person_page(typed, errors),
        title=f"Change details of person {reference}",
        action=f"/people/{reference}/identity",
        back_href=f"/people/{reference}",
        back_text=f"Person {reference}",
        button="Save details",
        reference=reference,
        safe=safe,
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


_FIELDS = {
    "Name used": "name",
    "Pronouns": "pronouns",
    "Date of birth": "birth_date",
    "Phone": "phone",
    "Address": "address",
    "Borough": "borough",
    "Language": "language",
    "Interpreter": "interpreter",
    "Access needs": "access_needs",
}


def lines_with_tellers(person: Person, names: Callable[[UUID], str]) -> tuple[Line, ...]:
    """Give who somebody is, and below a field that another agency told who did, and when."""
    return tuple(
        Line(label=line.label, text=line.text, note=_note(person.told_by.get(_FIELDS[line.label]), names))
        for line in identity_lines(person.identity)
    )


def _note(teller: Teller | None, names: Callable[[UUID], str]) -> str:
    return "" if teller is None else f"Told by {names(teller.organisation_id)}, {day_in_words(london_day(teller.at))}"


def _options(choices: type[Labelled], first: Option) -> tuple[Option, ...]:
    return (first, *({"value": choice.value, "text": choice.label} for choice in choices))
