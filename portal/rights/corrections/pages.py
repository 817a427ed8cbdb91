"""The page of what was corrected: what stood before, why and by whom, and who outside holds it."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.ports import Names
from lvws_core.times import in_words
from portal.people.corrections.model import Correction
from portal.people.safe_contact.pages import SafeContactPanel
from portal.rights.corrections.model import Holder, Known
from portal.rights.corrections.service import History


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field: what stood before and what stands now, in words."""

    label: str
    before: str
    after: str


class HolderLine(msgspec.Struct, frozen=True, kw_only=True):
    """One partner that holds what stood before, and whether it was told."""

    organisation: str
    offer: Reference
    what: str
    state: str
    colour: str


class CorrectionView(msgspec.Struct, frozen=True, kw_only=True):
    """One correction; `anchor` is its place on the page."""

    anchor: str
    heading: str
    by: str
    why: str
    fields: tuple[FieldChange, ...]
    holders: tuple[HolderLine, ...]


class CorrectionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was corrected, newest first; `tells` says that a partner can be told now."""

    template: ClassVar[str] = "rights/corrections.html"

    title: str
    reference: Reference
    safe: SafeContactPanel
    corrections: tuple[CorrectionView, ...]
    tells: bool


def corrections_page(found: History, safe: SafeContactPanel, names: Names, now: datetime) -> CorrectionsPage:
    """Give the page."""
    staff = names.colleagues(frozenset(each.correction.by for each in found.known))
    return CorrectionsPage(
        title=f"What was corrected for person {found.person}",
        reference=found.person,
        safe=safe,
        corrections=tuple(_view(n, each, staff, names, now) for n, each in enumerate(found.known, start=1)),
        tells=any(h.is_live and h.told_at is None for each in found.known for h in each.holders),
    )


def _view(number: int, each: Known, staff: Mapping[UserId, str], names: Names, now: datetime) -> CorrectionView:
    made = each.correction
    return CorrectionView(
        anchor=f"correction-{number}",
        heading=made.part.label,
        by=f"{staff.get(made.by, 'Somebody who has left')}, {in_words(made.at, now)}",
        why=_why(made),
        fields=tuple(
            FieldChange(label=line.label, before=line.before or "not known", after=line.after or "not known")
            for line in made.lines
        ),
        holders=tuple(_holder(h, names, now) for h in each.holders),
    )


def _why(made: Correction) -> str:
    asked = made.grounds.asked_by.label
    words = f" “{made.grounds.words}”" if made.grounds.words else ""
    return f"{made.grounds.why.label}. Who asked: {asked[0].lower()}{asked[1:]}.{words}"


def _holder(holder: Holder, names: Names, now: datetime) -> HolderLine:
    state, colour = _state(holder, now)
    return HolderLine(
        organisation=names.organisation(holder.organisation_id),
        offer=holder.offer,
        what=", ".join(category.label for category in holder.categories),
        state=state,
        colour=colour,
    )


def _state(holder: Holder, now: datetime) -> tuple[str, str]:
    if holder.told_at is not None:
        return f"Told {in_words(holder.told_at, now)}", "green"
    if holder.is_live:
        return "Not told yet", "yellow"
    return "The offer is over: tell them yourself", "grey"
