"""The page of the two-way picture: a sentence, tables, and what was counted how."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import OrganisationId
from lvws_core.policy import Policy
from lvws_core.vocabulary import DeclineReason
from portal.reports.chart.pages import Chart
from portal.reports.model import FEW, SMALL, Counts, Figure, Period, protect
from portal.reports.pages import (
    FEWER,
    FEWER_CASES,
    NOT_SHOWN,
    Option,
    TimeCell,
    length_words,
    part_words,
    period_items,
    share_words,
    time_cell,
)
from portal.reports.partners.chart.pages import Measured, answer_chart
from portal.reports.partners.history.model import Answer
from portal.reports.partners.model import DEFINITION, Figures, Shown

_OTHERS: Final = OrganisationId(UUID(int=0))
"""Stands for every partner but the own, of whom only the whole is shown."""

_MEASURES = (
    ("opened", "Opened"),
    ("answered", "Answered"),
    ("contacted", "First contact"),
    ("outcome", "Outcome recorded"),
    ("whole_way", "Sent to outcome"),
)
_ANSWERS = (
    (Answer.ACCEPTED, "Accepted"),
    (Answer.WAITLISTED, "Waiting list"),
    (Answer.DECLINED, "Declined"),
    (Answer.EXPIRED, "Expired"),
    (Answer.TAKEN_BACK, "Taken back"),
    (Answer.WAITING, "No answer yet"),
)
_ALL = "All partners"
_WRONG = {
    "not_a_period": "There is no such month or quarter. Choose one from the list",
    "before_records": "The service began in 2019. Choose a later month or quarter",
    "in_the_future": "That month or quarter has not begun. Choose one from the list",
}
_HOW = (
    "An offer is counted in the period in which it was sent, whatever happened to it later.",
    (
        "Opened: from sending until somebody of the partner opened it. Answered: from sending until it was accepted, "
        "put on the waiting list or declined, without the time in which a question waited for the lead."
    ),
    "First contact: from acceptance. Outcome recorded: from the end of support. Sent to outcome: the whole way.",
    (
        "In time: within the clock for its risk, London working days or real hours. What still runs, or "
        "was taken back before it ran out, is in no share."
    ),
    "Came back: the partner asked a question, or declined or handed back for too little information.",
    (
        f"There is no median and no share for fewer than {FEW} cases, and the order is alphabetical: nobody is "
        f"ranked. Counts under {SMALL} are not shown, nor what would tell them by subtraction."
    ),
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A partner's row of a table; `is_all` marks the sum."""

    name: str
    is_all: bool
    times: tuple[TimeCell, ...] = ()
    counts: tuple[str, ...] = ()


class ReasonLine(msgspec.Struct, frozen=True, kw_only=True):
    """A reason's row, with a count for each name of `reason_names`."""

    name: str
    counts: tuple[str, ...]


class PicturePage(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of a period; `lines` is empty when nothing was sent, or when the period was none."""

    template: ClassVar[str] = "reports/partners.html"

    title: str
    periods: tuple[Option, ...]
    period: str
    sentences: tuple[str, ...]
    empty: str
    chart: Chart | None
    measures: tuple[str, ...]
    times: tuple[Line, ...]
    answer_names: tuple[str, ...]
    answers: tuple[Line, ...]
    reason_names: tuple[str, ...]
    reasons: tuple[ReasonLine, ...]
    back: tuple[Line, ...]
    how: tuple[str, ...]
    version: str
    errors: tuple[FieldError, ...] = ()


def wrong_period(key: str, code: str, today: date) -> PicturePage:
    """Give the page that says why a period is none."""
    error = FieldError(field="period", code=code, text=_WRONG[code])
    return _page(key, today, "", ("Choose a month or a quarter.",), errors=(error,))


def picture_page(period: Period, shown: Shown, today: date, policy: Policy) -> PicturePage:
    """Give the picture of a period."""
    words = period.words if period.is_over(today) else f"{period.words}, so far"
    if shown.every.sent == 0:
        empty = f"No offer was sent in {period.words}. Choose another period; offers count on the day they are sent."
        return _page(period.key, today, words, (), empty=empty)
    return _page(
        period.key,
        today,
        words,
        _sentences(words, shown),
        chart=answer_chart(_measured(shown)),
        measures=tuple(label for _, label in _MEASURES),
        times=_times(shown),
        answer_names=("Sent", *(label for _, label in _ANSWERS)),
        answers=_answers(shown),
        reason_names=(*(_name(shown, each) for each in shown.rows), _ALL),
        reasons=_reasons(shown),
        back=_back(shown),
        how=(*_HOW, f"Clocks are those of policy {policy.version}."),
    )


def _page(key: str, today: date, period: str, sentences: tuple[str, ...], **parts: Any) -> PicturePage:
    blank: dict[str, Any] = dict.fromkeys(
        ("measures", "times", "answer_names", "answers", "reason_names", "reasons", "back", "how", "errors"), ()
    )
    return PicturePage(
        title="Partners",
        periods=period_items(key, today),
        period=period,
        sentences=sentences,
        version=DEFINITION,
        **{"empty": "", "chart": None, **blank, **parts},
    )


def _sentences(words: str, shown: Shown) -> tuple[str, ...]:
    if shown.own is None:
        number = len(shown.by_partner)
        first = f"{words}: {_offers(shown.every.sent)} sent to {number} partner{'s' if number > 1 else ''}."
        return first, _answered("All partners together", shown.every.answered)
    own = shown.by_partner[shown.own]
    first = f"{words}: {_offers(own.sent)} sent to your organisation."
    return first, _answered("You", own.answered), _answered("All partners together", shown.every.answered)


def _offers(number: int) -> str:
    if 0 < number < SMALL:
        return f"{FEWER} offers were"
    return f"{number} offer{' was' if number == 1 else 's were'}"


def _answered(who: str, found: Figure) -> str:
    if found.cases < FEW:
        return f"{who} answered {FEWER_CASES}, too few to say how quickly."
    share = f"; {share_words(found)}" if found.judged >= FEW else ""
    return f"{who} answered half within {length_words(found.median)}{share}."


def _name(shown: Shown, organisation_id: OrganisationId) -> str:
    return "Your organisation" if organisation_id == shown.own else shown.names[organisation_id]


def _times(shown: Shown) -> tuple[Line, ...]:
    lines = [
        Line(name=_name(shown, each), is_all=False, times=tuple(_cells(shown.by_partner[each]))) for each in shown.rows
    ]
    return (*lines, Line(name=_ALL, is_all=True, times=tuple(_cells_of_all(shown, _MEASURES))))


def _measured(shown: Shown) -> tuple[Measured, ...]:
    """Give what may be drawn; the whole is left out where it would tell the few of another."""
    rows = tuple(Measured(name=_name(shown, each), figure=shown.by_partner[each].answered) for each in shown.rows)
    is_told = not 0 < _rest(shown, "answered") < SMALL
    return (*rows, *((Measured(name=_ALL, figure=shown.every.answered, is_all=True),) if is_told else ()))


def _cells(found: Figures) -> list[TimeCell]:
    return [time_cell(getattr(found, name), has_clock=name != "whole_way") for name, _ in _MEASURES]


def _cells_of_all(shown: Shown, measures: tuple[tuple[str, str], ...]) -> list[TimeCell]:
    return [
        time_cell(getattr(shown.every, name), has_clock=name != "whole_way", rest=_rest(shown, name))
        for name, _ in measures
    ]


def _rest(shown: Shown, name: str) -> int:
    """Give how many judged cases of the whole no shown row tells of; what a reader could find by subtraction."""
    judged: list[int] = [getattr(shown.by_partner[each], name).judged for each in shown.rows]
    whole: int = getattr(shown.every, name).judged
    return whole - sum(number for number in judged if number >= FEW)


def _answers(shown: Shown) -> tuple[Line, ...]:
    kinds = tuple(answer for answer, _ in _ANSWERS)
    table = _protected(shown, {each: found.answers for each, found in shown.by_partner.items()}, kinds)
    return _count_lines(shown, table, (None, *kinds))


def _reasons(shown: Shown) -> tuple[ReasonLine, ...]:
    codes = tuple(reason for reason in DeclineReason if shown.every.reasons.get(reason.value))
    table = _protected(shown, {each: found.reasons for each, found in shown.by_partner.items()}, codes)
    rows = (*shown.rows, None)
    return tuple(ReasonLine(name=c.label, counts=tuple(_count(table, row, c) for row in rows)) for c in codes)


def _protected(
    shown: Shown, counts: Mapping[OrganisationId, Mapping[Any, int]], columns: tuple[Any, ...]
) -> Counts[OrganisationId, Any]:
    if shown.own is None:
        return protect(counts, columns)
    # Only the own row and the whole are shown, so all others are one row that a reader could subtract.
    others = {column: sum(counts[each].get(column, 0) for each in counts if each != shown.own) for column in columns}
    return protect({shown.own: counts[shown.own], _OTHERS: others}, columns, keep=shown.own)


def _count_lines(shown: Shown, table: Counts[OrganisationId, Any], columns: tuple[Any, ...]) -> tuple[Line, ...]:
    rows = [(_name(shown, each), False, each) for each in shown.rows] + [(_ALL, True, None)]
    return tuple(
        Line(name=name, is_all=is_all, counts=tuple(_count(table, row, column) for column in columns))
        for name, is_all, row in rows
    )


def _count(table: Counts[OrganisationId, Any], row: OrganisationId | None, column: Any) -> str:
    number = table.shown(row, column)
    if number is not None:
        return str(number)
    return FEWER if 0 < table.cells[row, column] < SMALL else NOT_SHOWN


def _back(shown: Shown) -> tuple[Line, ...]:
    lines = [
        Line(name=_name(shown, each), is_all=False, times=_back_cells(shown.by_partner[each])) for each in shown.rows
    ]
    seen = sum(n for each in shown.rows if (n := shown.by_partner[each].opened_cases) >= FEW)
    rest = shown.every.opened_cases - seen
    hidden = TimeCell(median=NOT_SHOWN)
    came_back, replied = _back_cells(shown.every)
    cells = (hidden if 0 < rest < SMALL else came_back, hidden if 0 < _rest(shown, "replied") < SMALL else replied)
    return (*lines, Line(name=_ALL, is_all=True, times=cells))


def _back_cells(found: Figures) -> tuple[TimeCell, TimeCell]:
    return TimeCell(median=part_words(found.came_back, found.opened_cases)), time_cell(found.replied)
