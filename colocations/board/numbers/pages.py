"""The page of a site's numbers: a sentence first, then bars with their words, then tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from colocations.board.numbers.model import NO_WARD, Numbers
from colocations.paper.export.model import Month, months_before
from colocations.sites.model import Site
from colocations.sites.pages import path_of

WIDTH = 640
"""How wide a chart is drawn, in its own units."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar with its words; places and lengths are in the units of its chart."""

    name: str
    words: str
    text_y: int
    y: int
    length: int


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Bars under one another; what they show stands in words beside each."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    thickness: int = 14


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A month that can be chosen."""

    value: str
    text: str
    selected: bool


class NumbersPage(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a site in numbers."""

    template: ClassVar[str] = "board/numbers.html"
    title: ClassVar[str] = "Numbers"

    site: str
    back: str
    action: str
    month: str
    months: tuple[Choice, ...]
    sentence: str
    empty: str
    hours: Chart
    wards: tuple[tuple[str, int, int], ...]
    after: tuple[tuple[str, int, int], ...]
    trained: tuple[tuple[str, int], ...]
    reach: str


def numbers_page(site: Site, month: Month, found: Numbers, today: date) -> NumbersPage:
    """Give the page of a month."""
    path = path_of(site)
    nothing = "Nothing was logged at this site in this month. What is logged in My site is counted here at once."
    return NumbersPage(
        site=site.name,
        back=path,
        action=f"{path}/numbers",
        month=month.words,
        months=month_choices(month, today),
        sentence=_sentence(month, found),
        empty="" if found.minutes else nothing,
        hours=chart_of({kind.label: minutes for kind, minutes in found.minutes.items()}),
        wards=tuple((ward_words(each.department), each.contacts, each.referrals) for each in found.wards),
        after=tuple((each.department, each.sessions, each.referrals) for each in found.after),
        trained=tuple((role.label, count) for role, count in found.trained.items()),
        reach=f"{_many(sum(found.trained.values()), 'person', 'people')} in {_many(found.trainings, 'session')}",
    )


def month_choices(chosen: Month, today: date) -> tuple[Choice, ...]:
    """Give the months that can be chosen on a London day, this one first."""
    return tuple(Choice(value=each.key, text=each.words, selected=each == chosen) for each in months_before(today))


def ward_words(department: str) -> str:
    """Name a ward, or say that none was given."""
    return "No ward given" if department == NO_WARD else department


def hours_words(minutes: int) -> str:
    """Say a length in hours: "1 h 30 min"."""
    hours, left = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{left} min" if left or not hours else "") if part
    )


def chart_of(minutes: Mapping[str, int]) -> Chart:
    """Draw lengths of time as bars, the longest as wide as the chart."""
    most, step = max(minutes.values(), default=1), 46
    bars = tuple(
        Bar(
            name=name,
            words=hours_words(spent),
            text_y=step * place + 16,
            y=step * place + 22,
            length=round(WIDTH * spent / most),
        )
        for place, (name, spent) in enumerate(minutes.items())
    )
    return Chart(bars=bars, height=step * len(bars))


def spark_heights(weeks: Sequence[int], height: int) -> tuple[int, ...]:
    """Give how high the bar of each week is drawn; one that counts anything is seen."""
    most = max((*weeks, 1))
    return tuple(max(round(height * count / most), 2) if count else 0 for count in weeks)


def _sentence(month: Month, found: Numbers) -> str:
    whole = found.client_minutes + found.other_minutes
    if not whole:
        return ""
    share = round(100 * found.client_minutes / whole)
    return (
        f"{_many(found.contacts, 'contact')} in {month.words}, of which {found.referrals or 'none'} led to a referral. "
        f"{hours_words(found.client_minutes)} of {hours_words(whole)} were spent on clients: {share} %."
    )


def _many(number: int, word: str, words: str = "") -> str:
    return f"{number} {word if number == 1 else words or word + 's'}"
