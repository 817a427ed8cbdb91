"""What may not hide inside a statement that looks like an ORM statement: the criteria reach mapped classes only.

`select(Service.id, offer_table.c.life)` or a piece of `text()` in a WHERE is an ORM statement as a
whole, and yet the part that is not mapped would pass without criteria (tried, each of them).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import CTE, ColumnClause, FromClause, Join, Select, Subquery, Table, TextClause
from sqlalchemy.orm import FromStatement, Mapper
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement

from portal.row_settings import SET


class GateError(RuntimeError):
    """A statement or a row tried to pass beside the gate; a defect, never a user's mistake."""


_DERIVED = (Subquery, CTE)  # what they are made of is visited too


def unguarded(statement: Any) -> Iterator[str]:
    """Give the kind of each part of a statement that the criteria for mapped classes do not reach.

    SQLAlchemy itself names plain columns of a class that the statement selects from or changes
    (`session.get` does), so those pass at the top; inside a sub-select they do not.
    """
    if isinstance(statement, FromStatement):
        yield type(statement).__name__
    mapped = {table.name for table in map(_table, _sources(statement)) if table is not None}
    elements = list(visitors.iterate(statement))
    yield from _bare(elements, mapped)
    yield from (each.name for each in elements if isinstance(each, FunctionElement) and _sets(each))
    for inner in elements:
        if isinstance(inner, Select) and inner is not statement:
            yield from _bare(visitors.iterate(inner), set())


def named(statement: Any) -> frozenset[Mapper[Any]]:
    """Give what each mapped part of a statement is mapped by, in its sub-selects too."""
    entities = (part._annotations.get("parententity") for part in visitors.iterate(statement))  # noqa: SLF001 - see below
    return frozenset(entity.mapper for entity in entities if entity is not None)


def _sets(function: Any) -> bool:
    """Say whether a function of PostgreSQL says who reads (`portal.row_settings`)."""
    return getattr(function, "name", "") in SET


def _bare(elements: Iterable[Any], mapped: set[str]) -> Iterator[str]:
    for element in elements:
        yield from (type(part).__name__ for part in _parts(element) if not _is_guarded(part, mapped))


def _sources(statement: Any) -> Iterable[Any]:
    if isinstance(statement, Select):
        # There is no public way to ask what a select was made of.
        joined = (join[0] for join in statement._setup_joins)  # noqa: SLF001
        return (*statement._raw_columns, *statement._from_obj, *joined)  # noqa: SLF001
    return (getattr(statement, "table", None),)


def _table(part: Any) -> Table | None:
    table = part.table if isinstance(part, ColumnClause) else part
    return table if isinstance(table, Table) and _is_mapped(part) else None


def _parts(element: Any) -> Iterable[Any]:
    if isinstance(element, Select):
        return (part for part in _sources(element) if isinstance(part, FromClause))
    if isinstance(element, Join):
        return (element.left, element.right)
    return (element,) if isinstance(element, (ColumnClause, TextClause)) else ()


def _is_mapped(part: Any) -> bool:
    return "parententity" in part._annotations  # noqa: SLF001 - how the ORM marks what is mapped


def _is_guarded(part: Any, mapped: set[str]) -> bool:
    if _is_mapped(part):
        return True
    if isinstance(part, ColumnClause):
        table: Any = part.table
        if isinstance(table, Table):
            return table.name in mapped
        return isinstance(table, _DERIVED) or (part.is_literal and part.name == "*")
    return isinstance(part, (*_DERIVED, Join, FunctionElement))
