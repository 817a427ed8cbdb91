"""The forms of filters: codes from an address, and the buttons that save and forget."""

from enum import StrEnum
from typing import TypeVar

import msgspec

from lvws_core.errors import Invalid
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import NeedCategory
from partners.offers.filters.model import Filters, Holder, saved_codes
from partners.offers.lists.model import View

Choice = TypeVar("Choice", bound=StrEnum)


class FilterForm(msgspec.Struct, frozen=True, kw_only=True):
    """A view and what narrows it, as an address or a button says it."""

    show: str = View.TODAY.value
    risk: str = ""
    need: str = ""
    holder: str = ""


def parse_filters(form: FilterForm) -> tuple[View, Filters]:
    """Read a view and its filters; what is left empty narrows nothing.

    Raises:
        Invalid: A code is in no list, so it did not come from our page; `field` names it.
    """
    view = _choice("show", form.show, View)
    if view is None:
        raise Invalid("show", "unknown_view")
    return view, Filters(
        risk=_choice("risk", form.risk, Band),
        need=_choice("need", form.need, NeedCategory),
        holder=_choice("holder", form.holder, Holder),
    )


def parse_codes(form: FilterForm) -> str:
    """Read a filter to be saved or forgotten, as the codes that are kept.

    Raises:
        Invalid: As `parse_filters`.
    """
    view, filters = parse_filters(form)
    return saved_codes(view.value, filters)


def _choice(field: str, code: str, choices: type[Choice]) -> Choice | None:
    try:
        return choices(code) if code else None
    except ValueError as error:
        raise Invalid(field, "unknown_view" if field == "show" else "unknown_choice") from error
