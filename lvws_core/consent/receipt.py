"""Receipts: the proof of exactly what left, when, to whom and why, without holding what left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from lvws_core.consent.basis import Basis
from lvws_core.consent.categories import DataCategory
from lvws_core.consent.records import require_categories
from lvws_core.errors import Invalid
from lvws_core.given import require_aware
from lvws_core.ids import OrganisationId, PersonId, ReceiptId
from lvws_core.times import utc


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosure: ids, the categories that left, the basis, the aware instant and a digest.

    `digest` is the SHA-256, in hex, of a canonical encoding of everything else here and of the
    fields that left; it is no secret and proves nothing to whom can write both.

    Raises:
        Invalid: `at` is naive, or a category does not exist.

    Source: CONS-10, TOP-08.
    """

    id: ReceiptId
    organisation_id: OrganisationId
    person_id: PersonId
    categories: frozenset[DataCategory]
    basis: Basis
    at: datetime
    digest: str = ""

    def __post_init__(self) -> None:
        """Refuse a naive instant and unknown categories."""
        require_aware("at", self.at)
        require_categories("categories", self.categories)

    def verifies(self, fields: Mapping[DataCategory, Any]) -> bool:
        """Say whether these are exactly the fields that left under exactly this receipt.

        Fields may have been stored as JSON in between. Any change, addition or omission, of the
        fields or of the receipt, makes it False; what cannot be encoded is False too.
        """
        from hmac import compare_digest  # noqa: PLC0415 – see `digest_of`

        try:
            return compare_digest(self.digest, digest_of(self, fields))
        except (Invalid, TypeError):
            return False


def digest_of(receipt: Receipt, fields: Mapping[DataCategory, Any]) -> str:
    """Give the digest that a receipt over these fields has; the receipt's own digest plays no part.

    Raises:
        Invalid: A field cannot be encoded; code `not_encodable`.
    """
    from hashlib import sha256  # noqa: PLC0415 – its OpenSSL is a tenth of the library's whole import

    everything = {
        "id": receipt.id,
        "organisation_id": receipt.organisation_id,
        "person_id": receipt.person_id,
        "categories": sorted(receipt.categories),
        "basis": receipt.basis,
        "at": utc(receipt.at),
        "fields": dict(fields),
    }
    try:
        return sha256(msgspec.json.encode(everything, order="sorted")).hexdigest()
    except (TypeError, ValueError) as error:
        raise Invalid("fields", "not_encodable") from error
