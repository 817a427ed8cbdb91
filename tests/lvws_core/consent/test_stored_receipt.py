"""A receipt is kept for years: the digest of today verifies in every later version."""

from uuid import UUID

from lvws_core.consent.receipt import Receipt
from lvws_core.consent.sharing import Article6, Article9, Basis, Confidentiality, DataCategory
from lvws_core.ids import ReceiptId
from tests.lvws_core.consent.builders import NOW, PERSON, SHELTER

FIELDS = {DataCategory.IDENTITY: {"name": "Alex Example", "age": 34}, DataCategory.NEED_TYPES: ["housing", "debt"]}
STORED = Receipt(
    id=ReceiptId(UUID(int=51)),
    organisation_id=SHELTER,
    person_id=PERSON,
    categories=frozenset(FIELDS),
    basis=Basis(
        article_6=Article6.CONSENT, article_9=Article9.EXPLICIT_CONSENT, confidentiality=Confidentiality.CONSENT
    ),
    at=NOW,
    digest="1951b14c304d11c29a921aa0dfd0b5c97c499893357fd0a9320d99cb1f97368f",
)


def test_cons_10_a_receipt_of_an_earlier_version_still_verifies() -> None:
    assert STORED.verifies(FIELDS)
    assert STORED.verifies(dict(reversed(FIELDS.items())))
