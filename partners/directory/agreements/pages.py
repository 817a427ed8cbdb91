"""The page that changes an agreement, and its lines on the page of a service."""

from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.consent import AgreementStatus, DataCategory
from lvws_core.forms import FieldError
from lvws_core.times import day_in_words
from partners.directory.agreements.forms import BLOCKERS, AgreementForm
from partners.directory.agreements.model import AgreementFile, Watch, watches
from partners.directory.model import ListedService
from partners.directory.pages import Line, Option, day_items


class BlockerFields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of one blocker with what was typed."""

    number: int
    who: str
    what: str
    since: tuple[Option, ...]


class AgreementPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of an agreement."""

    template: ClassVar[str] = "directory/agreement.html"

    title: str
    base: str
    heading: str
    version: str
    statuses: tuple[Option, ...]
    starts_on: tuple[Option, ...]
    ends_on: tuple[Option, ...]
    review_on: tuple[Option, ...]
    owner: str
    categories: tuple[Option, ...]
    blockers: tuple[BlockerFields, ...]
    errors: tuple[FieldError, ...] = ()


def agreement_page(listed: ListedService, typed: AgreementForm, errors: tuple[FieldError, ...] = ()) -> AgreementPage:
    """Give the form with what was typed."""
    statuses = (
        {"value": s.value, "text": status_words(s), "checked": typed.value("status") == s.value}
        for s in AgreementStatus
    )
    categories = ({"value": c.value, "text": c.label, "checked": c.value in typed.categories} for c in DataCategory)
    return AgreementPage(
        title="Agreement",
        base=f"/directory/{listed.key}",
        heading=listed.organisation_name,
        version=typed.value("version"),
        statuses=tuple(statuses),
        starts_on=day_items("starts_on", typed.day("starts_on")),
        ends_on=day_items("ends_on", typed.day("ends_on")),
        review_on=day_items("review_on", typed.day("review_on")),
        owner=typed.value("owner"),
        categories=tuple(categories),
        blockers=tuple(_blocker(typed, n) for n in range(1, BLOCKERS + 1)),
        errors=errors,
    )


def agreement_lines(file: AgreementFile, today: date) -> tuple[Line, ...]:
    """Say who drives an agreement, and who is waiting on whom since when."""
    blockers = tuple(
        Line(label=f"Waiting on {b.who}", text=f"{b.what}, for {(today - b.since).days} days") for b in file.blockers
    )
    return (
        Line(label="State", text=status_words(file.agreement.status)),
        Line(label="Driven by", text=file.owner or "Nobody yet"),
        Line(label="Review", text=f"By {day_in_words(file.reviewed_by)}"),
        *(Line(label="Attention", text=watch_words(watch, file, today)) for watch in watches(file, today)),
        *(blockers or (Line(label="Waiting on", text="Nobody"),)),
    )


def watch_words(watch: Watch, file: AgreementFile, today: date) -> str:
    """Say why an agreement has to be looked at, with the day and what follows."""
    ends, review = file.agreement.ends_on, file.reviewed_by
    if watch in {Watch.ENDS_30, Watch.ENDS_60} and ends is not None:
        days = (ends - today).days
        return f"Ends in {days} day{'' if days == 1 else 's'}, on {day_in_words(ends)}; then nothing can be sent"
    if watch is Watch.ENDED and ends is not None:
        return f"Ended on {day_in_words(ends)}: nothing can be sent"
    if watch is Watch.NOT_LIVE:
        return f"{status_words(file.agreement.status)}: nothing can be sent"
    return f"Review {'was' if watch is Watch.REVIEW_PAST else 'is'} due on {day_in_words(review)}"


def status_words(status: AgreementStatus) -> str:
    """Give the state of an agreement in words."""
    return status.value.replace("_", " ").capitalize()


def _blocker(typed: AgreementForm, number: int) -> BlockerFields:
    return BlockerFields(
        number=number,
        who=typed.value(f"who_{number}"),
        what=typed.value(f"what_{number}"),
        since=day_items(f"since_{number}", typed.day(f"since_{number}")),
    )
