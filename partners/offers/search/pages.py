"""The page of the search: its form with what was typed, and what it found."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor
from lvws_core.forms import FieldError
from partners.offers.inbox.pages import Group, inbox_line
from partners.offers.lists.model import InboxRow, View
from partners.offers.search.forms import SearchForm
from partners.offers.search.model import MOST

_NONE = "No offer of your team matches."
_ONLY = "By name or number you find what was shared with your team, as long as you may still open it."


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """The search, before or after it; `found` is empty before, and `groups` are what it found."""

    template: ClassVar[str] = "offers/search.html"

    title: str
    typed: SearchForm
    found: str = ""
    hint: str = _ONLY
    when_heading: str = "Due"
    groups: tuple[Group, ...] = ()
    shows_state: bool = True
    shown: str = ""
    bulk: None = None
    errors: tuple[FieldError, ...] = ()


def search_page(form: SearchForm | None = None, errors: tuple[FieldError, ...] = ()) -> SearchPage:
    """Give the search before anything was found, with what was typed."""
    return SearchPage(title="Search the inbox", typed=form or SearchForm(), errors=errors)


def found_page(form: SearchForm, rows: tuple[InboxRow, ...], actor: Actor, now: datetime) -> SearchPage:
    """Give what a search found, with its form."""
    lines = tuple(inbox_line(row, View.TODAY, actor, now) for row in rows)
    return SearchPage(
        title="Search the inbox",
        typed=form,
        found=_found(len(rows)),
        groups=(Group(heading="", lines=lines),) if lines else (),
        shown="newest change first",
    )


def _found(number: int) -> str:
    if number == 0:
        return _NONE
    most = f", the newest {MOST} of them" if number == MOST else ""
    return f"{number} {'offer' if number == 1 else 'offers'} found{most}"
