"""What the page of a report receives: the finding, the chart, its table, how it is counted, and its files."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import FieldError
from lvws_core.times import local
from portal.reports.chart.pages import Chart, Measured, chart_of
from portal.reports.defining.model import Column, Definition, Gap, Given, Line, Rate, Table
from portal.reports.model import SMALL
from portal.reports.periods.model import Span, last_whole, year_of
from portal.reports.showing.service import Made

HELD_BACK: Final = "held back"
"""What stands in the place of a figure that may not be shown, whether it is small or stands beside a small one."""

WHY_HELD_BACK: Final = (
    f"“Held back” stands for fewer than {SMALL} cases, or for a figure from which one could be worked out."
)
HUNDRED: Final = 100
"""How many parts a percentage point of a gap has."""

KINDS: Final = {"csv": "CSV", "ods": "ODS", "xlsx": "XLSX", "json": "JSON"}
"""The kinds of files, by the ending of their names."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the table, in words."""

    heading: str
    text: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table."""

    label: str
    is_sum: bool
    cells: tuple[Cell, ...]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link with its words."""

    text: str
    href: str


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A word of a definition, and what it means here."""

    name: str
    meaning: str


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """A report for a period; with errors it has no table, and what was asked for stays in its fields."""

    template: ClassVar[str] = "reports/report.html"

    title: str
    about: str
    action: str
    first: str
    last: str
    periods: tuple[Link, ...]
    period: str = ""
    finding: str = ""
    empty: str = ""
    chart: Chart | None = None
    line_label: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    how: tuple[Term, ...] = ()
    files: tuple[Link, ...] = ()
    why_no_files: str = ""
    errors: tuple[FieldError, ...] = ()


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the list of reports."""

    href: str
    title: str
    about: str


class ReportsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every report that the actor may see."""

    template: ClassVar[str] = "reports/list.html"
    title: ClassVar[str] = "Reports"

    reports: tuple[Listed, ...]


def list_page(definitions: Sequence[Definition], *, with_partners: bool) -> ReportsPage:
    """Give the list: the reports of cases, then those of partners for whoever may see them."""
    listed = [Listed(href=f"/reports/{each.name}", title=each.title, about=each.about) for each in definitions]
    partners = Listed(
        href="/reports/partners", title="Partners", about="How quickly offers are answered and what became of them."
    )
    asked = Listed(
        href="/reports/asked-again", title="Asked again", about="How often people had to tell again what was sent."
    )
    return ReportsPage(reports=(*listed, *((partners, asked) if with_partners else ())))


def report_page(made: Made, today: date) -> ReportPage:
    """Give the page of a report that was made."""
    table, definition = made.table, made.table.definition
    finding = "" if table.is_empty else definition.finding(table)
    return ReportPage(
        **_frame(definition, table.span.first.isoformat(), table.span.last.isoformat(), today),
        period=table.span.words,
        finding=finding,
        empty=f"{definition.nothing} in {table.span.words}: every figure is nothing." if table.is_empty else "",
        chart=None if table.is_empty else _chart(table, finding),
        line_label=definition.line_label,
        headings=tuple(column.label for column in table.shown),
        rows=tuple(_row(table, line) for line in table.lines),
        notes=_notes(made),
        how=how_it_is_counted(table, counted_words(made)),
        files=_files(table) if table.span.is_published else (),
        why_no_files=""
        if table.span.is_published
        else "Only whole months, quarters and financial years can be downloaded. Do not pass these figures on.",
    )


def refused_page(definition: Definition, first: str, last: str, error: Invalid, today: date) -> ReportPage:
    """Give the page that says why there is no such report, with what was asked for still in its fields."""
    field = error.field if error.field in {"from", "to"} else "from"
    text = refusal(error)
    return ReportPage(
        **_frame(definition, first, last, today),
        errors=(FieldError(field=field, code=error.code, text=text),),
    )


def refusal(error: Invalid) -> str:
    """Say why a period or a version cannot be, and what can."""
    which = "first" if error.field == "from" else "last"
    return {
        "required": f"Enter the {which} day too: a period has a first and a last day",
        "not_a_date": f"The {which} day must be a real date, such as 1/4/2019 or 2019-04-01",
        "before_records": f"The {which} day is before 2019, when the service began: choose a later one",
        "in_the_future": f"The {which} day is in the future: choose today or an earlier day",
        "ends_before_it_begins": "The period ends before it begins: change one of the two days",
        "not_published": "Only whole months, quarters and financial years, from April, can be given: choose one",
        "no_such_version": "There is no such version of this definition: leave it out to get the present one",
    }[error.code]


def how_it_is_counted(table: Table, counted: str) -> tuple[Term, ...]:
    """Give numerator, denominator, period and version in words (TOP-20); each a term and what it means."""
    definition = table.definition
    return (
        Term(name="Numerator", meaning=definition.numerator),
        Term(name="Denominator", meaning=definition.denominator),
        Term(name="Period", meaning=f"{table.span.words}. {definition.period_rule}"),
        Term(name="Definition", meaning=f"{definition.name}, version {definition.version}"),
        Term(name="Counted", meaning=counted),
    )


def counted_words(made: Made) -> str:
    """Say up to when cases were counted, in London."""
    if made.counted_at is None:
        return "Not yet: the first count is made within a minute."
    return f"Cases as they stood on {local(made.counted_at):%-d %B %Y at %H:%M}."


def cell_text(table: Table, line: Line, column: Column) -> str:
    """Give a cell in words."""
    number = table.number(line.key, column.key)
    if (line.key, column.key) in table.withheld:
        return HELD_BACK
    if number is None:
        return "–"
    if isinstance(column, Gap):
        return f"{number / HUNDRED:.2f}"
    return f"{number}%" if is_share(column) else f"{number:,}"


def is_share(column: Column) -> bool:
    """Say whether a column holds percentages."""
    return isinstance(column, Rate) or (isinstance(column, Given) and bool(column.by_line))


def _frame(definition: Definition, first: str, last: str, today: date) -> dict[str, Any]:
    return {
        "title": definition.title,
        "about": definition.about,
        "action": f"/reports/{definition.name}",
        "first": first,
        "last": last,
        "periods": tuple(
            Link(text=words, href=_address(definition, span))
            for words, span in (
                ("Last month", last_whole(today, 1)),
                ("Last quarter", last_whole(today, 3)),
                ("Last financial year", last_whole(today, 12)),
                ("Year one", year_of(date(2019, 4, 1))),
            )
        ),
    }


def _address(definition: Definition, span: Span, tail: str = "", **more: str) -> str:
    asked = urlencode({"from": span.first.isoformat(), "to": span.last.isoformat(), **more})
    return f"/reports/{definition.name}{tail}?{asked}"


def _row(table: Table, line: Line) -> Row:
    cells = tuple(Cell(heading=column.label, text=cell_text(table, line, column)) for column in table.shown)
    return Row(label=line.label, is_sum=line.is_sum, cells=cells)


def _chart(table: Table, finding: str) -> Chart | None:
    column = next(each for each in table.shown if each.key == table.definition.charted)
    measured = [
        Measured(
            name=line.label,
            words=cell_text(table, line, column),
            size=table.number(line.key, column.key),
            is_all=line.is_sum,
        )
        for line in table.lines
        if not line.is_sum or (line.key == "all" and is_share(column))
    ]
    return chart_of(column.label, finding, "The figures are in the table below.", measured)


def _notes(made: Made) -> tuple[str, ...]:
    notes = made.table.definition.notes
    if not made.protected:
        return (*notes, "You see small figures. What you download holds them back; do not pass these on.")
    return (*notes, WHY_HELD_BACK) if made.table.withheld else notes


def _files(table: Table) -> tuple[Link, ...]:
    definition = table.definition
    return tuple(
        Link(text=words, href=_address(definition, table.span, "/file", kind=kind)) for kind, words in KINDS.items()
    )
