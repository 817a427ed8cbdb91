"""Sharing: may this leave, to whom, on what basis; and the act of letting exactly that leave.

A refusal is a value too: it is recorded like a decision to share (CONS-10).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from lvws_core.consent import against
from lvws_core.consent.basis import Article6, Article9, Basis, Confidentiality, Schedule1, SharingPath
from lvws_core.consent.categories import DataCategory
from lvws_core.consent.minimum import NEVER_BY_DEFAULT, RecipientKind, addable, condition, default_minimum, part
from lvws_core.consent.paths import first_open, on_consent, on_ground
from lvws_core.consent.receipt import Receipt, digest_of
from lvws_core.consent.records import Agreement, Consent, require_categories
from lvws_core.consent.request import Ground, Override, ShareRequest, SharingDecision
from lvws_core.errors import Invalid, NotAllowed
from lvws_core.ids import ReceiptId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.times import utc

__all__ = [
    "NEVER_BY_DEFAULT",
    "Article6",
    "Article9",
    "Basis",
    "Confidentiality",
    "Ground",
    "Override",
    "Receipt",
    "RecipientKind",
    "Schedule1",
    "ShareRequest",
    "SharingDecision",
    "SharingPath",
    "addable",
    "condition",
    "decide_sharing",
    "default_minimum",
    "disclose",
    "part",
]

_ON_CONSENT = SharingPath.CONSENT


def decide_sharing(
    request: ShareRequest,
    consents: Iterable[Consent] = (),
    agreements: Iterable[Agreement] = (),
    override: Override | None = None,
    policy: Policy = DEFAULT,
) -> SharingDecision:
    """Decide what of the request may leave; the order of consents and agreements does not matter.

    The first path that is open decides. A court order needs no override; a danger to life is
    shared at once and a second person looks at it afterwards; the other grounds are open only
    with a complete override, and without one the decision falls to consent and agreement, cut to
    what the kind of recipient may be given. A person who lacks capacity for this decision cannot
    consent to it. Case and counselling notes, MARAC material and police intelligence leave on no
    path.

    Raises:
        Invalid: Nothing but what building the values refuses; a refusal is a decision.

    Source: domain 4.4, CONS-03, CONS-04, CONS-22, CONS-30, CONS-40, CONS-50, TOP-06 to TOP-09.
    """
    path = first_open(request, override)
    if path != _ON_CONSENT:
        return on_ground(request, path, override)
    return on_consent(request, consents, agreements, against.of_override(request, override), policy)


def disclose(
    record: Mapping[DataCategory, Any], decision: SharingDecision, at: datetime, receipt_id: ReceiptId
) -> tuple[dict[DataCategory, Any], Receipt]:
    """Give the fields that leave, in the order of the categories, and the receipt for exactly those.

    What the decision does not name stays, and what the record lacks is not made up. Decide again
    in the transaction that sends: a decision kept for later does not know of a withdrawal (P20).

    Raises:
        NotAllowed: The decision is a refusal; with its reasons.
        Invalid: `at` is naive, the record holds an unknown category or a value that cannot be
            encoded, or the decision names no recipient, person or basis.

    Source: CONS-30, TOP-08.
    """
    if not decision.allowed:
        raise NotAllowed(*decision.reasons)
    if decision.person_id is None or decision.organisation_id is None or decision.basis is None:
        raise Invalid("decision", "incomplete")
    require_categories("record", frozenset(record))
    fields = {category: record[category] for category in DataCategory if category in decision.categories & set(record)}
    receipt = Receipt(
        id=receipt_id,
        organisation_id=decision.organisation_id,
        person_id=decision.person_id,
        categories=frozenset(fields),
        basis=decision.basis,
        at=at,
    )
    return fields, replace(receipt, at=utc(at), digest=digest_of(receipt, fields))
