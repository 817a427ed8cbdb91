"""What the register is made of, and how a value that was opened becomes lines that a person can read."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.reasons import Reason
from lvws_core.risk.dash import QUESTIONS
from lvws_core.times import day_in_words, local
from lvws_core.vocabulary.labelled import Labelled

_WORDS = {each.key: each.summary for each in QUESTIONS}


class Whose(Labelled):
    """By what a row belongs to a person: the person itself, one of their offers or cases, a MARAC referral."""

    PERSON = "person", "The person"
    OFFER = "offer", "An offer"
    CASE = "case", "A case"
    REFERRAL = "referral", "A MARAC referral"


class KeyOf(Labelled):
    """Under whose key something is sealed."""

    PERSON = "person", "The person's"
    OFFER = "offer", "The offer's"
    OWN = "own", "The row's own"


class Treatment(Labelled):
    """What happens to an item in a pack."""

    INCLUDE = "include", "In the pack"
    REDACT = "redact", "Redacted"
    HOLD_BACK = "hold_back", "Held back"


class Ground(Labelled):
    """Why something is left out, case by case. Source: domain section 9.5."""

    THIRD_PARTY = "third_party", "It is about somebody else"
    CRIME_PREVENTION = "crime_prevention", "It would prejudice preventing or solving a crime"
    SERIOUS_HARM = "serious_harm", "It would probably cause serious harm to somebody"
    MARAC = "marac", "MARAC material: the agency that gave it has not agreed"
    OTHER_PARTY = "other_party", "It would link the person causing harm with the person"


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed column: its name, the place that the vault bound it to, and what is in it.

    `reads` makes a value of the text. `harmers` are the fields of it about whoever may be causing harm.
    """

    column: str
    place: Callable[[Any], str]
    reads: Callable[[str], Any] = str
    harmers: tuple[str, ...] = ()


class Becomes(Labelled):
    """What a column becomes when a record is erased, where that is no fixed value."""

    MONTH = "month", "The first of its month"
    BAND = "band", "One age for everybody of its band"
    TODAY = "today", "The day of the erasure"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A table with something about a person.

    `row` is its mapped class, `links` the columns by which it is found. `at` and `by` are the columns of when
    and who; `shows` the columns that stand in clear, `coded` those that hold JSON, with what reads it.
    `treatment` with its `ground` is what is done by default; `masks` says that it holds words somebody wrote, out
    of which what is about others is left by default. `named` names a row even where it is left out, from the
    row and the reference of its offer. `erased` says what each column becomes (a value,
    or `Becomes`); None deletes the row, and an empty mapping leaves it as it is.
    """

    row: Any
    name: str
    at: str
    whose: Whose = Whose.PERSON
    links: tuple[str, ...] = ("person_id",)
    by: str = ""
    key: KeyOf = KeyOf.PERSON
    sealed: tuple[Sealed, ...] = ()
    shows: tuple[str, ...] = ()
    coded: Mapping[str, Callable[[bytes], Any]] = {}
    treatment: Treatment = Treatment.INCLUDE
    ground: Ground | None = None
    masks: bool = False
    named: Callable[[Any, str], str] | None = None
    erased: Mapping[str, Any] | None = None

    @property
    def table(self) -> str:
        """The name of the table."""
        return str(self.row.__table__.name)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is recorded: what it is and its words; `organisation_id` where its words are a name."""

    label: str
    text: str = ""
    organisation_id: UUID | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a pack, as it is recorded: `key` names its row, and the part of it.

    `at` is aware UTC; `by` is the account that recorded it, None where nobody's is kept. `name` is what it is
    called even where it is left out; `masked` how many times something about others was left out of its words.
    """

    key: str
    source: str
    at: datetime
    by: UUID | None
    lines: tuple[Line, ...]
    treatment: Treatment = Treatment.INCLUDE
    ground: Ground | None = None
    name: str = ""
    masked: int = 0


def humanised(key: str) -> str:
    """Give the words of a key that has no label of its own.

    >>> humanised("no_contact_requested")
    'No contact requested'
    """
    words = _WORDS.get(key) or key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def lines_of(value: Any, label: str = "") -> Iterator[Line]:  # noqa: C901 - one line for each kind of value
    """Give what an opened value says, line by line; what is empty, an id or a digest says nothing."""
    match value:
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from lines_of(getattr(value, name), _joined(label, humanised(name)))
        case Mapping():
            for key, each in value.items():
                yield from lines_of(each, _joined(label, humanised(key) if type(key) is str else _word(key)))
        case list() | tuple() if value and all(isinstance(each, Reason) for each in value):
            yield Line(label=label, text=" ".join(each.text for each in value))
        case list() | tuple() if any(isinstance(each, msgspec.Struct) for each in value):
            for number, each in enumerate(value, start=1):
                yield from lines_of(each, _joined(label, str(number)))
        case list() | tuple() | AbstractSet():
            words = [_word(each) for each in value if each not in ("", None)]
            if words:
                between = " " if all(word.endswith(".") for word in words) else ", "
                yield Line(label=label, text=between.join(words if isinstance(value, (list, tuple)) else sorted(words)))
        case None | "" | UUID() | bytes():
            return
        case _:
            yield Line(label=label, text=_word(value))


def _joined(label: str, name: str) -> str:
    return f"{label}: {name[:1].lower()}{name[1:]}" if label else name


def _word(value: Any) -> str:  # noqa: PLR0911 - one line for each kind of value
    match value:
        case bool():
            return "Yes" if value else "No"
        case Labelled():
            return value.label or humanised(value.value)
        case Enum():
            return str(getattr(value, "label", "")) or humanised(str(value.value))
        case datetime():
            at = local(value)
            return f"{day_in_words(at.date())}, {at:%H:%M}"
        case date():
            return day_in_words(value)
        case time():
            return f"{value:%H:%M}"
        case _:
            return _WORDS.get(str(value), str(value))


def without(value: Any, names: tuple[str, ...]) -> Iterator[Line]:
    """Give the lines of a Struct but for some of its fields; a name may lead into a part, as `findings.harmer`."""
    left = {humanised(name.replace(".", ": ")) for name in names}
    return (line for line in lines_of(value) if not _is_of(line.label, left))


def only(value: Any, names: tuple[str, ...]) -> Iterator[Line]:
    """Give the lines of these fields of a Struct alone."""
    wanted = {humanised(name.replace(".", ": ")) for name in names}
    return (line for line in lines_of(value) if _is_of(line.label, wanted))


def _is_of(label: str, names: AbstractSet[str]) -> bool:
    return any(label == name or label.startswith(f"{name}: ") for name in names)
