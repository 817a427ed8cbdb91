"""The paths of the sharing decision: six on a ground, one on consent and agreement, and none."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar
from uuid import UUID

from lvws_core.consent import against
from lvws_core.consent.basis import SharingPath, basis_of_consent, basis_without_consent
from lvws_core.consent.categories import DataCategory
from lvws_core.consent.minimum import NEVER_BY_DEFAULT, part
from lvws_core.consent.records import Agreement, Consent
from lvws_core.consent.request import Ground, Override, ShareRequest, SharingDecision
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because

Id = TypeVar("Id", bound=UUID)
Against = Mapping[DataCategory, tuple[Reason, ...]]

_FOR: Mapping[SharingPath, tuple[Reason, ...]] = {
    SharingPath.COURT_ORDER: (
        because("court_order", "CONS-04", "A court order or statutory duty requires it: share what it requires."),
        because("tell_person", "MAR-22", "Tell the person, unless the order bars it."),
    ),
    SharingPath.DANGER_TO_LIFE: (
        because("danger_to_life", "CONS-05", "There is immediate danger to life: no consent or agreement is needed."),
        because("complete_record", "CONS-04", "Complete the record, with a second person, within 24 hours."),
    ),
    SharingPath.CHILD_AT_RISK: (
        because("child_at_risk", "CONS-04", "A child is suffering or likely to suffer harm: consent is not needed."),
    ),
    SharingPath.ADULT_AT_RISK: (
        because("adult_at_risk", "CONS-07", "An adult with care and support needs is at risk: seek their views."),
    ),
    SharingPath.MARAC_CRITERION: (
        because("marac_criterion", "TOP-05", "A MARAC criterion is met: consent is sought, but not decisive."),
    ),
    SharingPath.LACKS_CAPACITY: (
        because("lacks_capacity", "CONS-40", "The person lacks capacity for this decision: best interests decide."),
    ),
}
_PLACE, _IMMIGRATION = {category: place for place, category in enumerate(DataCategory)}, DataCategory.IMMIGRATION
_ON_CONSENT, _ON_NONE = SharingPath.CONSENT, SharingPath.NONE
_NECESSARY = because("only_necessary", "CONS-03", "Share only what is necessary, and tell the person unless unsafe.")
_CONSENTED = because("consent", "TOP-06", "The person has agreed to this, for this organisation and this purpose.")
_DETERRENT = because("immigration_warning", "CONS-31", DataCategory.IMMIGRATION.warning)
_ANOTHER_WAY = because(
    "offer_another_way", "CONS-06", "Offer signposting or self-referral, or discuss the case without identifiers."
)


def first_open(request: ShareRequest, override: Override | None) -> SharingPath:
    """Give the first path, in their order, that the grounds and the override open; else that of consent.

    Source: domain 4.4, CONS-04.
    """
    if not request.grounds:
        return _ON_CONSENT
    is_complete = override is not None and override.is_complete
    is_open = request.grounds if is_complete else request.grounds & against.AT_ONCE
    return next((SharingPath(ground) for ground in Ground if ground in is_open), _ON_CONSENT)


def on_ground(request: ShareRequest, path: SharingPath, override: Override | None) -> SharingDecision:
    """Decide on one of the paths 1 to 6: what was asked leaves, but for what never does.

    Source: domain 4.4, CONS-03 to CONS-05, TOP-09.
    """
    stays = dict.fromkeys(_ordered(request.categories & NEVER_BY_DEFAULT), (against.NEVER,))
    shared = request.categories - NEVER_BY_DEFAULT
    if not shared:
        return _refuse(request, stays, ())
    waits = path == SharingPath.DANGER_TO_LIFE and not (override is not None and override.is_complete)
    return SharingDecision(
        allowed=True,
        path=path,
        categories=shared,
        withheld=_weightiest(stays),
        basis=basis_without_consent(
            path,
            request.at,
            cannot_consent=Ground.LACKS_CAPACITY in request.grounds,
            picked=None if override is None else override.picked,
        ),
        needs_second_person=waits,
        reasons=(*_FOR[path], _NECESSARY),
        person_id=request.person_id,
        organisation_id=request.organisation_id,
    )


def on_consent(
    request: ShareRequest,
    consents: Iterable[Consent],
    agreements: Iterable[Agreement],
    gaps: tuple[Reason, ...],
    policy: Policy,
) -> SharingDecision:
    """Decide on path 7, or refuse: what consent, agreement and the recipient's column all allow leaves.

    Each category needs one consent and one agreement; not all need the same. `gaps` say why no
    claimed ground was open.

    Source: domain 4.4, CONS-22, CONS-30, CONS-50.
    """
    held = against.held_at(request, consents, agreements, policy)
    stays = against.of_categories(_ordered(request.categories), request, held)
    shared = frozenset(request.categories.difference(stays))
    if not shared:
        return _refuse(request, stays, gaps)
    used = _widest([(consent.id, consent.categories) for consent in held.counting], shared)
    under = _widest([(agreement.id, agreement.categories) for agreement in held.live], shared)
    return SharingDecision(
        allowed=True,
        path=_ON_CONSENT,
        categories=shared,
        withheld=_weightiest(stays),
        basis=basis_of_consent(shared),
        consent_id=used[0],
        agreement_id=under[0],
        reasons=(_CONSENTED, *((_DETERRENT,) if _IMMIGRATION in shared else ()), *gaps),
        person_id=request.person_id,
        organisation_id=request.organisation_id,
        parts={c: words for c in _ordered(shared) if (words := part(request.recipient, c))},
        consent_ids=used,
        agreement_ids=under,
    )


def _refuse(request: ShareRequest, stays: Against, gaps: tuple[Reason, ...]) -> SharingDecision:
    causes = (*against.of_request(request), *gaps, *chain.from_iterable(stays.values()))
    return SharingDecision(
        allowed=False,
        path=_ON_NONE,
        withheld=_weightiest(stays),
        needs_second_person=bool(gaps) and any(gap.code.startswith("second_person") for gap in gaps),
        reasons=(*dict.fromkeys(causes), _ANOTHER_WAY),
        person_id=request.person_id,
        organisation_id=request.organisation_id,
    )


def _ordered(categories: frozenset[DataCategory]) -> list[DataCategory]:
    return sorted(categories, key=_PLACE.__getitem__)


def _weightiest(stays: Against) -> dict[DataCategory, Reason]:
    return {category: reasons[0] for category, reasons in stays.items()}


def _widest(covered: Sequence[tuple[Id, frozenset[DataCategory]]], shared: frozenset[DataCategory]) -> tuple[Id, ...]:
    """Give the ids that count for anything, once each, those with most categories first, then by id."""
    if len(covered) == 1:
        return (covered[0][0],)  # it covers all that is shared, or nothing would be
    counted = [(identity, len(categories & shared)) for identity, categories in covered]
    counted.sort(key=lambda pair: (-pair[1], str(pair[0])))
    return tuple(dict.fromkeys([identity for identity, number in counted if number]))
