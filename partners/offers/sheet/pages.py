"""The sheet: what an act says before it, its fields with what was typed, and its one button."""

from collections.abc import Collection, Iterable
from typing import ClassVar, Protocol

import msgspec
from msgspec.structs import replace

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.reasons import Reason
from partners.offers.model import FiledOffer, retold
from partners.offers.snapshot.pages import ContactPanel

LONGEST = 1000
"""Characters of a note."""


class Worded(Protocol):
    """A member of a closed list: its key and its words."""

    @property
    def value(self) -> str:
        """The key."""

    @property
    def label(self) -> str:
        """The words."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A radio button, in the shape that the GOV.UK macro reads."""

    value: str
    text: str
    checked: bool


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a list, in the shape that the GOV.UK macro reads."""

    value: str
    text: str
    selected: bool


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A need with its score at the start and at the end."""

    name: str
    label: str
    first: tuple[Option, ...]
    last: tuple[Option, ...]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a sheet; `kind` says which of the others count: radios, ticks, day, time, line, words or pairs."""

    kind: str
    name: str
    label: str
    hint: str = ""
    value: str = ""
    items: tuple[Choice, ...] = ()
    day: tuple[str, str, str] = ("", "", "")
    pairs: tuple[Pair, ...] = ()
    longest: int = LONGEST


class SheetPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of one act; without a `button` it only says why the act cannot be made yet, and `link` leads on.

    `family` is the first part of its address, and what the way back calls the record. `contact` is how
    contact is safe, on top of every sheet that could lead to one (TOP-10).
    """

    template: ClassVar[str] = "offers/sheet.html"

    title: str
    reference: Reference
    version: str
    act: str
    said: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    fields: tuple[Field, ...] = ()
    link: tuple[str, str] | None = None
    button: str = ""
    warns: bool = False
    errors: tuple[FieldError, ...] = ()
    family: tuple[str, str] = ("offers", "Offer")
    contact: ContactPanel | None = None


def as_told_to(page: SheetPage, filed: FiledOffer) -> SheetPage:
    """Give a sheet with the name of who sent the offer, where a partner referred in; what was typed stays."""
    fields = tuple(replace(f, label=retold(f.label, filed), hint=retold(f.hint, filed)) for f in page.fields)
    said, button = tuple(retold(each, filed) for each in page.said), retold(page.button, filed)
    return replace(page, said=said, fields=fields, button=button)


def radios(name: str, label: str, choices: Iterable[Worded], chosen: str, *, hint: str = "") -> Field:
    """Give a closed list as radio buttons, in its order."""
    items = tuple(Choice(value=c.value, text=c.label, checked=c.value == chosen) for c in choices)
    return Field(kind="radios", name=name, label=label, hint=hint, items=items)


def ticks(name: str, label: str, choices: Iterable[Worded], chosen: Collection[str], *, hint: str = "") -> Field:
    """Give a closed list as tick boxes, in its order."""
    items = tuple(Choice(value=c.value, text=c.label, checked=c.value in chosen) for c in choices)
    return Field(kind="ticks", name=name, label=label, hint=hint, items=items)


def words(name: str, label: str, typed: str, *, hint: str = "") -> Field:
    """Give a field for words."""
    return Field(kind="words", name=name, label=label, hint=hint, value=typed)


def line(name: str, label: str, typed: str, *, hint: str = "") -> Field:
    """Give a field for a few words on one line."""
    return Field(kind="line", name=name, label=label, hint=hint, value=typed)


def day(name: str, label: str, typed: tuple[str, str, str], *, hint: str = "") -> Field:
    """Give a date of three parts, named `{name}_day`, `{name}_month` and `{name}_year`."""
    return Field(kind="day", name=name, label=label, hint=hint, day=typed)


def time(name: str, label: str, typed: str) -> Field:
    """Give a time of day."""
    return Field(kind="time", name=name, label=label, hint="For example, 14:05", value=typed)
