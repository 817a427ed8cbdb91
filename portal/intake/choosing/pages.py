"""The page on which a worker chooses whom a contact was about."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.times import in_words, london_day
from portal.intake.choosing.forms import ChooseForm
from portal.intake.choosing.model import Own, Tie
from portal.people.model import Person
from portal.people.pages import FoundRow, found_row


class ChoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to choose: enough to tell people apart, what ties the reader to them, and where a press leads."""

    href: str
    row: FoundRow
    tie: str


class ChoosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's own people, or whoever a search found, with the form that searches."""

    template: ClassVar[str] = "intake/choose.html"
    title: ClassVar[str] = "Who was it about?"

    back: str
    back_text: str
    heading: str
    lines: tuple[ChoiceLine, ...]
    empty: str
    is_search: bool
    own_href: str
    new_href: str
    new_text: str
    contact: str
    typed: ChooseForm
    errors: tuple[FieldError, ...] = ()


_NOBODY = "Nobody yet. Whom you met at a site within a month, and whose case or case team you are on, stands here."
_NOT_FOUND = (
    "No person of your organisation matches exactly. Check the spelling and the date, or try the phone number. "
    "If it is somebody new, go back and choose “A new person”."
)


def own_page(
    own: Sequence[Own], contact: str, now: datetime, typed: ChooseForm, errors: tuple[FieldError, ...] = ()
) -> ChoosePage:
    """Give the page with the reader's own people; `contact` is the reference of one that is logged already."""
    lines = ((each.person, tie_words(each.tie, now)) for each in own)
    return _page("Your people", lines, contact, now, typed=typed, empty=_NOBODY, errors=errors)


def search_page(found: Sequence[Person], contact: str, now: datetime, typed: ChooseForm) -> ChoosePage:
    """Give the page with whoever a search found."""
    heading = {0: "Nobody found", 1: "1 person found"}.get(len(found), f"{len(found)} people found")
    lines = ((person, "") for person in found)
    return _page(heading, lines, contact, now, typed=typed, empty=_NOT_FOUND, is_search=True)


def tie_words(tie: Tie, now: datetime) -> str:
    """Say what ties the reader to somebody: "Met yesterday 14:05; your case"."""
    parts = (
        f"met {in_words(tie.met_at, now)}" if tie.met_at is not None else "",
        "your case" if tie.has_case else "",
        "you are on the case team" if tie.is_on_team and not tie.has_case else "",
    )
    words = "; ".join(part for part in parts if part)
    return words[:1].upper() + words[1:]


def _page(
    heading: str,
    lines: Iterable[tuple[Person, str]],
    contact: str,
    now: datetime,
    *,
    typed: ChooseForm,
    empty: str,
    is_search: bool = False,
    errors: tuple[FieldError, ...] = (),
) -> ChoosePage:
    back = f"/contacts/{contact}" if contact else "/contacts/new"
    return ChoosePage(
        back=back,
        back_text="Contact" if contact else "Log a contact",
        heading=heading,
        lines=tuple(
            ChoiceLine(href=_href(contact, person.reference), row=found_row(person, london_day(now)), tie=tie)
            for person, tie in lines
        ),
        empty=empty,
        is_search=is_search,
        own_href=f"/contacts/choose?contact={contact}" if contact else "/contacts/choose",
        new_href=f"/intake/new?contact={contact}" if contact else back,
        new_text="Take in a new person" if contact else "None of them: back to the form",
        contact=contact,
        typed=typed,
        errors=errors,
    )


def _href(contact: str, person: Reference) -> str:
    return f"/contacts/{contact}?person={person}" if contact else f"/contacts/new?chosen={person}#person"
