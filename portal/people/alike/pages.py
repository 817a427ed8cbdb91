"""The pages of people who look alike: before one more is added, and for one who is known."""

from datetime import date
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from portal.people.alike.forms import NEW
from portal.people.forms import IdentityForm
from portal.people.model import Person, age_on

_KEPT = frozenset({"version", "prefill", "known", "against"})


class AlikeRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who looks alike: enough to tell people apart."""

    reference: Reference
    name: str
    age: str
    borough: str


class KnownPage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is added may be known: the same person, or not. `kept` is everything that was typed."""

    template: ClassVar[str] = "people/known.html"

    title: str
    choices: tuple[dict[str, Any], ...]
    kept: tuple[tuple[str, str], ...]
    against: str
    errors: tuple[FieldError, ...] = ()


class AlikePage(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be the same person as one who is known."""

    template: ClassVar[str] = "people/alike.html"

    title: str
    reference: Reference
    rows: tuple[AlikeRow, ...]


def known_page(
    typed: IdentityForm, found: tuple[Person, ...], today: date, errors: tuple[FieldError, ...] = ()
) -> KnownPage:
    """Give the question whether it is one of those who look alike, with all that was typed."""
    rows = [_row(person, today) for person in found]
    choices = [{"value": row.reference, "text": f"{row.reference}: {row.name}", "hint": _hint(row)} for row in rows]
    none = {"value": NEW, "text": "None of them is the same person", "hint": {"text": "Add them as a new person."}}
    fields = msgspec.structs.asdict(typed)
    return KnownPage(
        title="This person may be known already",
        choices=(*choices, {"divider": "or"}, none),
        kept=tuple((name, value) for name, value in fields.items() if name not in _KEPT),
        against=" ".join(row.reference for row in rows),
        errors=errors,
    )


def _hint(row: AlikeRow) -> dict[str, str]:
    return {"text": f"Age {row.age}, {row.borough}. The same person: go on with this record."}


def alike_page(person: Person, found: tuple[Person, ...], today: date) -> AlikePage:
    """Give the page of those who may be the same person."""
    title = f"Who may be the same person as {person.reference}"
    return AlikePage(title=title, reference=person.reference, rows=tuple(_row(each, today) for each in found))


def _row(person: Person, today: date) -> AlikeRow:
    born = person.identity.birth_date
    return AlikeRow(
        reference=person.reference,
        name=person.identity.name,
        age=str(age_on(born, today)) if born else "not known",
        borough=person.identity.borough.label,
    )
