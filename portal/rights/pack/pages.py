"""The page of a pack on which it is decided what goes to the person."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.ports import Names
from lvws_core.times import day_in_words, london_day
from partners.offers.snapshot.pages import FieldRow
from portal.rights.pack.forms import ItemForm
from portal.rights.pack.model import PackItem
from portal.rights.pack.service import Pack
from portal.rights.person.pages import Option, options
from portal.rights.register.model import Ground, Line, Treatment


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """One item for who decides: its lines, what is done with it, and the buttons."""

    number: int
    key: str
    name: str
    file_href: str
    date: str
    rows: tuple[FieldRow, ...]
    state: str
    colour: str
    note: str
    may_include: bool
    include_text: str
    may_redact: bool
    may_hold: bool
    may_release: bool
    grounds: tuple[Option, ...]
    is_open: bool


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """The items of one source, under its name."""

    name: str
    items: tuple[ItemView, ...]


class PackPage(msgspec.Struct, frozen=True, kw_only=True):
    """The pack before it goes: item by item, with what is left out and why."""

    template: ClassVar[str] = "rights/pack.html"

    title: str
    reference: Reference
    person: Reference
    summary: str
    sources: tuple[SourceView, ...]
    may_file: bool
    errors: tuple[FieldError, ...] = ()


class Deciding(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides about a pack: their id, whether they may, the names, the moment."""

    me: UserId
    writes: bool
    names: Names
    now: datetime


def pack_page(
    pack: Pack, by: Deciding, *, typed: ItemForm | None = None, errors: tuple[FieldError, ...] = ()
) -> PackPage:
    """Give the page on which a pack is decided."""
    views = tuple(_view(number, each, by, pack, typed) for number, each in enumerate(pack.items, start=1))
    grouped: dict[str, list[ItemView]] = {}
    for each, view in zip(pack.items, views, strict=True):
        grouped.setdefault(each.item.source, []).append(view)
    return PackPage(
        title=f"Pack for request {pack.request.reference}",
        reference=pack.request.reference,
        person=pack.person,
        summary=_summary(pack.items),
        sources=tuple(SourceView(name=name, items=tuple(items)) for name, items in grouped.items()),
        may_file=by.writes,
        errors=errors,
    )


def _summary(items: Iterable[PackItem]) -> str:
    counts: Mapping[Treatment, int] = {t: sum(each.treatment is t for each in items) for t in Treatment}
    waits = sum(each.waits for each in items)
    waiting = f" {_many(waits, 'item waits', 'items wait')} for a second person." if waits else ""
    return (
        f"{_many(counts[Treatment.INCLUDE], 'item goes', 'items go')} to the person, "
        f"{counts[Treatment.REDACT]} redacted, {counts[Treatment.HOLD_BACK]} held back.{waiting}"
    )


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


_COLOURS = {Treatment.INCLUDE: "green", Treatment.REDACT: "orange", Treatment.HOLD_BACK: "red"}


def _view(number: int, each: PackItem, by: Deciding, pack: Pack, typed: ItemForm | None) -> ItemView:
    item, may = each.item, by.writes and pack.request.is_open
    chosen = typed.ground if typed is not None and typed.item == item.key else ""
    goes_in = each.treatment is Treatment.INCLUDE or each.waits
    return ItemView(
        number=number,
        key=item.key,
        name=item.name,
        file_href=_file_href(each, pack) if by.writes else "",
        date=day_in_words(london_day(item.at)),
        rows=item_rows(item.lines, by.names),
        state="Waits for a second person" if each.waits else each.treatment.label,
        colour="purple" if each.waits else _COLOURS[each.treatment],
        note=_note(each),
        may_include=may and (not goes_in or bool(item.masked)),
        include_text=_include_text(each),
        may_redact=may and not each.was_held,
        may_hold=may and each.was_held and goes_in,
        may_release=each.waits and each.asked_by != by.me and pack.request.is_open,
        grounds=options(Ground, chosen or (each.ground.value if each.ground else "")),
        is_open=bool(chosen) or (typed is not None and typed.item == item.key),
    )


def _include_text(each: PackItem) -> str:
    if each.was_held:
        return "Ask to include it"
    return "Give the words whole" if each.treatment is Treatment.INCLUDE else "Include it"


def _file_href(each: PackItem, pack: Pack) -> str:
    table, _, id_ = each.item.key.partition(":")
    given = table == "attachment" and each.treatment is Treatment.INCLUDE
    return f"/rights/{pack.request.reference}/pack/files/{id_}" if given else ""


def _note(each: PackItem) -> str:
    if each.item.masked and each.treatment is Treatment.INCLUDE:
        times = _many(each.item.masked, "passage", "passages")
        return f"Read it: {times} about somebody else {'is' if each.item.masked == 1 else 'are'} left out by default."
    if each.ground is not None and each.treatment is not Treatment.INCLUDE:
        shut = "" if each.item.lines else " It is not opened until somebody asks to include it."
        return f"{each.ground.label}.{shut if each.was_held else ''}"
    return ""


def item_rows(lines: Iterable[Line], names: Names) -> tuple[FieldRow, ...]:
    """Give the lines of an item as rows, with organisations by their names."""

    def words(each: Line) -> str:
        return names.organisation(each.organisation_id) if each.organisation_id else each.text

    return tuple(FieldRow(label=each.label or "Words", text=words(each)) for each in lines)
