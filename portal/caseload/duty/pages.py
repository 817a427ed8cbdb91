"""The page of a day, in words: what to do, about whom, by when, and the one act as a link."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.times import day_in_words, in_words
from partners.offers.inbox.pages import Tab
from partners.offers.model import exactly
from portal.caseload.duty.service import Duty
from portal.caseload.tasks.model import Day, Group, Kind, Task

MOST = 50
"""How many tasks each list of the page shows; the others come up as these are done."""

_ACTS: Mapping[Group, str] = {
    Group.CONTACT: "Make contact",
    Group.REFERRAL: "Open it",
    Group.TELL: "Tell them",
    Group.REVIEW: "Review it",
    Group.RECORD: "Finish it",
}
_OWN_ACTS: Mapping[Kind, str] = {
    Kind.NO_SAFE_WAY: "Find a safe way",
    Kind.ALL_TRIED: "Settle it",
    Kind.STOPPED: "Decide",
    Kind.ANSWER: "Reply",
    Kind.OUTCOME: "Acknowledge it",
    Kind.CAME_BACK: "Look for somebody",
    Kind.WHO: "Say who",
    Kind.MEND: "Mend it",
}


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row: what, about whom, by when; `more` says with whom, or how and when contact is safe."""

    what: str
    more: str
    group: str
    about: Reference
    href: str
    act: str
    due_iso: str
    due: str
    due_exact: str
    is_late: bool
    whose: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One of the lists of the page; `more` says how many there are besides those that are shown."""

    heading: str
    lines: tuple[TaskLine, ...]
    more: str


class DayPage(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to do today, what comes in the week after, and what has no day."""

    template: ClassVar[str] = "caseload/day.html"

    title: str
    summary: str
    away: str
    watching: tuple[str, ...]
    views: tuple[Tab, ...]
    parts: tuple[Part, ...]
    empty: str
    alarm: str = ""


def day_page(duty: Duty, names: Names, now: datetime, *, group: Group | None, alarm: str = "") -> DayPage:
    """Give the page of a day, or of one part of it."""
    day = duty.day
    shown = day.only(group)
    late = sum(1 for task in day.today if _is_late(task, now))
    headings = ("What to do today", "In the next seven days", "When you can")
    lists = zip(headings, (shown.today, shown.soon, shown.any_time), strict=True)
    return DayPage(
        title="My day",
        summary=_summary(len(day.today), late, len(day.soon), len(day.any_time)),
        views=_views(day, group),
        away=_away(duty),
        watching=_watching(duty),
        parts=tuple(_part(heading, tasks, names, duty, now) for heading, tasks in lists if tasks),
        empty=_empty(group, shown),
        alarm=alarm,
    )


def _summary(today: int, late: int, soon: int, any_time: int) -> str:
    counts = (
        (today, "to do today"),
        (late, "of them late"),
        (soon, "in the next seven days"),
        (any_time, "unfinished"),
    )
    return " · ".join(f"{count} {words}" for count, words in counts if count or words == "to do today")


def _views(day: Day, group: Group | None) -> tuple[Tab, ...]:
    every = Tab(text="Everything", href="/my-day", current=group is None, count=len(day.every))
    parts = (
        Tab(text=each.label, href=f"/my-day?show={each.value}", current=each is group, count=len(day.only(each).every))
        for each in Group
    )
    return (every, *parts)


def _empty(group: Group | None, shown: Day) -> str:
    if shown.every:
        return ""
    if group is not None:
        return "Nothing of this is due."
    return (
        "Nothing is due. Contacts, questions from partners, reviews and what you left unfinished appear here by "
        "themselves, the soonest due first. Meanwhile: find a person under People, or see Cases for what waits."
    )


def _part(heading: str, tasks: tuple[Task, ...], names: Names, duty: Duty, now: datetime) -> Part:
    beyond = len(tasks) - MOST
    return Part(
        heading=heading,
        lines=tuple(_line(task, names, duty, now) for task in tasks[:MOST]),
        more=f"Showing the first {MOST} of {len(tasks)}. The others come up as these are done." if beyond > 0 else "",
    )


def _line(task: Task, names: Names, duty: Duty, now: datetime) -> TaskLine:
    at = task.due_at
    return TaskLine(
        what=task.kind.label,
        more=_more(task, names.organisation, now),
        group=task.kind.group.label,
        about=task.about,
        href=task.href,
        act=_OWN_ACTS.get(task.kind, _ACTS[task.kind.group]),
        due_iso="" if at is None else at.isoformat(),
        due="" if at is None else in_words(at, now),
        due_exact="" if at is None else exactly(at),
        is_late=_is_late(task, now),
        whose=_whose(task, duty),
    )


def _whose(task: Task, duty: Duty) -> str:
    if task.worker_id in duty.covered:
        return f"For {duty.covered[task.worker_id]}"
    return f"Nobody’s, had by {duty.left[task.worker_id]}" if task.worker_id in duty.left else ""


def _away(duty: Duty) -> str:
    if duty.away is None:
        return ""
    who = f"{duty.cover} covers for you" if duty.cover else "Nobody covers for you, so it is with the manager"
    return f"You are away until {day_in_words(duty.away.ends_on)}. {who}; your work is back here the day after."


def _watching(duty: Duty) -> tuple[str, ...]:
    covered = (f"You cover for {name} today." for name in duty.covered.values())
    if not duty.left:
        return tuple(covered)
    who = ", ".join(duty.left.values())
    return (*covered, f"As the manager you also see what nobody has: {who}.")


def _is_late(task: Task, now: datetime) -> bool:
    return task.due_at is not None and task.due_at <= now


def _more(task: Task, organisation: Callable[[UUID], str], now: datetime) -> str:
    who = "" if task.organisation_id is None else organisation(task.organisation_id)
    if task.news is not None:
        return f"{who} {task.news.label}"
    if task.kind in {Kind.CONTACT, Kind.ALL_TRIED} and task.channels:
        return _safely(task, now)
    if task.kind is Kind.LATE and task.clock is not None:
        return f"{who}: {task.clock.label[0].lower()}{task.clock.label[1:]}"
    return who


def _safely(task: Task, now: datetime) -> str:
    """Say on which channel contact is safe and from when on; never an hour outside the plan (CONT-04)."""
    ways = " or ".join(channel.label.lower() for channel in task.channels)
    if task.opens_at is None:
        return f"By {ways}; no safe hour is known in the next two weeks"
    when = "safe now" if task.opens_at <= now else f"safe from {in_words(task.opens_at, now)}"
    return f"By {ways}, {when}"
