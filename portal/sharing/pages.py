"""The page of the ledger: who knows what, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import OrganisationId, Reference
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.referrals import OfferStatus, Side
from lvws_core.times import WorkingCalendar, day_in_words, in_words, london_day
from partners.offers.history.pages import stop_words
from partners.offers.model import last_day, sharing_words
from partners.offers.pages import Tag, status_tag
from partners.offers.snapshot.pages import FieldRow
from portal.reviews.basis.pages import basis_lines
from portal.reviews.overrides.model import KeptOverride
from portal.sharing.model import Sharing


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation, or all of them, as a link that narrows the page."""

    text: str
    href: str
    current: bool


class FieldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One category that left: its name, whether it is special, when it was opened, and whether it still can be."""

    name: str
    special: str
    read: str
    now: str


class SharingView(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosure, in words; `anchor` is its place on the page."""

    anchor: str
    organisation: str
    offer: Reference
    status: Tag
    why: str
    rows: tuple[FieldRow, ...]
    fields: tuple[FieldLine, ...]
    caption: str


class LedgerPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that left about a person."""

    template: ClassVar[str] = "sharing/ledger.html"

    title: str
    reference: Reference
    intro: str
    views: tuple[View, ...]
    sharings: tuple[SharingView, ...]


class Ledgers(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads a ledger needs: the names, the moment and the rules; `people` are names of staff by id."""

    names: Names
    now: datetime
    calendar: WorkingCalendar
    policy: Policy
    people: Mapping[UUID, str] = {}


def ledger_page(
    reference: Reference, sharings: Sequence[Sharing], told: Ledgers, only: OrganisationId | None = None
) -> LedgerPage:
    """Give the page, of one organisation where one is asked for."""
    names = told.names
    shown = [each for each in sharings if only in {None, each.organisation_id}]
    return LedgerPage(
        title=f"What was shared about {reference}",
        reference=reference,
        intro=_intro(sharings, names, told.now),
        views=_views(reference, sharings, names, only),
        sharings=tuple(_sharing(each, told) for each in shown),
    )


def _intro(sharings: Sequence[Sharing], names: Names, now: datetime) -> str:
    able = list(dict.fromkeys(names.organisation(s.organisation_id) for s in sharings if s.is_open(now)))
    if not sharings:
        return "Nothing has left. What is sent to a partner appears here, field by field, with the reason."
    if not able:
        return "No partner can open anything about this person now."
    return f"Can open something now: {', '.join(able)}. Nobody else can."


def _views(
    reference: Reference, sharings: Sequence[Sharing], names: Names, only: OrganisationId | None
) -> tuple[View, ...]:
    path = f"/people/{reference}/shared"
    found = {s.organisation_id: names.organisation(s.organisation_id) for s in sharings}
    if len(found) < 2 and only is None:
        return ()
    everyone = View(text="Every organisation", href=path, current=only is None)
    each = sorted(found.items(), key=lambda pair: pair[1])
    return (everyone, *(View(text=n, href=f"{path}?organisation={id_}", current=id_ == only) for id_, n in each))


def _sharing(sharing: Sharing, told: Ledgers) -> SharingView:
    offer, reference = sharing.offer, sharing.history.filed.reference
    name = told.names.organisation(sharing.organisation_id)
    return SharingView(
        anchor=f"offer-{reference}",
        organisation=name,
        offer=reference,
        status=status_tag(offer.status, Side.LEAD),
        why=f"{name} knows this because: {_because(sharing, told.now)}.",
        rows=tuple(_rows(sharing, told)),
        fields=(*_fields(sharing, told.now), *_told_since(sharing, told)),
        caption=f"What {name} was given with {reference}",
    )


def _because(sharing: Sharing, now: datetime) -> str:
    path, given_on = sharing.history.path, sharing.history.consent_on
    words = sharing_words(path, msgspec.structs.replace(sharing.offer, visible_until=None), now, given_on)
    return words[0].lower() + words[1:]


def _rows(sharing: Sharing, told: Ledgers) -> Iterable[FieldRow]:
    offer, now = sharing.offer, told.now
    if sharing.consent is not None:
        yield FieldRow(label="Consent", text=_consent(sharing))
    yield FieldRow(label="Legal basis", lines=basis_lines(sharing.history.filed.receipt.basis))
    yield from (FieldRow(label="Set aside", text=_set_aside(each, told)) for each in sharing.overrides)
    yield FieldRow(
        label="Sent", text=f"{_capital(in_words(sharing.history.filed.receipt.at, now))}{_by(sharing, told)}"
    )
    closed_at = sharing.closed_at(now)
    if closed_at is not None:
        why = "" if sharing.history.withdrawn_for is None else f": {_lower(sharing.history.withdrawn_for.label)}"
        yield FieldRow(label="Closed", text=f"{_capital(in_words(closed_at, now))}{why}.")
    else:
        until = f"until {last_day(offer.visible_until, now)}" if offer.visible_until else "while it is with them"
        yield FieldRow(label="Can be opened", text=f"Yes, {until}")
    yield FieldRow(label="Opened", text=_opened(sharing, now))
    if offer.status == OfferStatus.WITHDRAWN:
        yield FieldRow(label="Their word that they stopped", text=_stopped(sharing, told))


def _consent(sharing: Sharing) -> str:
    recorded = sharing.consent
    if recorded is None:
        return ""
    consent, day = recorded.consent, day_in_words(london_day(recorded.captured_at))
    gone = "" if consent.withdrawn_at is None else f" Withdrawn on {day_in_words(london_day(consent.withdrawn_at))}."
    return f"Given on {day}: {_lower(recorded.method.label)}. Could speak freely: {_lower(recorded.alone.label)}.{gone}"


def _set_aside(override: KeptOverride, told: Ledgers) -> str:
    """Say which guard was set aside, by whom, who looked at it besides, and whether the person knows."""
    asked = override.asked
    second = told.people.get(override.seconded_by, "") if override.seconded_by is not None else ""
    also = f" Second person: {second}." if second else ""
    knows = "" if asked.told is None else f" Person told: {_lower(asked.told.label)}."
    by = told.people.get(override.asked_by, "somebody who has left")
    return f"{asked.kind.label}, by {by}.{also}{knows}"


def _by(sharing: Sharing, told: Ledgers) -> str:
    sender = sharing.history.sent_by
    name = told.people.get(sender, "") if sender is not None else ""
    return f" by {name}" if name else ""


def _opened(sharing: Sharing, now: datetime) -> str:
    opened = [reading for reading in sharing.readings if not reading.number]
    if not opened:
        return "Not opened yet." if sharing.is_open(now) else "Never opened."
    people = len({reading.user_id for reading in sharing.readings})
    times = f"{len(opened)} times, last {in_words(opened[-1].at, now)}" if len(opened) > 1 else "once"
    shown = sum(reading.number for reading in sharing.readings)
    number = f" The number was shown {'once' if shown == 1 else f'{shown} times'}." if shown else ""
    by = "1 person" if people == 1 else f"{people} people"
    return f"First {in_words(opened[0].at, now)}; {times}, by {by}.{number}"


def _stopped(sharing: Sharing, told: Ledgers) -> str:
    return stop_words(sharing.history, told.now, told.calendar, told.policy)


def _fields(sharing: Sharing, now: datetime) -> Iterable[FieldLine]:
    for category in sharing.categories:
        first, last = sharing.read_first(category), sharing.read_last(category)
        again = "" if last in {None, first} or last is None else f", last {in_words(last, now)}"
        yield FieldLine(
            name=category.label,
            special="Special category" if category.is_special else "",
            read="Not opened" if first is None else f"First {in_words(first, now)}{again}",
            now=_can_open(sharing, category, now),
        )


def _told_since(sharing: Sharing, told: Ledgers) -> Iterable[FieldLine]:
    """Give a line for each category that was told anew, with its own date, basis and end."""
    for update in sharing.updates:
        receipt, by = update.receipt, told.people.get(update.confirmed_by, "")
        offer = msgspec.structs.replace(sharing.offer, visible_until=None)
        why = sharing_words(update.footing.path, offer, told.now, update.footing.consent_on)
        basis = "; ".join(_lower(line) for line in basis_lines(receipt.basis))
        who = f" by {by}" if by else ""
        note = f"Told anew {in_words(receipt.at, told.now)}{who}. {why}. {_capital(basis)}."
        for category in (each for each in DataCategory if each in receipt.categories):
            first = sharing.read_first(category, receipt.at)
            yield FieldLine(
                name=category.label,
                special=note,
                read="Not opened since" if first is None else f"First {in_words(first, told.now)}",
                now=_can_open(sharing, category, told.now),
            )


def _can_open(sharing: Sharing, category: DataCategory, now: datetime) -> str:
    """Say whether a category can be opened now and until when, or since when it no longer can."""
    closed_at, end = sharing.category_closed_at(category, now), sharing.offer.visible_until
    if closed_at is not None:
        return f"No, since {in_words(closed_at, now)}"
    return "Yes" if end is None else f"Yes, until {last_day(end, now)}"


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
