"""The page of a moment of the past: who could open what then."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.times import in_words, local
from portal.sharing.past.forms import MomentForm
from portal.sharing.past.model import Sight


class SightLine(msgspec.Struct, frozen=True, kw_only=True):
    """One offer at that moment: to whom, what could be opened, and what had been."""

    organisation: str
    offer: Reference
    could_open: str
    opened: str


class PastPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a moment, and what each organisation could see then; `at_words` is "" before one was asked for."""

    template: ClassVar[str] = "sharing/past.html"

    title: str
    reference: Reference
    typed: MomentForm
    at_words: str
    at_iso: str
    lines: tuple[SightLine, ...]
    errors: tuple[FieldError, ...] = ()


def past_page(
    reference: Reference,
    typed: MomentForm,
    names: Names,
    now: datetime,
    *,
    at: datetime | None = None,
    sights: Sequence[Sight] = (),
    errors: tuple[FieldError, ...] = (),
) -> PastPage:
    """Give the page; without a moment only its form, filled with the present one."""
    return PastPage(
        title=f"What could be seen about {reference}",
        reference=reference,
        typed=_present(now) if typed.is_empty else typed,
        at_words="" if at is None else in_words(at, at - timedelta(days=2)),
        at_iso="" if at is None else at.isoformat(),
        lines=tuple(_line(sight, names) for sight in sights),
        errors=errors,
    )


def _present(now: datetime) -> MomentForm:
    at = local(now)
    return MomentForm(day=str(at.day), month=str(at.month), year=str(at.year), time=f"{at:%H:%M}")


def _line(sight: Sight, names: Names) -> SightLine:
    return SightLine(
        organisation=names.organisation(sight.organisation_id),
        offer=sight.offer,
        could_open=_listed(sight.could_open, sight.told_at) or "Nothing: it was closed",
        opened=_listed(sight.opened) or "Nothing",
    )


def _listed(categories: Iterable[DataCategory], told_at: Mapping[DataCategory, datetime] = {}) -> str:
    labels = [f"{category.label}{_as_told(told_at.get(category))}" for category in categories]
    return "; ".join((*labels[:1], *(label[0].lower() + label[1:] for label in labels[1:])))


def _as_told(at: datetime | None) -> str:
    return "" if at is None else f" (as told anew on {in_words(at, at - timedelta(days=2))})"
