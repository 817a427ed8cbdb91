"""Changes of a consent: withdrawn, narrowed, renewed, set aside; each gives new values and keeps the old."""

from datetime import datetime

from msgspec.structs import replace

from lvws_core.consent.categories import DataCategory
from lvws_core.consent.records import Consent, ConsentStatus, expires_by_default
from lvws_core.errors import Conflict, Invalid
from lvws_core.ids import ConsentId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import because
from lvws_core.times import utc


def withdraw(consent: Consent, at: datetime) -> Consent:
    """Give the consent withdrawn from that instant; doing it twice keeps the first instant.

    Raises:
        Conflict: There is nothing to withdraw: it was declined or superseded.
        Invalid: `at` is naive.

    Source: TOP-07, CONS-20; prospective only, and as easy as giving.
    """
    if consent.status == ConsentStatus.WITHDRAWN:
        return consent
    if consent.status in {ConsentStatus.DECLINED, ConsentStatus.SUPERSEDED}:
        raise Conflict(because("nothing_to_withdraw", "CONS-20", f"This consent was {consent.status}."))
    return replace(consent, status=ConsentStatus.WITHDRAWN, withdrawn_at=utc(at))


def withdraw_part(
    consent: Consent, categories: frozenset[DataCategory], at: datetime, new_id: ConsentId, policy: Policy = DEFAULT
) -> tuple[Consent, Consent]:
    """Give the consent superseded, and a new one from that instant without the categories; its end stays.

    Raises:
        Conflict: The consent is not active, or has ended by then.
        Invalid: Nothing would be left (withdraw it whole), or `at` is naive.

    Source: domain 4.6, partial withdrawal.
    """
    old, left, ends = supersede(consent, at, policy), consent.categories - categories, consent.ends_at(policy)
    if not left:
        raise Invalid("categories", "nothing_left")
    return old, replace(consent, id=new_id, categories=left, valid_from=utc(at), expires_at=ends)


def renew(consent: Consent, at: datetime, new_id: ConsentId, policy: Policy = DEFAULT) -> tuple[Consent, Consent]:
    """Give the consent superseded, and the same consent given anew at that instant with the default end.

    Raises:
        Conflict: The consent is not active, or has ended by then: ask for a new one.
        Invalid: `at` is naive.

    Source: domain 4.6, review and expiry.
    """
    old, ends = supersede(consent, at, policy), expires_by_default(at, policy)
    return old, replace(consent, id=new_id, valid_from=utc(at), expires_at=ends)


def supersede(consent: Consent, at: datetime, policy: Policy = DEFAULT) -> Consent:
    """Give the consent set aside for a newer one.

    Raises:
        Conflict: The consent is not active, or has ended by then.
        Invalid: `at` is naive.

    Source: domain 4.6.
    """
    if not consent.is_live(at, policy):
        raise Conflict(because("consent_not_live", "CONS-22", "This consent does not stand any more."))
    return replace(consent, status=ConsentStatus.SUPERSEDED)
