"""Showing a receipt: the stored one, checked against what is kept, and recorded."""

from typing import Any

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.errors import Invalid
from lvws_core.ids import Reference
from partners.offers.history import store as histories
from partners.offers.model import FiledOffer
from partners.offers.service import SNAPSHOT
from partners.offers.updates import store as updates
from portal.people.consent import store as consents
from portal.sharing.model import ledger
from portal.sharing.receipt.model import ReceiptForm, ShownReceipt, is_code_of
from portal.sharing.service import Desk


def show(desk: Desk, offer: Reference, form: ReceiptForm) -> ShownReceipt:
    """Give the receipt of an offer in one of its forms; event `receipt.shown`.

    What is kept is opened only to be compared with the digest; none of it is shown.

    Raises:
        Missing: There is no such offer, or it is another lead's.

    Source: CONS-10, TOP-08.
    """
    history = histories.of_offer(desk.session, offer, desk.actor.organisation_id)
    filed = history.filed
    told = updates.of_offers(desk.session, [filed.offer.id])
    (sharing,) = ledger([history], consents.of_person(desk.session, filed.person_id), (), (), told)
    shown = ShownReceipt(sharing=sharing, form=form, verified=_verified(desk, filed))
    desk.note("receipt.shown", filed.offer.id, form=form.value, verified=shown.verified)
    return shown


def check(desk: Desk, offer: Reference, code: str) -> bool:
    """Say whether a paper with this code is the receipt of this offer, unaltered; event `receipt.checked`.

    Raises:
        Missing: There is no such offer, or it is another lead's.
    """
    filed = histories.of_offer(desk.session, offer, desk.actor.organisation_id).filed
    matches = is_code_of(filed.receipt, code) and _verified(desk, filed)
    desk.note("receipt.checked", filed.offer.id, matches=matches)
    return matches


def _verified(desk: Desk, filed: FiledOffer) -> bool:
    try:
        kept = desk.vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot)
        fields = msgspec.json.decode(kept, type=dict[DataCategory, Any])
    except (Invalid, msgspec.DecodeError):
        return False
    return filed.receipt.verifies(fields)
