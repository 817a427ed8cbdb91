"""The pages of several offers at once: to whom they go, and what did not go."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from partners.offers.bulk.forms import BulkForm, Ticked
from partners.offers.bulk.service import Outcome
from partners.offers.filters.forms import parse_filters
from partners.offers.filters.model import address
from partners.offers.pages import News
from partners.offers.sheet.pages import Choice

_DONE = {
    "assigned": ("offer is", "offers are", " assigned. The team can see with whom each of them is."),
    "taken": ("offer is", "offers are", " with you now. The team can see it."),
    "opened": ("offer is", "offers are", " marked as opened, and the lead can see it. The answers are still due."),
}
_PLAIN = {
    "none": ("warning", "Nothing was ticked. Tick the rows first, then press the button again."),
    "filter-saved": ("success", "The filter is saved for you. You find it under Filters."),
    "filter-forgotten": ("success", "The filter is forgotten."),
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row that did not go: where it is found, and why it did not."""

    href: str
    reference: Reference
    reasons: tuple[str, ...]


class BulkPage(msgspec.Struct, frozen=True, kw_only=True):
    """What did not go, row by row; everything else did."""

    template: ClassVar[str] = "offers/bulk.html"

    title: str
    said: str
    lines: tuple[Line, ...]
    back_href: str
    status_code: int = 409


class AssignPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that asks to whom the ticked rows go."""

    template: ClassVar[str] = "offers/assign.html"

    title: str
    references: tuple[Reference, ...]
    offers: tuple[str, ...]
    codes: dict[str, str]
    workers: tuple[Choice, ...]
    back_href: str
    errors: tuple[FieldError, ...] = ()


def done_in_bulk(done: str, many: str) -> News | None:
    """Give the news of the inbox after an act on several rows; `done` and `many` come from the address."""
    if done in _PLAIN:
        kind, text = _PLAIN[done]
        return News(kind=kind, text=text)
    if done not in _DONE or not many.isascii() or not many.isdigit() or len(many) > 2 or int(many) == 0:
        return None
    one, several, rest = _DONE[done]
    return News(kind="success", text=f"{int(many)} {one if int(many) == 1 else several}{rest}")


def codes_of(form: BulkForm) -> dict[str, str]:
    """Give the codes of the view in which the rows were ticked.

    Raises:
        Invalid: A code is in no list.
    """
    view, filters = parse_filters(form)
    return {"show": view.value, **filters.codes}


def back_to(form: BulkForm, done: str = "", number: int = 0) -> str:
    """Give the address of the view in which the rows were ticked, saying what was done there.

    Raises:
        Invalid: A code is in no list.
    """
    view, filters = parse_filters(form)
    said = {"done": done, "many": str(number)} if number else {"done": done}
    return address(view.value, filters, **(said if done else {}))


def bulk_page(form: BulkForm, outcomes: tuple[Outcome, ...]) -> BulkPage:
    """Give what did not go, with every reason."""
    failed = tuple(each for each in outcomes if each.reasons)
    went = len(outcomes) - len(failed)
    return BulkPage(
        title=f"{len(failed)} of {len(outcomes)} could not be changed",
        said=_went(went),
        lines=tuple(
            Line(href=f"/offers/{reference}", reference=reference, reasons=tuple(reason.text for reason in against))
            for reference, against in ((each.reference, each.reasons) for each in failed)
        ),
        back_href=back_to(form),
    )


def _went(number: int) -> str:
    if number == 0:
        return "Nothing was changed."
    return f"{number} {'was' if number == 1 else 'were'} changed as you asked. These were not:"


def assign_page(
    form: BulkForm,
    rows: tuple[Ticked, ...],
    actor: Actor,
    team: Mapping[UserId, str],
    errors: tuple[FieldError, ...] = (),
) -> AssignPage:
    """Give the form that asks to whom the rows go: oneself first, then the colleagues by name."""
    members = sorted(team.items(), key=lambda member: (member[0] != actor.id, member[1]))
    return AssignPage(
        title="Assign 1 offer" if len(rows) == 1 else f"Assign {len(rows)} offers",
        references=tuple(row.reference for row in rows),
        offers=tuple(f"{row.reference}:{row.version}" for row in rows),
        codes=codes_of(form),
        workers=tuple(
            Choice(value=str(id_), text="You" if id_ == actor.id else name, checked=str(id_) == form.worker)
            for id_, name in members
        ),
        back_href=back_to(form),
        errors=errors,
    )
