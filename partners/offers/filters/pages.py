"""The filters beside a view: what can be chosen, what is chosen, and what was saved."""

from collections.abc import Iterable

import msgspec

from lvws_core.errors import Invalid
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Labelled, NeedCategory
from partners.offers.filters.forms import FilterForm, parse_filters
from partners.offers.filters.model import Filters, Holder, address, read_codes, saved_codes
from partners.offers.lists.model import View
from partners.offers.sheet.pages import Option


class SavedFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A saved filter: its name, made from its codes, where it leads, and the codes to forget it by."""

    text: str
    href: str
    codes: dict[str, str]


class FilterPanel(msgspec.Struct, frozen=True, kw_only=True):
    """What can be chosen, with what is; `chosen` is empty while nothing narrows, `codes` say what to save."""

    show: str
    risks: tuple[Option, ...]
    needs: tuple[Option, ...]
    holders: tuple[Option, ...]
    chosen: str
    clear_href: str
    codes: dict[str, str]
    can_save: bool
    saved: tuple[SavedFilter, ...]


def filter_panel(view: View, filters: Filters, saved: Iterable[str]) -> FilterPanel:
    """Give the filters of a view, with the ones that the reader saved."""
    kept = tuple(saved)
    codes = {"show": view.value, **filters.codes}
    return FilterPanel(
        show=view.value,
        risks=_options(Band, filters.risk, "Every level"),
        needs=_options(NeedCategory, filters.need, "Every need"),
        holders=_options(Holder, filters.holder, "Anybody"),
        chosen=", ".join(filters.words),
        clear_href=address(view.value),
        codes=codes,
        can_save=bool(filters.codes) and saved_codes(view.value, filters) not in kept,
        saved=tuple(_saved(each) for each in kept if _is_known(each)),
    )


def _options(choices: type[Labelled], chosen: Labelled | None, every: str) -> tuple[Option, ...]:
    options = (Option(value=each.value, text=each.label, selected=each == chosen) for each in choices)
    return (Option(value="", text=every, selected=chosen is None), *options)


def _saved(codes: str) -> SavedFilter:
    view, filters = parse_filters(FilterForm(**read_codes(codes)))
    text = ": ".join((view.label, ", ".join(filters.words)))
    return SavedFilter(text=text, href=address(view.value, filters), codes={"show": view.value, **filters.codes})


def _is_known(codes: str) -> bool:
    """Say whether a release that knows other codes did not save it."""
    try:
        parse_filters(FilterForm(**read_codes(codes)))
    except Invalid:
        return False
    return True
