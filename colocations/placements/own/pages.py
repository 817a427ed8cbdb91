"""The page "My site": where one is placed today, whether one may work there, what runs out, what does not work."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from colocations.contacts.linking.pages import OwnLog
from colocations.placements.lines.pages import ClearanceLine, clearance_lines, days_words, readiness
from colocations.placements.managed.pages import sits_words
from colocations.placements.model import Placement, at_site, has_access
from colocations.placements.service import Worker
from colocations.rota.waiting.model import Now
from colocations.rota.waiting.pages import NEWS as SPACE_NEWS
from colocations.rota.waiting.pages import Space, space_of
from colocations.sites.hours.model import period_words, weekly_words
from colocations.sites.issues.model import Issue, IssueKind
from colocations.sites.issues.pages import IssueLine, issue_line
from colocations.sites.model import Site
from colocations.sites.pages import Line, Tag, When, path_of, state_tag
from colocations.sites.service import Opened
from colocations.sites.state.model import against_data, state_on


class OwnSite(msgspec.Struct, frozen=True, kw_only=True):
    """A site at which the reader is placed, today or later."""

    name: str
    href: str
    days: str
    sits: tuple[str, ...]
    state: Tag
    cleared: Tag
    why: tuple[str, ...]
    facts: tuple[Line, ...]
    data: tuple[str, ...]
    issues: tuple[IssueLine, ...]
    report_action: str
    space: Space
    shift: str


class MySitePage(msgspec.Struct, frozen=True, kw_only=True):
    """The own site or sites, and the own clearances."""

    template: ClassVar[str] = "placements/my_site.html"
    title: ClassVar[str] = "My site"

    news: str
    log: OwnLog
    sites: tuple[OwnSite, ...]
    clearances: tuple[ClearanceLine, ...]
    offline: str
    kinds: tuple[IssueKind, ...] = tuple(IssueKind)


def my_site_page(
    found: Worker,
    opened: Sequence[Opened],
    issues: Sequence[Issue],
    when: When,
    *,
    log: OwnLog,
    rooms: Now,
    waiting: int = 0,
    done: str = "",
) -> MySitePage:
    """Give the page: the placement of today first, then those to come."""
    by_site = {each.site.id: each for each in opened}
    today = when.today
    current = [each for each in found.placements if each.ends_on is None or each.ends_on >= today]
    order = sorted(current, key=lambda each: (not each.covers(today), each.starts_on))
    reported = "Reported. Your coordinator sees it now, and its age; it goes up by itself when nothing happens."
    return MySitePage(
        news=reported if done == "reported" else SPACE_NEWS.get(done, "") or log.news,
        log=log,
        offline=_offline(waiting),
        sites=tuple(
            _own(found, each, by_site[each.site_id], issues, when, rooms=rooms)
            for each in order
            if each.site_id in by_site
        ),
        clearances=clearance_lines(found, today, may_change=False),
    )


def _offline(waiting: int) -> str:
    """Say how many entries that were written without a network wait for their author, "" for none."""
    if not waiting:
        return ""
    words = "One entry" if waiting == 1 else f"{waiting} entries"
    return f"{words} written without a network arrived and {'needs' if waiting == 1 else 'need'} you"


def _own(
    found: Worker,
    placement: Placement,
    opened: Opened,
    issues: Sequence[Issue],
    when: When,
    *,
    rooms: Now,
) -> OwnSite:
    site, today = opened.site, when.today
    cleared, why = readiness(site, placement, found.clearances, today)
    access = has_access(at_site(found.clearances, site.id), today)
    here = (each for each in issues if each.site_id == site.id)
    return OwnSite(
        name=site.name,
        href=path_of(site),
        days=days_words(placement),
        sits=sits_words(site, placement),
        state=state_tag(state_on(site, opened.gates, today)),
        cleared=cleared,
        why=why,
        facts=tuple(_facts(site)),
        data=tuple(reason.text for reason in against_data(opened.gates, today, has_honorary_contract=access)),
        issues=tuple(issue_line(site, each, when) for each in here),
        report_action=f"{path_of(site)}/issues",
        space=space_of(site, rooms),
        shift=" and ".join(period_words(each.period) for each in rooms.shifts if each.site_id == site.id),
    )


def _facts(site: Site) -> list[Line]:
    lead = ", ".join(part for part in (site.operational_lead.name, site.operational_lead.phone) if part)
    found = (
        ("Departments", ", ".join(site.departments)),
        ("Hours", weekly_words(site.opening) or site.hours),
        ("Operational lead", lead),
        ("Somebody in danger", f"999, or the safeguarding lead on {site.safeguarding_phone}"),
    )
    return [Line(label=label, text=text) for label, text in found if text and not text.endswith(" on ")]
