"""What falls due by itself: word that a clearance or a gate runs out, and problems that go up."""

from datetime import date, timedelta
from uuid import UUID

from colocations.placements import store
from colocations.placements.model import Clearance
from colocations.sites import store as sites
from colocations.sites.expiry.model import Nearing, reached, to_say
from colocations.sites.gates import store as gates
from colocations.sites.issues import store as issues
from colocations.sites.service import Desk
from lvws_core.events import Event
from lvws_core.ids import OrganisationId
from lvws_core.times import start_of_day

CLEARANCE_NEARS_END, GATE_NEARS_END, ISSUE_WENT_UP = "clearance.nears_end", "gate.nears_end", "site_issue.went_up"
"""The kinds of the events of this slice that people are told of."""

BATCH = 100
"""How many of a kind one transaction looks at."""


def warn_of_ends(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Say, once each, that a clearance or a gate of a site runs out within 60 or 30 days or has; give of which.

    The desk is the clock's, in a transaction of the system. What is due is read from the rows and what
    was said stands there, so a sweep that was missed is made up by the next and one that is repeated
    says nothing. A renewal is another end and is warned of anew.

    Source: COLO-03.
    """
    return (*_of_clearances(desk, most), *_of_gates(desk, most))


def _of_clearances(desk: Desk, most: int) -> tuple[UUID, ...]:
    told = []
    for clearance, said in store.running_out(desk.session, desk.today, most):
        near = to_say(clearance.expires_on, desk.today, said)
        if near is None or clearance.expires_on is None:
            continue
        if not store.is_renewed(desk.session, clearance):
            _tell_of_clearance(desk, clearance, clearance.expires_on, near)
        store.say(desk.session, clearance, said | reached(clearance.expires_on, desk.today))
        told.append(clearance.id)
    return tuple(told)


def _tell_of_clearance(desk: Desk, clearance: Clearance, last: date, near: Nearing) -> None:
    at = sites.named(desk.session, [clearance.site_id] if clearance.site_id is not None else [])
    detail = {
        "worker_id": str(clearance.worker_id),
        "clearance": clearance.kind.value,
        "reference": next((site.reference for site in at.values()), ""),
        **_end(last, near),
    }
    _record(desk, CLEARANCE_NEARS_END, clearance.id, store.owner_of(desk.session, clearance), detail)


def _of_gates(desk: Desk, most: int) -> tuple[UUID, ...]:
    told = []
    for found in gates.running_out(desk.session, desk.today, most):
        near = to_say(found.last, desk.today, found.said)
        if near is None:
            continue
        site = sites.named(desk.session, [found.site_id])[found.site_id]
        detail = {"gate": found.kind.value, "reference": site.reference, **_end(found.last, near)}
        _record(desk, GATE_NEARS_END, site.id, site.organisation_id, detail)
        gates.say(desk.session, found, found.said | reached(found.last, desk.today))
        told.append(found.site_id)
    return tuple(told)


def escalate_issues(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Let go up to the lead's manager, once, every problem that is still open after its time; give which.

    The desk is the clock's, in a transaction of the system.
    """
    days = desk.policy.site_issue_working_days
    gone = []
    # What begins late in the evening goes up after less than so many times 24 hours: the day closes at 17:00.
    for issue, owner in issues.not_gone_up(desk.session, desk.now - timedelta(days=days - 1), most):
        if issue.goes_up_at(desk.calendar, days) > desk.now:
            continue
        site = sites.named(desk.session, [issue.site_id])[issue.site_id]
        issues.go_up(desk.session, issue, desk.now)
        _record(desk, ISSUE_WENT_UP, issue.id, owner, {"issue": issue.kind.value, "reference": site.reference})
        gone.append(issue.id)
    return tuple(gone)


def _end(last: date, near: Nearing) -> dict[str, object]:
    return {"until": start_of_day(last).isoformat(), "lapsed": near is Nearing.LAPSED}


def _record(
    desk: Desk, kind: str, subject_id: UUID, organisation_id: OrganisationId, detail: dict[str, object]
) -> None:
    event = Event(
        kind=kind,
        at=desk.now,
        actor_id=None,
        subject_id=subject_id,
        organisation_ids=(organisation_id,),
        detail=detail,
    )
    desk.record(event)
