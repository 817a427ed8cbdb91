"""An offer as its lead follows it, in words: what it waits for, and why it came back."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.referrals import (
    ClockKind,
    Direction,
    HandBackReason,
    NotReachedReason,
    Offer,
    OfferStatus,
    RequestStatus,
    Side,
    WithdrawReason,
)
from lvws_core.referrals.codes import ExpireReason
from lvws_core.referrals.presence import CANNOT_TAKE
from lvws_core.times import in_words
from lvws_core.vocabulary import DeclineReason, Labelled, WhoseChoice
from partners.offers.following.model import (
    FollowedOffer,
    SentView,
    Waits,
    also_ours,
    is_quiet,
    standing,
    waits_on,
)
from partners.offers.inbox.pages import Tab
from partners.offers.lists.pages import unread_words
from partners.offers.model import CAME_BACK, exactly
from partners.offers.pages import Tag, status_tag


class DueWords(msgspec.Struct, frozen=True, kw_only=True):
    """A moment for machines and people, empty where nothing is due; `late` when it has passed."""

    iso: str = ""
    words: str = ""
    exact: str = ""
    late: bool = False


class OfferLine(msgspec.Struct, frozen=True, kw_only=True):
    """An offer under its request: to whom, where it stands, what waits on whom.

    `quiet` and `unread` are badges, and `also` what the lead has to do besides; "" for none.
    """

    href: str
    reference: Reference
    to: str
    status: Tag
    who: str
    what: str
    is_ours: bool
    due: DueWords
    changed_iso: str
    changed: str
    quiet: str = ""
    beside: str = ""
    also: str = ""
    unread: str = ""


STOPS = "/reviews/stops"
"""Where stops that are not confirmed stand, for whoever sent the offers and for information governance."""


def sent_path(view: SentView) -> str:
    """Give the address of a view of what was sent; stops that are not confirmed have a page of their own."""
    if view == SentView.STOPS:
        return STOPS
    return "/sent" if view == SentView.ALL else f"/sent?show={view.value}"


def sent_tabs(current: SentView, direction: Direction = Direction.ONWARD) -> tuple[Tab, ...]:
    """Give the views of what was sent, or of what a partner has referred in, as tabs."""
    views = (view for view in SentView if direction == Direction.ONWARD or view != SentView.STOPS)
    return tuple(
        Tab(text=_label_of(view, direction), href=sent_path(view), current=view == current, count=None)
        for view in views
    )


def _label_of(view: SentView, direction: Direction) -> str:
    return "Waits on the lead" if view == SentView.THEIRS and direction == Direction.INWARD else view.label


def offer_lines(rows: tuple[FollowedOffer, ...], names: Names, now: datetime) -> tuple[OfferLine, ...]:
    """Give the offers of a request, of which there is at least one, as its lead follows them."""
    is_unplaced = standing(rows) == RequestStatus.UNPLACED
    return tuple(_line(row, names, now, is_unplaced=is_unplaced) for row in rows)


def _line(row: FollowedOffer, names: Names, now: datetime, *, is_unplaced: bool) -> OfferLine:
    offer, partner = row.offer, names.organisation(row.offer.organisation_id)
    waits = waits_on(offer, partner)
    if row.due_kind == ClockKind.STOP:
        waits = Waits(who=partner, what="confirm that they have stopped")
    elif offer.status in CAME_BACK and not is_unplaced:
        waits = Waits(who="", what="")  # somebody else has it, or the lead has set it aside
    return OfferLine(
        href=f"/offers/{row.reference}",
        reference=row.reference,
        to=f"{partner}, {row.service_name}",
        status=status_tag(offer.status, Side.LEAD),
        who=waits.who,
        what=waits.what,
        is_ours=waits.is_ours,
        due=_due(row, now),
        changed_iso=row.changed_at.isoformat(),
        changed=in_words(row.changed_at, now),
        quiet="Quiet" if is_quiet(row, now) else "",
        beside="Co-work" if offer.co_work and offer.is_live else "",
        also=also_ours(row),
        unread=unread_words(row.unread),
    )


def _due(row: FollowedOffer, now: datetime) -> DueWords:
    at = row.due_at
    if at is None:
        return DueWords()
    return DueWords(iso=at.isoformat(), words=in_words(at, now), exact=exactly(at), late=at <= now)


def came_back(row: FollowedOffer, partner: str, now: datetime) -> str:
    """Say why an offer came back: who answered what, when; "" of one that has not."""
    words = _CAME_BACK.get(row.offer.status)
    at = row.offer.ended_at
    if words is None or at is None:
        return ""
    return words(row.offer, f"{partner}, {row.service_name},", _on(at, now))


def came_of(row: FollowedOffer) -> str:
    """Say in a few words what came of asking a partner before; "" while nothing has."""
    return _CAME_OF.get(row.offer.status, "")


_CAME_OF: Mapping[OfferStatus, str] = {
    OfferStatus.DECLINED: "declined",
    OfferStatus.EXPIRED: "gave no answer in time",
    OfferStatus.HANDED_BACK: "handed it back",
    OfferStatus.NOT_REACHED: "could not reach the person",
    OfferStatus.WITHDRAWN: "it was withdrawn",
    OfferStatus.COMPLETED: "it ended with an outcome",
    OfferStatus.ERROR: "it was marked as an error",
}


def still_possible(row: FollowedOffer, partner: str, now: datetime) -> str:
    """Say that a partner can still take an expired offer, and since when that is known; "" where it has not said so."""
    at = row.offer.still_possible_at
    if at is None or row.offer.status != OfferStatus.EXPIRED:
        return ""
    return f"{partner} can still take this: they said so {_on(at, now)}."


def _on(at: datetime, now: datetime) -> str:
    """Give a moment of the past as part of a sentence: "today 09:12", "on Friday 20 November, 14:02"."""
    words = in_words(at, now)
    return words if words.startswith(("today", "tomorrow")) else f"on {words}"


def _declined(offer: Offer, who: str, when: str) -> str:
    choice = _CHOICES.get(offer.whose_choice or "", "")
    return f"{who} declined {when}: {_label(DeclineReason, offer.reason)}{choice}."


def _expired(offer: Offer, who: str, when: str) -> str:
    if offer.reason == ExpireReason.CANNOT_TAKE:
        return f"{who}: {CANNOT_TAKE.text}. It came back {when}."
    return f"{who} gave no answer in time; it came back {when}."


def _handed_back(offer: Offer, who: str, when: str) -> str:
    choice = _CHOICES.get(offer.whose_choice or "", "")
    return f"{who} handed it back {when}: {_label(HandBackReason, offer.reason)}{choice}."


def _not_reached(offer: Offer, who: str, when: str) -> str:
    return f"{who} could not reach the person and said so {when}: {_label(NotReachedReason, offer.reason)}."


def _withdrawn(offer: Offer, who: str, when: str) -> str:
    return f"{who} was asked, and it was withdrawn {when}: {_label(WithdrawReason, offer.reason)}."


_CAME_BACK: Mapping[OfferStatus, Callable[[Offer, str, str], str]] = {
    OfferStatus.DECLINED: _declined,
    OfferStatus.EXPIRED: _expired,
    OfferStatus.HANDED_BACK: _handed_back,
    OfferStatus.NOT_REACHED: _not_reached,
    OfferStatus.WITHDRAWN: _withdrawn,
}
_CHOICES: Mapping[str, str] = {
    WhoseChoice.PERSON.value: ", as the person chose",
    WhoseChoice.SERVICE.value: ", as the service chose",
}


def _label(choices: type[Labelled], key: str | None) -> str:
    found = next((choice.label for choice in choices if choice.value == key), "no reason is recorded")
    return found[0].lower() + found[1:]
