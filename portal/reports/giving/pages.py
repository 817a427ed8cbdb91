"""Reports as files: CSV, ODS, XLSX and JSON, all of them made from the one table; text stays text in each."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec
import xlsxwriter
from stream_write_ods import stream_write_ods

from lvws_core.files import Download
from lvws_core.spreadsheets import SIGNS
from portal.reports.defining.model import Column, Gap, Line, Table
from portal.reports.showing.pages import HELD_BACK, HUNDRED, WHY_HELD_BACK, counted_words, how_it_is_counted, is_share
from portal.reports.showing.service import Made

Value = str | int | float
"""What a cell of a file holds: a number, or words where there is none."""

_NOT_IN_CELLS: Final = (*SIGNS, "\t", "\r")


def file_of(made: Made, kind: str, now: datetime) -> Download:
    """Give a report as a file; its name says which report and which period.

    Raises:
        KeyError: No such kind.
    """
    span = made.table.span
    name = f"{made.table.definition.name}-{span.first.isoformat()}-{span.last.isoformat()}.{kind}"
    return Download(file_name=name, content=_WRITERS[kind](made, now))


def heading_row(table: Table) -> tuple[str, ...]:
    """Give the headings; a column of percentages says so."""
    return (
        table.definition.line_label,
        *(f"{column.label} (%)" if is_share(column) else column.label for column in table.shown),
    )


def value_rows(table: Table) -> Iterator[tuple[Value, ...]]:
    """Give the lines as values: a number, "held back" for what may not be shown, "" for what there is none of."""
    for line in table.lines:
        cells = (
            HELD_BACK if (line.key, column.key) in table.withheld else _value(table, line, column)
            for column in table.shown
        )
        yield (line.label, *("" if cell is None else cell for cell in cells))


def _value(table: Table, line: Line, column: Column) -> int | float | None:
    number = table.number(line.key, column.key)
    return number / HUNDRED if isinstance(column, Gap) and number is not None else number


def about_rows(made: Made) -> tuple[tuple[str, str], ...]:
    """Give what stands on the first sheet: title, finding, definition and notes."""
    table = made.table
    definition = table.definition
    terms = ((term.name, term.meaning) for term in how_it_is_counted(table, counted_words(made)))
    finding = f"{definition.nothing}: every figure is nothing." if table.is_empty else definition.finding(table)
    notes = (*definition.notes, WHY_HELD_BACK)
    return (("Title", definition.title), ("Finding", finding), *terms, *(("Note", note) for note in notes))


def _csv(made: Made, _now: datetime) -> bytes:
    # Each line says by itself of which period and by which definition it is, wherever it is copied to.
    table = made.table
    definition, span = table.definition, table.span
    behind = (span.first.isoformat(), span.last.isoformat(), f"{definition.name} version {definition.version}")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*heading_row(table), "First day", "Last day", "Definition"))
    writer.writerows([_safe(cell) for cell in (*row, *behind)] for row in value_rows(table))
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: Value) -> Value:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_NOT_IN_CELLS) else cell


def _ods(made: Made, now: datetime) -> bytes:
    sheets = (
        ("About", ("What", "Meaning"), iter(about_rows(made))),
        ("Table", heading_row(made.table), value_rows(made.table)),
    )
    return b"".join(stream_write_ods(iter(sheets), get_modified_at=lambda: now.replace(tzinfo=None)))


def _xlsx(made: Made, now: datetime) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": made.table.definition.title, "created": now.replace(tzinfo=None)})
        sheets = (
            ("About", ("What", "Meaning"), about_rows(made), (16, 100)),
            ("Table", heading_row(made.table), tuple(value_rows(made.table)), (44, 18)),
        )
        for name, headings, rows, (first, others) in sheets:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, first)
            sheet.set_column(1, len(headings) - 1, others)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate((headings, *rows)):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def _json(made: Made, _now: datetime) -> bytes:
    table = made.table
    definition, span = table.definition, table.span
    terms = {term.name.lower(): term.meaning for term in how_it_is_counted(table, counted_words(made))}
    lines = [
        {
            "key": line.key,
            "label": line.label,
            "is_sum": line.is_sum,
            "cells": {column.key: _value(table, line, column) for column in table.shown},
            "held_back": sorted(column.key for column in table.shown if (line.key, column.key) in table.withheld),
        }
        for line in table.lines
    ]
    told: Mapping[str, object] = {
        "name": definition.name,
        "version": definition.version,
        "title": definition.title,
        "from": span.first,
        "to": span.last,
        "terms": terms,
        "columns": {column.key: heading for column, heading in zip(table.shown, heading_row(table)[1:], strict=True)},
        "lines": lines,
    }
    return msgspec.json.format(msgspec.json.encode(told))


_WRITERS: Final[Mapping[str, Callable[[Made, datetime], bytes]]] = {
    "csv": _csv,
    "ods": _ods,
    "xlsx": _xlsx,
    "json": _json,
}
