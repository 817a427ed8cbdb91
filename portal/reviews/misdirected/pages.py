"""The pages of what went to the wrong recipient: the list by clock, and one entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from lvws_core.breach import Deadline
from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.times import in_words
from lvws_core.vocabulary import Labelled
from partners.offers.history.model import Confirmation
from partners.offers.snapshot.pages import FieldRow
from portal.reviews.misdirected.forms import DecideForm
from portal.reviews.misdirected.model import KeptReview, PersonTold, Regulator, Seen
from portal.reviews.misdirected.service import Opened
from portal.reviews.stops.pages import review_views

Option = Mapping[str, Any]


class ReviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """A review on the list, with its two clocks in words."""

    reference: Reference
    partner: str
    known: str
    partner_clock: str
    regulator_clock: str
    is_late: bool
    state: str
    colour: str


class ReviewsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What went to the wrong recipient, what runs out soonest first."""

    template: ClassVar[str] = "reviews/reviews.html"

    title: str
    news: str
    views: tuple[Option, ...]
    lines: tuple[ReviewLine, ...]
    next_href: str
    first_href: str


class SeenLine(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody saw something: who, when, which fields by name."""

    who: str
    at: str
    fields: str


class ClockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A clock in words."""

    what: str
    words: str
    is_late: bool


class ReviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: the clocks, who saw which fields, what the partner says, and the decision."""

    template: ClassVar[str] = "reviews/review.html"

    title: str
    reference: Reference
    clocks: tuple[ClockLine, ...]
    rows: tuple[FieldRow, ...]
    seen: tuple[SeenLine, ...]
    decided: tuple[FieldRow, ...]
    regulators: tuple[Option, ...]
    tolds: tuple[Option, ...]
    typed: DecideForm
    errors: tuple[FieldError, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads needs: the names, those of staff by id, the moment and the rules."""

    names: Names
    staff: Mapping[UUID, str]
    now: datetime
    policy: Policy

    def who(self, user_id: UUID | None) -> str:
        """Name somebody of the staff."""
        return self.staff.get(user_id, "Somebody who has left") if user_id is not None else ""


def people_in(opened: Opened) -> frozenset[UUID]:
    """Give everybody whom an entry names."""
    found = (opened.review.reported_by, opened.review.decided_by, *(seen.user_id for seen in opened.seen))
    return frozenset(id_ for id_ in found if id_ is not None)


def reviews_page(
    page: Page[KeptReview], reader: Reader, *, decided: bool, after: str = "", done: str = ""
) -> ReviewsPage:
    """Give the list; `decided` shows what is settled."""
    show = "&show=decided" if decided else ""
    return ReviewsPage(
        title="Sent to the wrong recipient",
        news="The decision is recorded, with its reason and your name." if done == "decided" else "",
        views=review_views("/reviews?show=decided" if decided else "/reviews"),
        lines=tuple(_line(kept, reader) for kept in page.items),
        next_href=f"/reviews?after={page.next_cursor}{show}" if page.next_cursor else "",
        first_href=("/reviews?show=decided" if decided else "/reviews") if after else "",
    )


def _line(kept: KeptReview, reader: Reader) -> ReviewLine:
    partner, regulator = kept.clocks(reader.policy)
    is_late = any(each.met_at is None and each.is_overdue(reader.now) for each in (partner, regulator))
    state, colour = ("Overdue", "red") if is_late else ("To decide", "orange")
    return ReviewLine(
        reference=kept.reference,
        partner=reader.names.organisation(kept.organisation_id),
        known=in_words(kept.known_at, reader.now),
        partner_clock=partner.in_words(reader.now),
        regulator_clock=regulator.in_words(reader.now),
        is_late=is_late,
        state=kept.regulator.label.partition(":")[0] if kept.regulator else state,
        colour="grey" if kept.regulator else colour,
    )


def review_page(
    opened: Opened, reader: Reader, form: DecideForm | None = None, errors: tuple[FieldError, ...] = ()
) -> ReviewPage:
    """Give one entry."""
    form, review = form or DecideForm(), opened.review
    return ReviewPage(
        title=f"Wrong recipient: {review.reference}",
        reference=review.reference,
        clocks=tuple(_clock(each, reader.now) for each in review.clocks(reader.policy)),
        rows=_rows(opened, reader),
        seen=tuple(_seen(each, reader) for each in opened.seen),
        decided=_decided(opened, reader),
        regulators=() if opened.decided else _options(Regulator, form.regulator),
        tolds=() if opened.decided else _options(PersonTold, form.person_told),
        typed=form,
        errors=errors,
    )


def _clock(deadline: Deadline, now: datetime) -> ClockLine:
    late = deadline.met_at is None and deadline.is_overdue(now)
    return ClockLine(what=deadline.clock.label, words=deadline.in_words(now), is_late=late)


def _rows(opened: Opened, reader: Reader) -> tuple[FieldRow, ...]:
    review = opened.review
    reported = f"{reader.who(review.reported_by)}, {in_words(review.known_at, reader.now)}"
    return (
        FieldRow(label="Sent by mistake to", text=reader.names.organisation(review.organisation_id)),
        FieldRow(label="Withdrawn by", text=f"{reported}. Nothing could be opened from then on."),
        FieldRow(label="What had been sent", lines=_labels(review.categories)),
        FieldRow(label="What they say", lines=_said(opened.confirmation, reader.now)),
    )


def _said(said: Confirmation | None, now: datetime) -> tuple[str, ...]:
    if said is None:
        return ("Nothing yet. They are asked what was read, printed or copied.",)
    basis = () if said.basis is None else (f"{said.basis.label}.",)
    return (
        *(f"{each.label}." for each in said.seen),
        f"{said.answer.label}.",
        *basis,
        f"Said {in_words(said.at, now)}.",
    )


def _seen(seen: Seen, reader: Reader) -> SeenLine:
    names = "; ".join(category.label for category in seen.categories)
    fields = "The number itself" if seen.number else names
    return SeenLine(who=reader.who(seen.user_id), at=in_words(seen.at, reader.now), fields=fields)


def _decided(opened: Opened, reader: Reader) -> tuple[FieldRow, ...]:
    decided, review = opened.decided, opened.review
    if decided is None or review.decided_at is None:
        return ()
    why_not = (FieldRow(label="Why the person is not told", text=decided.told_why),) if decided.told_why else ()
    return (
        FieldRow(label="Regulator", text=decided.regulator.label),
        FieldRow(label="Reason", text=decided.why),
        FieldRow(label="Person told", text=decided.person_told.label),
        *why_not,
        FieldRow(label="By whom", text=f"{reader.who(review.decided_by)}, {in_words(review.decided_at, reader.now)}"),
    )


def _labels(categories: frozenset[DataCategory]) -> tuple[str, ...]:
    return tuple(category.label for category in DataCategory if category in categories)


def _options(choices: type[Labelled], chosen: str) -> tuple[Option, ...]:
    return tuple({"value": c.value, "text": c.label, "checked": c.value == chosen} for c in choices)


def staff_of(found: Mapping[Any, str]) -> Mapping[UUID, str]:
    """Give names of staff by plain id."""
    return {UUID(str(id_)): name for id_, name in found.items()}
