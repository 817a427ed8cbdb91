"""Setting a guard aside for one request: what is asked, and what it is tied to."""

from collections.abc import Mapping

from msgspec.structs import replace

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import ServiceId
from lvws_core.reasons import Reason, because
from lvws_core.referrals.routing import Match
from partners.directory.model import ListedService
from portal.referrals.model import waiting_for
from portal.referrals.overriding.forms import WithoutConsent
from portal.referrals.service import Composed, Desk, choose_service
from portal.reviews.overrides import service as overrides
from portal.reviews.overrides.model import Asked, KeptOverride, OverrideKind, Written

_NOTHING = because(
    "nothing_to_override", "lifecycle 6", "Nothing stands in the way here: there is nothing to override."
)
_ASKED = because("already_asked", "CONS-04", "This has been asked for already. A manager finds it under Second person.")


def unfit(composed: Composed, service_id: ServiceId | None) -> tuple[ListedService, Match]:
    """Give the service whose rules do not fit, and what they say.

    Raises:
        Missing: There is no such service.
        Conflict: Its rules fit.
    """
    wanted = service_id or composed.draft.composition.service_id
    found = next((match for match in composed.matches if match.service.id == wanted), None)
    if wanted is None:
        raise Conflict(_NOTHING)
    if found is None:
        raise Missing
    if found.eligible:
        raise Conflict(_NOTHING)
    return composed.listed[found.service.id], found


def override_eligibility(desk: Desk, composed: Composed, service_id: ServiceId, written: Written) -> None:
    """Set the rules of a service aside for this person, and choose it.

    Raises:
        Missing: There is no such service.
        Conflict: Its rules fit.

    Source: ROUTE-01; lifecycle 6.4.
    """
    listed, _ = unfit(composed, service_id)
    kept = overrides.ask(desk, _asked(composed, OverrideKind.ELIGIBILITY, listed), written)
    choose_service(desk, replace(composed, overrides=(kept, *composed.overrides)), service_id)


GUARDS: Mapping[OverrideKind, str] = {
    OverrideKind.CONFLICT: "conflict",
    OverrideKind.DUPLICATE: "duplicate_elsewhere",
}
"""The guards that a manager sets aside with a reason alone, with the code of what each finds."""


def found_by(composed: Composed, kind: OverrideKind) -> tuple[ListedService, tuple[Reason, ...]]:
    """Give the chosen service and what a guard found; of a duplicate that there is one, never where.

    Raises:
        Conflict: It found nothing.
    """
    found = tuple(reason for reason in composed.obstacles if reason.code == GUARDS[kind])
    if composed.chosen is None or not found:
        raise Conflict(_NOTHING)
    return composed.chosen, found


def override_guard(desk: Desk, composed: Composed, kind: OverrideKind, written: Written) -> None:
    """Set what a guard found aside, for this request and the chosen service.

    The lead's manager answers for it and information governance looks at it; a second person is for
    sharing on a ground in law alone (CONS-04).

    Raises:
        Conflict: It found nothing.

    Source: ROUTE-07, ROUTE-08; lifecycle 4, 6.2 and 6.6.
    """
    listed, _ = found_by(composed, kind)
    overrides.ask(desk, _asked(composed, kind, listed), written)


def chosen_to_share(composed: Composed) -> ListedService:
    """Give the chosen service, once what is shared with it is chosen too.

    Raises:
        Conflict: One of the two is missing, or it was asked for already.
    """
    if composed.chosen is None or not composed.draft.composition.categories:
        raise Conflict(because("nothing_asked", "CONS-30", "Choose whom to ask and what to share first."))
    if waiting_for(composed.overrides, composed.draft, composed.chosen) is not None:
        raise Conflict(_ASKED)
    return composed.chosen


def share_without_consent(desk: Desk, composed: Composed, without: WithoutConsent) -> KeptOverride:
    """Ask to share without consent; but for a danger to life and a court, nothing leaves before a second person agrees.

    Raises:
        Conflict: Whom to ask or what to share is not chosen, or it was asked for already.

    Source: CONS-01, CONS-03, CONS-04, CONS-07; domain 4.4.
    """
    listed = chosen_to_share(composed)
    asked = replace(
        _asked(composed, OverrideKind.SHARING, listed),
        grounds=without.grounds,
        categories=composed.draft.composition.categories,
        told=without.told,
        picked=without.picked,
        views=without.views,
        outweighs=without.outweighs,
    )
    return overrides.ask(desk, asked, without.written)


def _asked(composed: Composed, kind: OverrideKind, listed: ListedService) -> Asked:
    draft = composed.draft
    return Asked(
        kind=kind,
        request_id=draft.id,
        person_id=draft.person_id,
        place=draft.reference,
        organisation_id=listed.organisation_id,
        service_id=listed.service.id,
    )
