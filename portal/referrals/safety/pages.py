"""The pages of a person's contact after sending: stopped or open, and what partners were not told yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Ground
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.ports import Names
from lvws_core.reasons import Reason
from lvws_core.referrals.guards import ROUTINE
from lvws_core.times import in_words
from partners.offers.model import exactly
from partners.offers.safety.forms import LONGEST, ReportForm
from partners.offers.safety.model import Stop
from partners.offers.safety.pages import report_fields
from partners.offers.sheet.pages import Field
from partners.offers.snapshot.pages import FieldRow, shared_view
from portal.referrals.safety.forms import OpenForm
from portal.referrals.safety.model import SafetyState, Telling
from portal.reviews.overrides.model import GROUND_WORDS

Errors = tuple[FieldError, ...]


class StopCard(msgspec.Struct, frozen=True, kw_only=True):
    """One report as the lead reads it: what, and its rows."""

    heading: str
    rows: tuple[FieldRow, ...]


class TellingCard(msgspec.Struct, frozen=True, kw_only=True):
    """One partner, and what it would be told, word for word; or why it is not."""

    heading: str
    offer: Reference
    rows: tuple[FieldRow, ...]
    against: tuple[Reason, ...]
    note: str


class SafetyPage(msgspec.Struct, frozen=True, kw_only=True):
    """Whether contact is stopped, by whom, and what opening it again would tell."""

    template: ClassVar[str] = "referrals/person_safety.html"

    title: str
    reference: Reference
    stops: tuple[StopCard, ...]
    against: tuple[Reason, ...]
    tellings: tuple[TellingCard, ...]
    digest: str
    reason: str
    fields: tuple[Field, ...]
    longest: int = LONGEST
    errors: Errors = ()


class UpdatesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since partners were asked, and what each of them would be told."""

    template: ClassVar[str] = "referrals/updates.html"

    title: str
    reference: Reference
    tellings: tuple[TellingCard, ...]
    tells: bool
    button: str
    digest: str


def safety_page(
    state: SafetyState,
    names: Names,
    now: datetime,
    *,
    form: OpenForm | None = None,
    report: ReportForm | None = None,
    errors: Errors = (),
) -> SafetyPage:
    """Give the page of a person's contact, with what was typed."""
    reference = state.record.person.reference
    people = names.colleagues(frozenset(stop.reported_by for stop in state.stops))
    offers = {each.filed.offer.id: each.filed.reference for each in state.tellings}
    return SafetyPage(
        title=f"Contact with person {reference}",
        reference=reference,
        stops=tuple(_stop(stop, names, people, offers) for stop in state.stops),
        against=state.against,
        tellings=tuple(_telling(each, names, now) for each in state.tellings),
        digest=state.digest,
        reason="" if form is None else form.reason,
        fields=report_fields(report or ReportForm()),
        errors=errors,
    )


def _stop(stop: Stop, names: Names, people: Mapping[UserId, str], offers: Mapping[Any, Reference]) -> StopCard:
    who = people.get(stop.reported_by, "A colleague")
    where = f"offer {offers[stop.offer_id]}" if stop.offer_id in offers else "an offer that is over"
    rows = (
        FieldRow(label="Reported by", text=f"{who}, {names.organisation(stop.organisation_id)}"),
        FieldRow(label="When", text=exactly(stop.reported_at)),
        FieldRow(label="Where", text=where if stop.offer_id else "the person’s record"),
        *((FieldRow(label="What happened", text=stop.words),) if stop.words else ()),
    )
    return StopCard(heading=stop.cause.label, rows=rows)


def updates_page(state: SafetyState, names: Names, now: datetime) -> UpdatesPage:
    """Give the page on which the lead confirms what partners are told."""
    reference = state.record.person.reference
    changed = tuple(each for each in state.tellings if each.fields or each.against)
    told = sorted({names.organisation(each.filed.offer.organisation_id) for each in state.tells})
    return UpdatesPage(
        title=f"Tell partners what changed for person {reference}",
        reference=reference,
        tellings=tuple(_telling(each, names, now) for each in changed),
        tells=bool(state.tells),
        button=f"Tell {' and '.join(told)}",
        digest=state.digest,
    )


def _telling(each: Telling, names: Names, now: datetime) -> TellingCard:
    partner, filed = names.organisation(each.filed.offer.organisation_id), each.filed
    return TellingCard(
        heading=f"{partner}, offer {filed.reference}",
        offer=filed.reference,
        rows=_rows(each),
        against=each.against,
        note=_note(each, partner, now),
    )


def _rows(each: Telling) -> tuple[FieldRow, ...]:
    """Give word for word what the partner would read; numbers stay behind their button there."""
    view = shared_view(each.fields)
    if view.contact is None:
        return view.rows
    numbers = tuple(FieldRow(label=row.label, text=row.text) for row in view.contact.ways)
    return (*view.rows, FieldRow(label="Safe contact", text=" ".join(view.contact.sentences)), *numbers)


def _note(each: Telling, partner: str, now: datetime) -> str:
    stopped = each.filed.contact_stopped_at
    if each.against:
        return f"{partner} is not told, and its contact stays closed:" if stopped else f"{partner} is not told:"
    if not each.fields and DataCategory.SAFE_CONTACT not in each.shared:
        return "Was given no way of contact. It sees that contact may be made again, and nothing more."
    if not each.fields:
        return "Its time to open what was shared is over; nothing is told."
    told = (f"Stopped since {in_words(stopped, now)}.",) if stopped else ()
    return " ".join((*told, *_ground(each)))


def _ground(each: Telling) -> tuple[str, ...]:
    """Say on which ground it is told where it is not on consent: who confirms it says that it still holds."""
    path = each.decision.path
    if not each.fields or path in ROUTINE:
        return ()
    claim = GROUND_WORDS[Ground(path)]
    return (f"It was sent without consent: {claim[0].lower()}{claim[1:]}. Tell it only if that still holds.",)
