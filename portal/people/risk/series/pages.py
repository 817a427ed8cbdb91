"""The page of risk over time: what counts now, every assessment, and how the count went."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.risk.level import assessment_age_days
from lvws_core.times import london_day
from portal.people.model import PersonRecord, age_in_words, day_in_words
from portal.people.risk.model import PastAssessment
from portal.people.risk.pages import RiskPanel, risk_panel
from portal.people.risk.series.model import HEIGHT, WIDTH, Point, height_of, points
from portal.people.risk.stalking.model import FollowedUp
from portal.people.risk.stalking.pages import QUESTION_WORDS
from portal.people.safe_contact.pages import SafeContactPanel
from portal.people.statements.pages import StatementView


class Done(StrEnum):
    """What has just been done, as an address may say it."""

    STALKING = "stalking"
    COUNTERSIGNED = "countersigned"


_NEWS = {
    Done.STALKING: "The stalking follow-up is saved, apart from the count. Nobody outside your organisation was told.",
    Done.COUNTERSIGNED: "The lower level counts from now on. Partners are told only when somebody confirms it.",
}


class SeriesRow(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment of the series; the age stands beside its score (RISK-35)."""

    day: str
    age: str
    label: str
    kind: str
    count: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A count at which the level changes, as a line across the picture."""

    y: int
    label: str


class SeriesGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The assessments about one perpetrator, newest first; `path` is "" while there is only one."""

    heading: str
    finding: str
    rows: tuple[SeriesRow, ...]
    points: tuple[Point, ...]
    path: str
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT


class SeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Risk over time."""

    template: ClassVar[str] = "people/risk_series.html"

    title: str
    reference: Reference
    news: str
    risk: RiskPanel | None
    stalking: tuple[str, ...]
    stalking_words: str
    asks_stalking: bool
    countersigns: bool
    marac_href: str
    groups: tuple[SeriesGroup, ...]
    safe: SafeContactPanel | None = None
    statements: tuple[StatementView, ...] = ()


def series_page(
    record: PersonRecord,
    past: Sequence[PastAssessment],
    harmers: Mapping[int, str],
    *,
    today: date,
    policy: Policy,
    done: str = "",
    is_manager: bool = False,
    refers: bool = False,
) -> SeriesPage:
    """Give the page; `refers` says that the reader may refer to MARAC.

    What the stalking follow-up found stands apart from every count (RISK-01).
    """
    followed_up, assessment = record.since.followed_up, record.assessment
    return SeriesPage(
        title=f"Risk over time for person {record.person.reference}",
        reference=record.person.reference,
        news=next((_NEWS[each] for each in Done if each.value == done), ""),
        risk=risk_panel(assessment, today, policy, record.since) if assessment else None,
        stalking=_found(followed_up),
        stalking_words=followed_up.words if followed_up else "",
        asks_stalking=assessment is not None and assessment.says_stalking and followed_up is None,
        countersigns=is_manager and assessment is not None and assessment.awaits_countersignature,
        marac_href=f"/people/{record.person.reference}/marac" if refers else "",
        groups=tuple(
            _group([each for each in past if each.pair == pair], word if len(harmers) > 1 else "", pair, today, policy)
            for pair, word in sorted(harmers.items())
        ),
    )


def _found(followed_up: FollowedUp | None) -> tuple[str, ...]:
    if followed_up is None:
        return ()
    found, day = followed_up.found, day_in_words(london_day(followed_up.assessed_at))
    yes = tuple(f"Yes: {QUESTION_WORDS[key]}" for key in found.yes)
    return (f"{found.reasons[0].text}, on {day}.", *yes)


def _group(newest_first: Sequence[PastAssessment], word: str, pair: int, today: date, policy: Policy) -> SeriesGroup:
    drawn = points(newest_first[::-1]) if len(newest_first) > 1 else ()
    heading = f"About {word or f'person {pair}'}" if word or pair > 1 else "Every assessment"
    bounds = ((policy.visible_high_risk_count, "high"), (policy.medium_risk_count, "medium"))
    return SeriesGroup(
        heading=heading,
        finding=finding(newest_first),
        rows=tuple(_row(each, today) for each in newest_first),
        points=drawn,
        path=" ".join(f"{point.x},{point.y}" for point in drawn),
        lines=tuple(Line(y=height_of(count), label=f"{count}: {level}") for count, level in bounds),
    )


def finding(newest_first: Sequence[PastAssessment]) -> str:
    """Say in words how the count and the level went from the first assessment to the newest."""
    newest, first = newest_first[0], newest_first[-1]
    if len(newest_first) == 1:
        return "One assessment so far: with the next one this shows how the count goes."
    by = newest.yes_count - first.yes_count
    went = "stayed the same" if not by else f"rose by {by}" if by > 0 else f"fell by {-by}"
    same = newest.level is first.level
    level = f"the level stayed {newest.level.label.lower()}" if same else _changed(first, newest)
    since = day_in_words(london_day(first.assessed_at))
    return f"Since {since} the count {went}, from {first.yes_count} to {newest.yes_count} yes; {level}."


def _changed(first: PastAssessment, newest: PastAssessment) -> str:
    return f"the level went from {first.level.label.lower()} to {newest.level.label.lower()}"


def _row(each: PastAssessment, today: date) -> SeriesRow:
    on = london_day(each.assessed_at)
    return SeriesRow(
        day=day_in_words(on),
        age=age_in_words(assessment_age_days(on, today)),
        label=f"{each.level.label} risk",
        kind=each.level.value,
        count=f"{each.yes_count} yes, {each.unknown_count} not known",
    )
