"""The page of a site: its state and since when, the one next act, its gates as a list of tasks, who and where."""

from datetime import date
from typing import ClassVar, Final

import msgspec

from colocations.sites.gates.model import Gate
from colocations.sites.gates.pages import COLOURS, act_words
from colocations.sites.hours.model import weekly_words
from colocations.sites.issues.model import IssueKind
from colocations.sites.model import Contact, Site
from colocations.sites.pages import Line, Tag, days_words, end_words, path_of, place_words, state_tag, wait_words
from colocations.sites.service import Opened
from colocations.sites.state.model import (
    InState,
    Standing,
    State,
    against_data,
    history,
    met_count,
    next_gate,
    standing_of,
    state_on,
    stopping,
)
from lvws_core.times import WorkingCalendar, day_in_words

_NEWS: Final = {
    "added": "The site is added, with every gate open. Say who has the first one.",
    "changed": "The site is changed.",
    "days": "The days are recorded, and the site’s state has followed.",
    "hours": "The hours are saved. What nobody covers stands first on the rota.",
    "met": "The gate is met. What comes next stands below.",
}


class GateLine(msgspec.Struct, frozen=True, kw_only=True):
    """A gate in the list of tasks."""

    href: str
    number: int
    name: str
    tag: Tag
    owner: str
    waits: str
    due: str
    is_late: bool


class SitePage(msgspec.Struct, frozen=True, kw_only=True):
    """One site; the next act is empty for whoever only reads."""

    template: ClassVar[str] = "sites/site.html"

    title: str
    heading: str
    place: str
    base: str
    news: str
    tag: Tag
    since: str
    stops: tuple[str, ...]
    next_words: str
    next_about: str
    next_href: str
    data: tuple[str, ...]
    met: str
    gates: tuple[GateLine, ...]
    facts: tuple[Line, ...]
    states: tuple[Line, ...]
    may_change: bool
    kinds: tuple[IssueKind, ...] = tuple(IssueKind)


def site_page(opened: Opened, today: date, calendar: WorkingCalendar, *, may_change: bool, done: str = "") -> SitePage:
    """Give the page of a site on a London day."""
    site, gates = opened.site, opened.gates
    state, past = state_on(site, gates, today), history(site, gates, today)
    words, about, href = _next(opened, today, calendar) if may_change else ("", "", "")
    return SitePage(
        title=f"Site {site.reference}",
        heading=site.name,
        place=place_words(site),
        base=path_of(site),
        news=_NEWS.get(done, ""),
        tag=state_tag(state),
        since=f"for {_days(past[-1])}, since {day_in_words(past[-1].first)}",
        stops=tuple(f"{gate.kind.label}: not met" for gate in stopping(gates, today)) if state is State.PAUSED else (),
        next_words=words,
        next_about=about,
        next_href=href,
        data=tuple(reason.text for reason in against_data(gates, today)),
        met=f"{met_count(gates, today)} of {len(gates)}",
        gates=tuple(_line(opened, gate, n, today, calendar) for n, gate in enumerate(gates, start=1)),
        facts=tuple(_facts(site)),
        states=tuple(_state_line(each, today) for each in past),
        may_change=may_change,
    )


def _days(each: InState) -> str:
    """Say for how many days a site was in a state, the first and the last counted. Source: COLO-02."""
    days = (each.last - each.first).days + 1
    return f"{days} day{'' if days == 1 else 's'}"


def _next(opened: Opened, today: date, calendar: WorkingCalendar) -> tuple[str, str, str]:
    """Give the one next act, what it is about, and where it is done."""
    site, base = opened.site, path_of(opened.site)
    gate = next_gate(opened.gates, today, calendar)
    if gate is not None:
        standing = standing_of(gate, opened.gates, today)
        return act_words(gate, standing), _about(gate, standing, today, calendar), f"{base}/gates/{gate.kind.value}"
    if site.opened_on is None:
        return "Say when it opened", "Every gate is met: the site is ready for its first day.", f"{base}/days"
    return "", "Every gate is met.", ""


def _about(gate: Gate, standing: Standing, today: date, calendar: WorkingCalendar) -> str:
    waits = wait_words(gate, today, calendar)
    held = f", held up by: {gate.blocker}" if standing is Standing.BLOCKED else ""
    return f"{gate.kind.label}{f' – with {waits}' if waits else ''}{held}"


def _line(opened: Opened, gate: Gate, number: int, today: date, calendar: WorkingCalendar) -> GateLine:
    standing = standing_of(gate, opened.gates, today)
    met = gate.is_met(today)
    due = end_words(gate.runs_out(today), today) if met else ""
    if not met and gate.due_on is not None:
        late = calendar.working_days_between(gate.due_on, today) if gate.is_overdue(today) else 0
        due = f"{days_words(late)} late, was due {day_in_words(gate.due_on)}" if late else day_in_words(gate.due_on)
    return GateLine(
        href=f"{path_of(opened.site)}/gates/{gate.kind.value}",
        number=number,
        name=gate.kind.label,
        tag=Tag(text=standing.label, colour=COLOURS[standing]),
        owner=gate.owner,
        waits=wait_words(gate, today, calendar),
        due=due,
        is_late=standing is Standing.OVERDUE,
    )


def _facts(site: Site) -> list[Line]:
    found = (
        ("Departments", ", ".join(site.departments)),
        ("Managed there by", site.line_management),
        ("Hours", weekly_words(site.opening)),
        ("Hours, in words", site.hours),
        ("Somebody is expected", weekly_words(site.expected)),
        ("Cover plan", site.cover_plan),
        ("When no private room is free", site.room_fallback),
        ("Executive sponsor", _contact(site.sponsor)),
        ("Operational lead", _contact(site.operational_lead)),
        ("Safeguarding lead", site.safeguarding_phone),
        ("First day", day_in_words(site.opened_on) if site.opened_on is not None else ""),
        ("Ended", day_in_words(site.ended_on) if site.ended_on is not None else ""),
    )
    return [
        Line(label=label, text=text or "Not known yet")
        for label, text in found
        if text or label not in {"Ended", "Hours, in words"}
    ]


def _contact(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.phone) if part)


def _state_line(each: InState, today: date) -> Line:
    until = "today" if each.last == today else day_in_words(each.last)
    return Line(label=each.state.label, text=f"{_days(each)}: {day_in_words(each.first)} to {until}")
