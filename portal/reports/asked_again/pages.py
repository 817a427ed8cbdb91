"""The page of the tell-it-once meter."""

from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import OrganisationId
from portal.reports.asked_again.model import DEFINITION, REASONS, Meter
from portal.reports.model import SMALL, Period
from portal.reports.pages import FEWER, Option, period_items


class MeterLine(msgspec.Struct, frozen=True, kw_only=True):
    """A partner: how many referrals it opened, how often it asked again, and for which reasons."""

    name: str
    opened: str
    asked: str
    counts: tuple[str, ...]
    is_all: bool = False


class MeterPage(msgspec.Struct, frozen=True, kw_only=True):
    """The meter of one month or quarter."""

    template: ClassVar[str] = "reports/asked_again.html"

    title: str
    periods: tuple[Option, ...]
    period: str
    empty: str
    finding: str
    reasons: tuple[str, ...]
    lines: tuple[MeterLine, ...]
    version: str
    errors: tuple[FieldError, ...] = ()


def meter_page(period: Period, shown: Meter, today: date) -> MeterPage:
    """Give the meter of a period."""
    words = period.words if period.is_over(today) else f"{period.words}, so far"
    lines = _lines(shown)
    empty = "" if lines else f"No referral was opened in {period.words}, and nobody was asked again."
    return _page(period.key, today, words, empty=empty, finding=_finding(shown, lines), lines=lines)


def wrong_period(key: str, code: str, today: date) -> MeterPage:
    """Give the page for a period that is none, with the chooser."""
    text = "There is no such month or quarter to show. Choose one from the list"
    fault = FieldError(field="period", code=code, text=text)
    return _page(key, today, "", errors=(fault,))


def _page(
    key: str,
    today: date,
    words: str,
    *,
    empty: str = "",
    finding: str = "",
    lines: tuple[MeterLine, ...] = (),
    errors: tuple[FieldError, ...] = (),
) -> MeterPage:
    return MeterPage(
        title="Asked again",
        periods=period_items(key, today),
        period=words,
        empty=empty,
        finding=finding,
        reasons=tuple(reason.label for reason in REASONS),
        lines=lines,
        version=DEFINITION,
        errors=errors,
    )


def _lines(shown: Meter) -> tuple[MeterLine, ...]:
    if shown.counts is None:
        return ()
    rows = sorted(shown.names, key=lambda each: shown.names[each].lower())
    found = tuple(_line(shown, each) for each in rows)
    return (*found, _line(shown, None)) if len(found) > 1 else found


def _line(shown: Meter, partner: OrganisationId | None) -> MeterLine:
    opened = sum(shown.opened.values()) if partner is None else shown.opened.get(partner, 0)
    return MeterLine(
        name="All partners" if partner is None else shown.names[partner],
        opened=_number(opened, shown),
        asked=_cell(shown, partner, None),
        counts=tuple(_cell(shown, partner, reason) for reason in REASONS),
        is_all=partner is None,
    )


def _cell(shown: Meter, partner: OrganisationId | None, reason: object) -> str:
    count = shown.counts.shown(partner, reason) if shown.counts else 0  # type: ignore[arg-type]
    return "not shown" if count is None else str(count)


def _number(count: int, shown: Meter) -> str:
    hides = shown.counts is not None and bool(shown.counts.hidden)
    return FEWER if hides and 0 < count < SMALL else str(count)


def _finding(shown: Meter, lines: tuple[MeterLine, ...]) -> str:
    if not lines or shown.counts is None:
        return ""
    asked, opened = shown.counts.shown(None, None), sum(shown.opened.values())
    if asked is None:
        return ""
    if not asked:
        return f"Nobody had to tell anything again; {opened} referral{'s' if opened != 1 else ''} opened."
    times = "once" if asked == 1 else f"{asked} times"
    return f"People had to tell something again {times}; {opened} referral{'s' if opened != 1 else ''} opened."
