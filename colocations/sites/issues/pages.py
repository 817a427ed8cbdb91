"""The page of what does not work at a site, and a line of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from colocations.sites.forms import Typed
from colocations.sites.issues.model import Issue, IssueKind
from colocations.sites.model import Site
from colocations.sites.pages import When, days_words, path_of
from lvws_core.forms import FieldError
from lvws_core.times import in_words


class IssueLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not work, or did not."""

    href: str
    kind: str
    words: str
    since: str
    age: str
    seen_to_by: str
    is_up: bool
    closed: str
    answer: str


def issue_line(site: Site, issue: Issue, when: When) -> IssueLine:
    """Give the line of an issue."""
    return IssueLine(
        href=f"{path_of(site)}/issues/{issue.id}",
        kind=issue.kind.label,
        words=issue.words,
        since=_moment(issue.opened_at, when.now),
        age=days_words(issue.age_days(when.now, when.calendar)),
        seen_to_by=issue.seen_to_by or "Nobody yet",
        is_up=issue.escalated_at is not None,
        closed=_moment(issue.closed_at, when.now) if issue.closed_at is not None else "",
        answer=issue.answer,
    )


def _moment(moment: datetime, now: datetime) -> str:
    words = in_words(moment, now)
    return words[:1].upper() + words[1:]


class IssuesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What does not work at a site, and what was put right."""

    template: ClassVar[str] = "sites/issues.html"

    title: str
    caption: str
    back: str
    action: str
    news: str
    lines: tuple[IssueLine, ...]
    closed: tuple[IssueLine, ...]
    words: str
    may_settle: bool
    kinds: tuple[IssueKind, ...] = tuple(IssueKind)
    errors: tuple[FieldError, ...] = ()


_NEWS: Mapping[str, str] = {
    "reported": "Reported. It goes up to the manager by itself when nothing happens.",
    "seen_to": "Saved. Who sees to it stands in the list.",
    "closed": "Closed. What was done stands below.",
}


def issues_page(
    site: Site,
    found: tuple[Sequence[Issue], Sequence[Issue]],
    when: When,
    typed: Typed,
    *,
    may_settle: bool,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> IssuesPage:
    """Give the page: what is open, then what was closed."""
    still_open, closed = ([issue_line(site, issue, when) for issue in part] for part in found)
    return IssuesPage(
        title=f"Problems at site {site.reference}",
        caption=site.name,
        back=path_of(site),
        action=f"{path_of(site)}/issues",
        news=_NEWS.get(done, ""),
        lines=tuple(still_open),
        closed=tuple(closed),
        words=typed.value("words"),
        may_settle=may_settle,
        errors=errors,
    )


class IssuePage(msgspec.Struct, frozen=True, kw_only=True):
    """One issue: who sees to it, or what was done."""

    template: ClassVar[str] = "sites/issue.html"

    title: str
    caption: str
    back: str
    action: str
    line: IssueLine
    version: str
    seen_to_by: str
    answer: str
    errors: tuple[FieldError, ...] = ()


def issue_page(
    site: Site,
    issue: Issue,
    when: When,
    typed: Typed,
    errors: tuple[FieldError, ...] = (),
) -> IssuePage:
    """Give the page of an issue with what was typed."""
    return IssuePage(
        title=f"{issue.kind.label} problem",
        caption=site.name,
        back=f"{path_of(site)}/issues",
        action=f"{path_of(site)}/issues/{issue.id}",
        line=issue_line(site, issue, when),
        version=typed.value("version"),
        seen_to_by=typed.value("seen_to_by"),
        answer=typed.value("answer"),
        errors=errors,
    )


def shown(issue: Issue) -> Typed:
    """Give the form that says what is recorded."""
    return Typed(values={"seen_to_by": issue.seen_to_by, "answer": issue.answer, "version": str(issue.version)})
