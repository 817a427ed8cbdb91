"""Who could help, as radio buttons or as a line: how it fits, what room it has, when it is open."""

from collections.abc import Iterable

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.policy import Length, Policy
from lvws_core.reasons import Reason
from lvws_core.referrals.routing import Match
from lvws_core.risk.dash import Band
from lvws_core.times import in_words
from lvws_core.vocabulary import ConflictKind
from partners.directory.model import ListedService
from partners.directory.pages import room_words
from portal.referrals.model import risk_of
from portal.referrals.service import Composed, Desk

ABOUT_THE_PERSON = frozenset({"idva_first", "under_18"})
"""The codes of what routing says to every service alike, because it is about the person (ROUTE-03, ROUTE-05)."""


class Helper(msgspec.Struct, frozen=True, kw_only=True):
    """One service that could help, as a radio button, or that could not, as a line with what would change it."""

    value: str
    name: str
    fits: tuple[str, ...]
    room: str
    opens: str = ""
    check_first: str = ""
    chosen: bool = False
    eligible_if: tuple[str, ...] = ()
    override_href: str = ""


def full_name(listed: ListedService | None) -> str:
    """Name a service with its organisation, "" for none: "Galop, Advocacy"."""
    return f"{listed.organisation_name}, {listed.service.name}" if listed is not None else ""


def helper_of(found: Match, composed: Composed, desk: Desk) -> Helper:
    """Give one service as part 2 shows it."""
    listed = composed.listed[found.service.id]
    checks = "; ".join(c.label for c in ConflictKind if c in listed.conflict_checks)
    return Helper(
        value=str(found.service.id),
        name=full_name(listed),
        fits=tuple(r.text for r in found.reasons if _tells_of_the_service(r)),
        room=room_words(found.service.capacity, desk.today, desk.policy),
        opens=opening_words(listed, risk_of(composed.record), desk) if found.eligible else "",
        check_first=f"Check first: {checks[0].lower()}{checks[1:]}." if checks else "",
        chosen=found.service.id == composed.draft.composition.service_id,
        eligible_if=() if found.eligible else found.would_be_eligible_if,
        override_href=_override_href(found, composed, desk),
    )


def _override_href(found: Match, composed: Composed, desk: Desk) -> str:
    if found.eligible or not may(desk.actor, Permission.OVERRIDE_WRITE).allowed:
        return ""
    draft = composed.draft
    path = f"/refer/{draft.person_reference}/{draft.reference}/override/eligibility"
    return f"{path}?service_id={found.service.id}"


def opening_words(listed: ListedService, risk: Band | None, desk: Desk) -> str:
    """Say when a service is next open, and when an offer that is sent now would return unanswered.

    Source: lifecycle 5, the decide clock.
    """
    length = _decide(risk or Band.STANDARD, desk.policy)
    returns_at = desk.calendar.due_for(desk.now, length, desk.policy.close_of_day)
    returns = in_words(returns_at, desk.now)
    opens_at = listed.opening.next(desk.now, desk.calendar.holidays)
    if opens_at is None:
        return f"Opening hours not known; this would return to you {returns}."
    if opens_at == desk.now:
        return f"Open now; without an answer this would return to you {returns}."
    late = "before it opens" if returns_at <= opens_at else "without an answer"
    name, opens = listed.organisation_name, in_words(opens_at, desk.now)
    return f"{name} is next open {opens}; this would return to you {returns}, {late}."


def bear_in_mind(matches: Iterable[Match]) -> tuple[str, ...]:
    """Give what is true of the person whatever the service, each sentence once."""
    texts = (r.text for found in matches for r in found.reasons if r.code in ABOUT_THE_PERSON)
    return tuple(dict.fromkeys(texts))


def _tells_of_the_service(reason: Reason) -> bool:
    return reason.code not in ABOUT_THE_PERSON and not reason.code.startswith("capacity_")


def _decide(risk: Band, policy: Policy) -> Length:
    lengths = policy.decide
    return {Band.HIGH: lengths.high, Band.MEDIUM: lengths.medium}.get(risk) or lengths.standard


def open_first(composed: Composed, desk: Desk) -> str:
    """Name the eligible service that opens first, among equals the best match; "" where no hours are known."""
    able = [composed.listed[m.service.id] for m in composed.matches if m.eligible]
    opening = [(at, listed) for listed in able if (at := listed.opening.next(desk.now, desk.calendar.holidays))]
    if not opening:
        return ""
    at, listed = min(opening, key=lambda pair: pair[0])
    return f"Open first: {full_name(listed)}, {'now' if at == desk.now else in_words(at, desk.now)}."
