"""The page that asks whether somebody, or a case, is known already."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.times import day_in_words
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.likeness.forms import DECLINED, LEAVE, TAKE_IN, TWO
from portal.intake.entry.service import Likeness
from portal.people.alike.forms import NEW
from portal.people.model import Person, age_on

Option = Mapping[str, Any]
_KEPT = frozenset({"known", "against", "same", "declined"})


class LikePage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody may be known, or the number of the source is; `kept` is everything that was typed."""

    template: ClassVar[str] = "intake/like.html"

    title: str
    people: tuple[Option, ...]
    cases: tuple[Option, ...]
    declined: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    against: str
    errors: tuple[FieldError, ...] = ()


def like_page(typed: EntryForm, found: Likeness, today: date, errors: tuple[FieldError, ...] = ()) -> LikePage:
    """Give the questions that a human answers before anything is stored, with all that was typed."""
    people = [_person(person, today) for person in found.people]
    none = {"value": NEW, "text": "None of them: this is somebody new"}
    cases = [
        {"value": case.reference, "text": f"It is case {case.reference}", "hint": {"text": _since(case.received_on)}}
        for case in found.cases
    ]
    two = {"value": TWO, "text": "No, it is another referral: take it in as well"}
    values = msgspec.structs.asdict(typed)
    return LikePage(
        title="This may be known already",
        people=_checked((*people, {"divider": "or"}, none), typed.known) if people else (),
        cases=_checked((*cases, {"divider": "or"}, two), typed.same) if cases else (),
        declined=_checked(_DECLINED, typed.declined) if found.declined else (),
        kept=tuple((name, value) for name, value in values.items() if name not in _KEPT),
        against=_against(found),
        errors=errors,
    )


def _against(found: Likeness) -> str:
    shown = (*(p.reference for p in found.people), *(case.reference for case in found.cases))
    return " ".join((*shown, *((DECLINED,) if found.declined else ())))


_DECLINED: tuple[Option, ...] = (
    {"value": LEAVE, "text": "No: leave them in peace", "hint": {"text": "Nothing is stored, and nobody calls them."}},
    {"value": TAKE_IN, "text": "Yes, they ask for help now: take them in"},
)


def _checked(items: tuple[Option, ...], chosen: str) -> tuple[Option, ...]:
    return tuple({**item, "checked": item.get("value") == chosen} if "value" in item else item for item in items)


def _since(day: date) -> str:
    return f"Received {day_in_words(day)}, with the same reference of theirs. Nothing is taken in twice."


def _person(person: Person, today: date) -> Option:
    identity = person.identity
    age = f"age {age_on(identity.birth_date, today)}" if identity.birth_date else "age not known"
    hint = f"{age}; {identity.borough.label}. The same person: what is known of them stays as it is."
    return {"value": person.reference, "text": f"{person.reference}: {identity.name}", "hint": {"text": hint}}
