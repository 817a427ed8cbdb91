"""Counts of cases by month: in which ways they are counted, and what of a case is counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from lvws_core.vocabulary import AgeBand, Borough
from portal.intake.terms.model import Involvement, TakeUp

OPEN: Final = "open"
"""Nobody has asked yet whether support is wanted."""

DEFINITION: Final = "counts-2"
"""The version of what is counted and how; with another one everything is counted again."""

NONE: Final = "-"
"""A part of a key where there is nothing to say."""

SEPARATOR: Final = "|"

Key = tuple[str, ...]
"""The parts of a count, in the order of the cube's dimensions."""


class Fact(msgspec.Struct, frozen=True):
    """What of a case is counted: keys alone. `answer` is that of take-up, or `open`; "" is not known."""

    month: date
    involvement: str
    source: str
    force: str
    crime: str
    da_level: str
    epr: bool
    borough: str
    band: str
    has_reason: bool
    answer: str
    support: str
    closed: str


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases there are of one kind, in a month given by its first day."""

    month: date
    key: Key
    number: int


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """In which months cases changed, up to an entry of the audit; `moved` says that one may have left its month."""

    sequence: int
    months: frozenset[date]
    moved: bool = False


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How far the counts have come: up to which entry of the audit, and which months are still to be counted.

    `counted_at` is aware UTC; what another `definition` counted is counted again.
    """

    definition: str
    sequence: int
    counted_at: datetime
    pending: tuple[date, ...] = ()


class Cube(msgspec.Struct, frozen=True, kw_only=True):
    """One way of counting: its name, what its parts are, and which keys a case counts under."""

    name: str
    dimensions: tuple[str, ...]
    keys: Callable[[Fact], Iterable[Key]]


def fact_of(  # the columns of a row, in the order in which the index has them
    *,
    received_on: date,
    involvement: str,
    source: str,
    force: str | None,
    crime_category: str | None,
    da_level: str | None,
    epr: bool,
    borough_gss: str | None,
    age: int | None,
    no_age: str | None,
    take_up: str | None,
    taken_up: bool | None,
    support_type: str | None,
    closure_reason: str | None,
) -> Fact:
    """Give what of a case is counted, from the columns of its row."""
    answer = take_up or {True: TakeUp.TAKEN_UP.value, False: TakeUp.NOT_TAKEN_UP.value, None: OPEN}[taken_up]
    return Fact(
        received_on.replace(day=1),
        involvement,
        source,
        force or "",
        crime_category or "",
        da_level or "",
        epr,
        _BOROUGHS.get(borough_gss or "", Borough.UNKNOWN.value),
        _BANDS[age] if age is not None and age < len(_BANDS) else AgeBand.of(age).value,
        no_age is not None,
        answer,
        support_type or "",
        closure_reason or "",
    )


_BANDS: Final = tuple(AgeBand.of(age).value for age in range(130))
_BOROUGHS: Final = {each.gss or each.value: each.value for each in Borough}
_VICTIMS: Final = {Involvement.VICTIM.value, Involvement.BOTH.value}


def _victims(key: Callable[[Fact], Key]) -> Callable[[Fact], Iterable[Key]]:
    return lambda fact: (key(fact),) if fact.involvement in _VICTIMS else ()


def _abuse(fact: Fact) -> str:
    return "yes" if fact.da_level else "no"


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _complete(fact: Fact) -> Iterator[Key]:
    """Give for each field whether it is recorded; only those that the case ought to have."""
    told = {
        "crime": fact.crime,
        "borough": fact.borough != Borough.UNKNOWN.value,
        "age": fact.band != AgeBand.NOT_GIVEN.value,
        "age_or_reason": fact.band != AgeBand.NOT_GIVEN.value or fact.has_reason,
        "take_up": fact.answer != OPEN,
    }
    if fact.source == "police":
        told["force"] = fact.force
    if fact.answer == TakeUp.TAKEN_UP.value:
        told |= {"support": fact.support, "closure": fact.closed}
    return ((field, fact.source, _yes(value)) for field, value in told.items())


_CUBES: Final = (
    Cube(
        name="source",
        dimensions=("source", "force", "abuse", "answer", "closed"),
        keys=_victims(lambda f: (f.source, f.force or NONE, _abuse(f), f.answer, _yes(f.closed))),
    ),
    Cube(
        name="crime",
        dimensions=("crime", "level", "answer", "closed"),
        keys=_victims(lambda f: (f.crime or NONE, f.da_level or NONE, f.answer, _yes(f.closed))),
    ),
    Cube(
        name="borough",
        dimensions=("borough", "abuse", "answer"),
        keys=_victims(lambda f: (f.borough, _abuse(f), f.answer)),
    ),
    Cube(name="age", dimensions=("band", "abuse", "answer"), keys=_victims(lambda f: (f.band, _abuse(f), f.answer))),
    Cube(
        name="priority",
        dimensions=("epr", "abuse", "answer", "support", "closed"),
        keys=_victims(lambda f: (_yes(f.epr), _abuse(f), f.answer, f.support or NONE, _yes(f.closed))),
    ),
    Cube(name="involvement", dimensions=("involvement", "answer"), keys=lambda f: ((f.involvement, f.answer),)),
    Cube(name="completeness", dimensions=("field", "source", "told"), keys=_complete),
)

CUBES: Final[Mapping[str, Cube]] = {cube.name: cube for cube in _CUBES}
"""Every way in which cases are counted."""

CONTACTS: Final = "contacts"
"""The cube of contacts at host sites, by the day on which they were."""

ALLOCATIONS: Final = "allocations"
"""The cube of changes of worker, by the day on which they were made; the first one of a case among them."""

DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {cube.name: cube.dimensions for cube in _CUBES} | {
    CONTACTS: ("kind", "referred"),
    ALLOCATIONS: ("before", "after", "reason"),
}
"""What the parts of each cube's keys are: those of cases, and of what is counted by itself."""

Counts = Mapping[str, Mapping[tuple[date, Key], int]]
"""How many there are, by the cube, then by month and key."""


def count(facts: Iterable[Fact]) -> Counts:
    """Count cases in every way: by the cube, then by month and key."""
    found: dict[str, Counter[tuple[date, Key]]] = {name: Counter() for name in CUBES}
    for fact, number in Counter(facts).items():
        for name, cube in CUBES.items():
            for key in cube.keys(fact):
                found[name][fact.month, key] += number
    return found
