"""Reporting what does not work, saying who sees to it, and closing it: load, decide, put, record."""

from msgspec.structs import replace

from colocations.sites.issues import store
from colocations.sites.issues.model import Issue, IssueKind
from colocations.sites.issues.model import close as closed
from colocations.sites.model import Site
from colocations.sites.service import Desk


def report(desk: Desk, site: Site, kind: IssueKind, words: str) -> Issue:
    """Report that something does not work at a site; event `site_issue.opened`."""
    issue = Issue(
        id=desk.new_id(), site_id=site.id, kind=kind, opened_at=desk.now, opened_by=desk.actor.id, words=words
    )
    store.add(desk.session, issue, desk.actor.organisation_id)
    desk.note("site_issue.opened", issue.id, site_id=str(site.id), issue=kind.value)
    return issue


def see_to(desk: Desk, issue: Issue, seen_to_by: str, version: int) -> None:
    """Say who sees to an issue; event `site_issue.assigned`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    store.put(desk.session, replace(issue, version=version), replace(issue, seen_to_by=seen_to_by))
    desk.note("site_issue.assigned", issue.id)


def close(desk: Desk, issue: Issue, answer: str, version: int) -> None:
    """Close an issue, with what was done; event `site_issue.closed`.

    Raises:
        Conflict: It is closed already, or somebody else changed it meanwhile.
    """
    after = closed(issue, answer, desk.actor.id, desk.now)
    store.put(desk.session, replace(issue, version=version), after)
    desk.note("site_issue.closed", issue.id)
