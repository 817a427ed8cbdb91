"""What stands against sharing: every reason why a category stays, and what an override still lacks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lvws_core.consent.categories import DataCategory
from lvws_core.consent.minimum import NEVER_BY_DEFAULT, limit
from lvws_core.consent.records import Agreement, Consent, ConsentStatus
from lvws_core.consent.request import Ground, Override, ShareRequest
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import london_day, utc

NEVER = because("never_by_default", "CONS-30", "This never leaves with a referral, whatever was agreed.")
_COLUMN = because("not_for_recipient", "CONS-30", "This kind of recipient does not need it for its work.")
_CAPACITY = because("no_capacity_to_consent", "CONS-40", "The person lacks capacity for this decision.")
_NO_AGREEMENT = because("no_live_agreement", "CONS-50", "No sharing agreement with this organisation is live today.")
_NOT_AGREED = because("not_in_agreement", "CONS-50", "The sharing agreement with this organisation leaves it out.")
_NOTHING_ASKED = because("nothing_asked", "CONS-30", "Nothing was chosen to be shared.")
_NO_REASON = because("override_reason_missing", "CONS-04", "Sharing on this ground needs a written reason.")
_NO_SECOND = because("second_person_missing", "CONS-04", "Sharing on this ground needs a second person first.")
_SAME_PERSON = because("second_person_is_authoriser", "CONS-04", "The second person must be somebody else.")

_CONSENT: Mapping[str, Reason] = {
    reason.code: reason
    for reason in (
        because("consent_not_explicit", "TOP-06", "The person has agreed, but not explicitly."),
        because("consent_withdrawn", "TOP-07", "The person has withdrawn their consent."),
        because("consent_expired", "CONS-22", "The consent has run out."),
        because("consent_declined", "CONS-21", "The person was asked and declined."),
        because("consent_superseded", "CONS-22", "The consent was replaced by another that leaves this out."),
        because("consent_not_begun", "CONS-22", "The consent begins later."),
        because("other_purpose", "CONS-22", "The person has agreed for another purpose only."),
    )
}
"""Why the consents to a category do not cover it, the most telling first."""
_WEIGHT = {code: place for place, code in enumerate(_CONSENT)}

_NOT_ASKED = because("no_consent", "CONS-22", "The person has not been asked about this, for this organisation.")


_ACTIVE = ConsentStatus.ACTIVE
_NOTHING: frozenset[DataCategory] = frozenset()
AT_ONCE = frozenset({Ground.COURT_ORDER, Ground.DANGER_TO_LIFE})
"""The grounds that wait for no override."""


class Held(NamedTuple):
    """What there is to rest a disclosure on: read once for a request, asked about for each category.

    `counting` are the consents of the person for the organisation that are a live, explicit yes to
    the purpose, and `consented` what they cover; `barred` says of the others what they are about and
    why they do not count, the most telling first. `live` are the agreements that are live with the organisation, and
    `agreed` what they cover. `may_reach` is what such a recipient may be given at all.
    """

    counting: list[Consent]
    consented: frozenset[DataCategory]
    barred: list[tuple[frozenset[DataCategory], str]]
    live: list[Agreement]
    agreed: frozenset[DataCategory]
    may_reach: frozenset[DataCategory]


def held_at(
    request: ShareRequest, consents: Iterable[Consent], agreements: Iterable[Agreement], policy: Policy
) -> Held:
    """Give what there is to rest a request on at its instant.

    Source: CONS-22, CONS-50, TOP-06.
    """
    person, organisation, on = request.person_id, request.organisation_id, london_day(request.at)
    live: list[Agreement] = []
    counting: list[Consent] = []
    barred: list[tuple[frozenset[DataCategory], str]] = []
    agreed = consented = _NOTHING
    for agreement in agreements:
        if agreement.organisation_id == organisation and agreement.is_live(on):
            live.append(agreement)
            agreed |= agreement.categories
    for consent in consents:
        if consent.person_id != person or consent.organisation_id != organisation:
            continue
        if code := _why_not(consent, request, policy):
            barred.append((consent.categories, code))
        else:
            counting.append(consent)
            consented |= consent.categories
    if len(barred) > 1:
        barred.sort(key=lambda each: _WEIGHT[each[1]])
    return Held(counting, consented, barred, live, agreed, limit(request.recipient))


def of_override(request: ShareRequest, override: Override | None) -> tuple[Reason, ...]:
    """Give what the override lacks for the grounds that need a complete one; empty where none is claimed.

    Source: CONS-04.
    """
    if not request.grounds - AT_ONCE:
        return ()
    if override is None:
        return _NO_REASON, _NO_SECOND
    second = _SAME_PERSON if override.names_second_person else _NO_SECOND
    lacks = ((_NO_REASON, not override.has_reason), (second, not override.has_second_person))
    return tuple(reason for reason, is_lacking in lacks if is_lacking)


def of_request(request: ShareRequest) -> tuple[Reason, ...]:
    """Give what stands against the request as a whole: nothing was chosen.

    Source: CONS-30.
    """
    return () if request.categories else (_NOTHING_ASKED,)


def of_categories(
    categories: Iterable[DataCategory], request: ShareRequest, held: Held
) -> dict[DataCategory, tuple[Reason, ...]]:
    """Give for each category that may not leave on consent every reason, the weightiest first; in their order.

    Source: CONS-22, CONS-30, CONS-40, CONS-50.
    """
    _, consented, barred, live, agreed, may_reach = held
    lacks_capacity = bool(request.grounds) and Ground.LACKS_CAPACITY in request.grounds
    stays = {}
    for category in categories:
        found = []
        if category in NEVER_BY_DEFAULT:
            found.append(NEVER)
        elif category not in may_reach:
            found.append(_COLUMN)
        if lacks_capacity:
            found.append(_CAPACITY)
        if category not in consented:
            found.append(_against_consents(category, barred))
        if category not in agreed:
            found.append(_NOT_AGREED if live else _NO_AGREEMENT)
        if found:
            stays[category] = tuple(found)
    return stays


def _against_consents(category: DataCategory, barred: Sequence[tuple[frozenset[DataCategory], str]]) -> Reason:
    for categories, code in barred:
        if category in categories:
            return _CONSENT[code]
    return _NOT_ASKED


def _why_not(consent: Consent, request: ShareRequest, policy: Policy) -> str | None:
    """Name why a consent to this organisation does not count for the request; None where it does."""
    if consent.purpose != request.purpose:
        return "other_purpose"
    at = utc(request.at)
    if consent.is_withdrawn(at):
        return "consent_withdrawn"
    if consent.status != _ACTIVE:
        return f"consent_{consent.status}"
    if at < utc(consent.valid_from):
        return "consent_not_begun"
    if consent.has_ended(at, policy):
        return "consent_expired"
    return None if consent.explicit else "consent_not_explicit"
