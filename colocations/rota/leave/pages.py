"""The page of a worker's leave, for whoever makes the rota."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from colocations.rota.leave.model import Leave
from colocations.rota.pages import PATH
from colocations.sites.forms import Typed
from colocations.sites.pages import Option, day_items
from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.times import day_in_words


class LeavePage(msgspec.Struct, frozen=True, kw_only=True):
    """When a worker is away, and the form of more."""

    template: ClassVar[str] = "rota/leave.html"
    title: ClassVar[str] = "Time away"

    who: str
    action: str
    lines: tuple[str, ...]
    first: tuple[Option, ...]
    last: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


def leave_page(
    worker_id: UserId, who: str, known: Iterable[Leave], typed: Typed, errors: tuple[FieldError, ...] = ()
) -> LeavePage:
    """Give the page with what was typed."""
    return LeavePage(
        who=who,
        action=f"{PATH}/leave/{worker_id}",
        lines=tuple(_words(each) for each in known if each.worker_id == worker_id),
        first=day_items("first", typed.day("first")),
        last=day_items("last", typed.day("last")),
        errors=errors,
    )


def _words(leave: Leave) -> str:
    first, last = day_in_words(leave.first), day_in_words(leave.last)
    return first if leave.first == leave.last else f"{first} to {last}"
