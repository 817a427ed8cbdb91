"""The page that offers the months, and the file of one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

import msgspec
from stream_write_ods import stream_write_ods

from colocations.paper.export.model import HEADINGS, Cell, Given, Month, months_before, totals
from colocations.sites.model import Site
from colocations.sites.pages import path_of
from lvws_core.files import Download


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A month that can be chosen."""

    value: str
    text: str
    selected: bool


class ExportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that asks which month."""

    template: ClassVar[str] = "paper/export.html"
    title: ClassVar[str] = "Contacts of a month"

    site: str
    back: str
    action: str
    months: tuple[Offered, ...]


def export_page(site: Site, today: date) -> ExportPage:
    """Give the form; last month is chosen, as it is whole."""
    months = months_before(today)
    offered = tuple(Offered(value=m.key, text=m.words, selected=m == months[1]) for m in months)
    path = path_of(site)
    return ExportPage(site=site.name, back=path, action=f"{path}/contacts.ods", months=offered)


def file_of(month: Month, given: tuple[Given, ...], now: datetime) -> Download:
    """Give a month as a spreadsheet (ODS); text stays text, whatever it begins with, and the name tells the month.

    It is written whole: a month of one site is a few hundred rows, some ten kilobytes. Streamed it would go out
    while the transaction that records it is still open, and a fault half way would leave half a file.
    """

    def sheets() -> Iterable[tuple[str, tuple[str, ...], Iterable[tuple[Cell, ...]]]]:
        yield "Contacts", HEADINGS, (each.cells for each in given)
        yield "Counts", ("What it was", "Contacts", "Minutes"), totals(given)

    content = b"".join(stream_write_ods(sheets(), get_modified_at=lambda: now.replace(tzinfo=None)))
    return Download(file_name=f"contacts-{month.key}.ods", content=content)
