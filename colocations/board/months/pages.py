"""The month in numbers as the board shows it: a line a site, a line for all, and the wards in a table of their own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from colocations.board.numbers.model import Numbers
from colocations.board.numbers.pages import Choice, hours_words, month_choices, ward_words
from colocations.paper.export.model import Month
from colocations.sites.model import Site
from colocations.sites.pages import path_of


class MonthLine(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a site, or of all of them: contacts, referrals, who was trained, and where the time went."""

    name: str
    href: str
    contacts: int
    referrals: int
    trained: int
    sessions: int
    on_clients: str
    on_the_rest: str
    share: str


class WardLine(msgspec.Struct, frozen=True, kw_only=True):
    """A ward of a site in a month; `after` are the referrals that followed a round or session: a correlation."""

    site: str
    ward: str
    contacts: int
    referrals: int
    rounds: int
    after: str


class MonthTable(msgspec.Struct, frozen=True, kw_only=True):
    """A month of the sites on a page of the board; `lines` is empty where nothing was logged."""

    words: str
    choices: tuple[Choice, ...]
    lines: tuple[MonthLine, ...]
    whole: MonthLine
    wards: tuple[WardLine, ...]


def month_table(sites: Sequence[Site], found: Mapping[UUID, Numbers], month: Month, today: date) -> MonthTable:
    """Give the month of these sites, in their order; one at which nothing was logged is left out."""
    logged = [(site, found[site.id]) for site in sites if site.id in found]
    lines = tuple(_line(site.name, f"{path_of(site)}/numbers?month={month.key}", (each,)) for site, each in logged)
    return MonthTable(
        words=month.words,
        choices=month_choices(month, today),
        lines=lines,
        whole=_line("All of these", "", [each for _, each in logged]),
        wards=tuple(ward for site, each in logged for ward in _wards(site, each)),
    )


def _line(name: str, href: str, found: Sequence[Numbers]) -> MonthLine:
    on_clients, rest = sum(each.client_minutes for each in found), sum(each.other_minutes for each in found)
    return MonthLine(
        name=name,
        href=href,
        contacts=sum(each.contacts for each in found),
        referrals=sum(each.referrals for each in found),
        trained=sum(sum(each.trained.values()) for each in found),
        sessions=sum(each.trainings for each in found),
        on_clients=hours_words(on_clients),
        on_the_rest=hours_words(rest),
        share=f"{round(100 * on_clients / (on_clients + rest))} %" if on_clients + rest else "–",
    )


def _wards(site: Site, found: Numbers) -> Iterable[WardLine]:
    about = {each.department: each for each in found.wards}
    after = {each.department: each for each in found.after}
    for department in dict.fromkeys((*about, *after)):
        here, followed = about.get(department), after.get(department)
        yield WardLine(
            site=site.name,
            ward=ward_words(department),
            contacts=here.contacts if here is not None else 0,
            referrals=here.referrals if here is not None else 0,
            rounds=followed.sessions if followed is not None else 0,
            after=str(followed.referrals) if followed is not None else "–",
        )
