"""The pages of overrides: what waits for a second person, the list of information governance, and each of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.ports import Names
from lvws_core.times import in_words
from lvws_core.vocabulary import Labelled
from partners.offers.snapshot.pages import FieldRow
from portal.reviews.basis.pages import basis_lines, ground_words
from portal.reviews.overrides.forms import ReviewForm, SecondAnswer, SecondForm
from portal.reviews.overrides.model import (
    AT_ONCE,
    KeptOverride,
    Outweighs,
    OverrideStatus,
    ReviewDecision,
    Written,
)

Option = Mapping[str, Any]
RECORD_WITHIN = timedelta(hours=24)
"""How soon a second person completes the record of a danger to life (domain 4.4, step 2)."""


class OverrideLine(msgspec.Struct, frozen=True, kw_only=True):
    """An override on a list."""

    reference: Reference
    href: str
    what: str
    basis: str
    partner: str
    by: str
    at: str
    second: str
    state: str
    colour: str


class OverridesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The list of information governance, the newest first."""

    template: ClassVar[str] = "reviews/overrides.html"

    title: str
    news: str
    views: tuple[Option, ...]
    lines: tuple[OverrideLine, ...]
    next_href: str
    first_href: str


class WaitingPage(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a second person, the longest first."""

    template: ClassVar[str] = "reviews/waiting.html"

    title: str
    news: str
    lines: tuple[OverrideLine, ...]


class SecondPage(msgspec.Struct, frozen=True, kw_only=True):
    """One override before the second person; `possible` is false for who asked, and once it is answered."""

    template: ClassVar[str] = "reviews/second.html"

    title: str
    reference: Reference
    rows: tuple[FieldRow, ...]
    why_not: str
    answers: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


class OverridePage(msgspec.Struct, frozen=True, kw_only=True):
    """One override before information governance: the basis, and nothing that was written."""

    template: ClassVar[str] = "reviews/override.html"

    title: str
    reference: Reference
    rows: tuple[FieldRow, ...]
    reviewed: str
    decisions: tuple[Option, ...]
    note: str
    errors: tuple[FieldError, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads: the names, those of staff by id, the reader's own id, and the moment."""

    names: Names
    staff: Mapping[UUID, str]
    me: UUID
    now: datetime

    def who(self, user_id: UUID | None) -> str:
        """Name somebody of the staff."""
        return "" if user_id is None else self.staff.get(user_id, "Somebody who has left")


def people_in(kept: Sequence[KeptOverride]) -> frozenset[UUID]:
    """Give everybody whom some overrides name."""
    found = (id_ for each in kept for id_ in (each.asked_by, each.seconded_by, each.reviewed_by))
    return frozenset(id_ for id_ in found if id_ is not None)


_NEWS = {
    "reviewed": "The review is recorded. Who asked, and the lead’s managers, can read the decision in the record.",
    "agreed": "You have agreed. Whoever asked can send it now; information governance sees both names.",
    "refused": "You have refused. Nothing is sent on this ground; information governance sees that it was asked.",
}


def overrides_page(
    page: Page[KeptOverride], reader: Reader, *, only_open: bool, after: str = "", done: str = ""
) -> OverridesPage:
    """Give the list; `only_open` is what nobody has reviewed yet."""
    show = "" if only_open else "&show=all"
    views = (
        {"text": "Not reviewed", "href": "/overrides", "current": only_open},
        {"text": "All", "href": "/overrides?show=all", "current": not only_open},
    )
    return OverridesPage(
        title="Overrides",
        news=_NEWS.get(done, ""),
        views=views,
        lines=tuple(_line(kept, reader, href=f"/overrides/{kept.reference}") for kept in page.items),
        next_href=f"/overrides?after={page.next_cursor}{show}" if page.next_cursor else "",
        first_href=("/overrides" if only_open else "/overrides?show=all") if after else "",
    )


def waiting_page(kept: Sequence[KeptOverride], reader: Reader, *, done: str = "") -> WaitingPage:
    """Give what waits for a second person."""
    lines = tuple(_line(each, reader, href=f"/overrides/{each.reference}/second") for each in kept)
    return WaitingPage(title="Waiting for a second person", news=_NEWS.get(done, ""), lines=lines)


def second_page(
    kept: KeptOverride,
    written: Written | None,
    reader: Reader,
    form: SecondForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> SecondPage:
    """Give an override with what was written, and the answers where the reader may answer."""
    form = form or SecondForm()
    why_not = _why_not(kept, reader)
    words = () if written is None else _written(written)
    return SecondPage(
        title=f"Override {kept.reference}",
        reference=kept.reference,
        rows=(*_rows(kept, reader), *words),
        why_not=why_not,
        answers=() if why_not else _options(SecondAnswer, form.answer),
        errors=errors,
    )


def override_page(
    kept: KeptOverride, reader: Reader, form: ReviewForm | None = None, errors: tuple[FieldError, ...] = ()
) -> OverridePage:
    """Give an override as information governance sees it."""
    form = form or ReviewForm()
    reviewed = ""
    if kept.decision is not None and kept.reviewed_at is not None:
        when = in_words(kept.reviewed_at, reader.now)
        reviewed = f"{kept.decision.label} – {reader.who(kept.reviewed_by)}, {when}."
    return OverridePage(
        title=f"Override {kept.reference}",
        reference=kept.reference,
        rows=tuple(_rows(kept, reader)),
        reviewed=reviewed,
        decisions=() if reviewed else _options(ReviewDecision, form.decision),
        note=form.note,
        errors=errors,
    )


def _why_not(kept: KeptOverride, reader: Reader) -> str:
    if kept.status is not OverrideStatus.WAITING:
        return f"{kept.status.label}. {_second(kept, reader)}"
    if kept.asked_by == reader.me:
        return "You asked for this yourself. Another manager has to look at it, on their own sign-in."
    return ""


def _line(kept: KeptOverride, reader: Reader, *, href: str) -> OverrideLine:
    colours = {OverrideStatus.WAITING: "orange", OverrideStatus.REFUSED: "grey"}
    is_reviewed = kept.decision is not None
    return OverrideLine(
        reference=kept.reference,
        href=href,
        what=kept.asked.kind.label,
        basis=ground_words(kept.asked.grounds),
        partner=reader.names.organisation(kept.asked.organisation_id),
        by=reader.who(kept.asked_by),
        at=in_words(kept.asked_at, reader.now),
        second=_second(kept, reader),
        state="Reviewed" if is_reviewed else _STATES[kept.status],
        colour="green" if is_reviewed else colours.get(kept.status, "blue"),
    )


_STATES = {OverrideStatus.WAITING: "Waits", OverrideStatus.IN_FORCE: "In force", OverrideStatus.REFUSED: "Refused"}
"""Where it stands, short enough for a tag."""


def _second(kept: KeptOverride, reader: Reader) -> str:
    if kept.seconded_at is not None:
        said = "agreed" if kept.status is OverrideStatus.IN_FORCE else "refused"
        return f"{reader.who(kept.seconded_by)} {said} {in_words(kept.seconded_at, reader.now)}"
    if kept.status is not OverrideStatus.WAITING:
        return "Not needed"
    if not kept.asked.grounds & AT_ONCE:
        return "Waits; nothing is sent before"
    due = kept.asked_at + RECORD_WITHIN
    late = "was due" if due <= reader.now else "due"
    return f"After the event: {late} {in_words(due, reader.now)}"


def _rows(kept: KeptOverride, reader: Reader) -> tuple[FieldRow, ...]:
    asked = kept.asked
    rows = [
        FieldRow(label="What was set aside", text=asked.kind.label),
        FieldRow(label="Referral", text=asked.place),
        FieldRow(label="Partner", text=reader.names.organisation(asked.organisation_id)),
        FieldRow(label="By whom", text=f"{reader.who(kept.asked_by)}, {in_words(kept.asked_at, reader.now)}"),
    ]
    if asked.grounds:
        shared = tuple(category.label for category in DataCategory if category in asked.categories)
        told = "" if asked.told is None else asked.told.label
        rows += [
            FieldRow(label="Ground", text=ground_words(kept.asked.grounds)),
            FieldRow(label="What is shared", lines=shared),
            FieldRow(label="Legal basis", lines=basis_lines(kept.basis)),
            FieldRow(label="Person told", text=told),
            *_weighed(kept),
        ]
    rows.append(FieldRow(label="Second person", text=_second(kept, reader)))
    return (*rows, FieldRow(label="Sent", text="Yes" if kept.offer_id else "Nothing yet"))


def _weighed(kept: KeptOverride) -> Iterator[FieldRow]:
    """Give the person's view, and what outweighs a refusal (CONS-07)."""
    if kept.asked.views is not None:
        yield FieldRow(label="What the person says", text=kept.asked.views.label)
    if kept.asked.outweighs:
        found = tuple(each.label for each in Outweighs if each in kept.asked.outweighs)
        yield FieldRow(label="What outweighs a refusal", lines=found)


def _written(written: Written) -> tuple[FieldRow, ...]:
    told = {
        "Why it is necessary": written.why,
        "Why the person is not told": written.told_why,
        "What else was considered": written.options,
        "Best interests": written.best_interests,
    }
    return tuple(FieldRow(label=label, text=text) for label, text in told.items() if text)


def _options(choices: type[Labelled], chosen: str) -> tuple[Option, ...]:
    return tuple({"value": c.value, "text": c.label, "checked": c.value == chosen} for c in choices)
