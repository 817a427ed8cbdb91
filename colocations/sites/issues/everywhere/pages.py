"""The page of what does not work at any site: who sees to it, how old it is, and when it goes up."""

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

import msgspec

from colocations.sites.issues.model import Issue
from colocations.sites.issues.pages import IssueLine, issue_line
from colocations.sites.issues.store import MOST
from colocations.sites.model import Site
from colocations.sites.pages import When
from lvws_core.times import in_words


class ProblemLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not work, with its site; `goes_up` says when it goes up, or that it has."""

    site: str
    issue: IssueLine
    goes_up: str


class ProblemsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is open at any site, the oldest first."""

    template: ClassVar[str] = "sites/problems.html"
    title: ClassVar[str] = "Problems at sites"

    lines: tuple[ProblemLine, ...]
    beyond: str


def problems_page(found: Sequence[Issue], sites: Mapping[UUID, Site], when: When, working_days: int) -> ProblemsPage:
    """Give the page; what is open goes up after so many working days."""
    return ProblemsPage(
        lines=tuple(
            ProblemLine(
                site=sites[each.site_id].name,
                issue=issue_line(sites[each.site_id], each, when),
                goes_up=_goes_up(each, when, working_days),
            )
            for each in found
            if each.site_id in sites
        ),
        beyond=f"The {MOST} oldest are shown." if len(found) == MOST else "",
    )


def _goes_up(issue: Issue, when: When, working_days: int) -> str:
    if issue.escalated_at is not None:
        return f"Went up to the manager {in_words(issue.escalated_at, when.now)}"
    return f"Goes up {in_words(issue.goes_up_at(when.calendar, working_days), when.now)}"
