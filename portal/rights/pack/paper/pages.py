"""The pages of the paper: one to be printed, one to be saved as a file."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.times import day_in_words, in_words, london_day
from partners.offers.snapshot.pages import FieldRow
from portal.rights.pack.model import PackItem
from portal.rights.pack.pages import item_rows
from portal.rights.pack.service import Pack
from portal.rights.readings.model import SeenBy
from portal.rights.readings.pages import what_words
from portal.rights.register.model import Ground, Item, Treatment


class PaperItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item on paper: its day and lines, or why it is not there."""

    date: str
    rows: tuple[FieldRow, ...]
    left_out: str


class PaperSource(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gives to the person."""

    name: str
    items: tuple[PaperItem, ...]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the paper, in either form."""

    made: str
    sources: tuple[PaperSource, ...]
    seen: tuple[FieldRow, ...]


class PaperPage(msgspec.Struct, frozen=True, kw_only=True):
    """The pack as a page to be printed; its title is the reference, and so is the name that a browser saves it by."""

    template: ClassVar[str] = "rights/paper.html"

    title: str
    reference: Reference
    paper: Paper


class PaperDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The pack as a document of its own, to be saved; its name is the reference."""

    template: ClassVar[str] = "rights/paper_document.html"

    title: str
    file_name: str
    paper: Paper
    as_file: bool = True


def paper_page(pack: Pack, names: Names, now: datetime) -> PaperPage:
    """Give the page to be printed."""
    mark = pack.request.reference
    return PaperPage(title=mark, reference=mark, paper=_paper(pack, names, now))


def paper_document(pack: Pack, names: Names, now: datetime) -> PaperDocument:
    """Give the document to be saved."""
    mark = pack.request.reference
    return PaperDocument(title=mark, file_name=f"{mark}.html", paper=_paper(pack, names, now))


def _paper(pack: Pack, names: Names, now: datetime) -> Paper:
    grouped: dict[str, list[PaperItem]] = {}
    for each in pack.items:
        if _may_be_named(each):
            grouped.setdefault(each.item.source, []).append(_on_paper(each, names))
    return Paper(
        made=in_words(now, now),
        sources=tuple(PaperSource(name=name, items=tuple(items)) for name, items in grouped.items()),
        seen=tuple(_seen(each, names, now) for each in pack.seen),
    )


def _may_be_named(each: PackItem) -> bool:
    # That there is something held back would itself tell what must not be told (TOP-17, MAR-24).
    return each.treatment is not Treatment.HOLD_BACK


def _on_paper(each: PackItem, names: Names) -> PaperItem:
    item: Item = each.item
    day = day_in_words(london_day(item.at))
    if each.treatment is Treatment.REDACT:
        ground = each.ground.label if each.ground else Ground.THIRD_PARTY.label
        return PaperItem(date=day, rows=_named(item, ""), left_out=f"Left out: {ground[0].lower()}{ground[1:]}.")
    return PaperItem(date=day, rows=(*_named(item, " (given with this)"), *item_rows(item.lines, names)), left_out="")


def _named(item: Item, given: str) -> tuple[FieldRow, ...]:
    """Give the name of a file, which is said even where the file is left out."""
    return (FieldRow(label="File", text=item.name + given),) if item.name else ()


def _seen(each: SeenBy, names: Names, now: datetime) -> FieldRow:
    organisation = names.organisation(each.organisation_id) if each.organisation_id else "The portal itself"
    role = f", {each.roles[:1].lower()}{each.roles[1:]}" if each.roles else ""
    ways = ", ".join(way.label.lower() for way in each.ways)
    times = "once" if each.times == 1 else f"{each.times} times"
    text = f"{times}, last {in_words(each.last, now)} ({ways})"
    return FieldRow(label=f"{organisation}{role}", text=text, note=what_words(each.fields))
