"""The IDVA on the ward: a browser with a permit, and what it seals and delivers."""

from base64 import b64decode
from typing import Any
from uuid import UUID

import msgspec
from httpx import Response

from colocations.contacts.offline.keys import store as keys
from colocations.contacts.offline.keys.model import SealKey, key_name, seal
from colocations.contacts.offline.model import Content
from portal.vault import KeyVault
from tests.builders import LEAD, NOW, some_secrets
from tests.colocations.conftest import Sited
from tests.colocations.contacts.offline.builders import ENTRY, a_content, pair
from tests.kit import Visitor

ENVELOPES, PERMITS = "/api/v1/offline/envelopes", "/api/v1/offline/permits"


class Ward(msgspec.Struct, kw_only=True):
    """The IDVA's browser on the ward, with a permit."""

    sited: Sited
    visitor: Visitor
    card: dict[str, Any]

    def sealed(self, content: Content | None = None, envelope_id: UUID = ENTRY) -> dict[str, str]:
        """Seal a content with what the card says."""
        envelope = seal(
            msgspec.json.encode(content or a_content()),
            b64decode(self.card["spki"]),
            envelope_id=str(envelope_id),
            permit_id=UUID(self.card["id"]),
            randomness=envelope_id.bytes * 2 + envelope_id.bytes[:12],
        )
        found: dict[str, str] = msgspec.to_builtins(envelope)
        return found

    def deliver(self, envelope: dict[str, str], token: str = "", visitor: Visitor | None = None) -> Response:
        """Deliver an envelope with this permit, from this browser unless another is given."""
        shown = {"Authorization": f"Permit {token or self.card['token']}", "Idempotency-Key": envelope.get("id", "")}
        return (visitor or self.visitor).post(ENVELOPES, json=envelope, headers=shown)


def a_ward(sited: Sited) -> Ward:
    """Give the IDVA a permit over the key pair of the tests."""
    private_pem, spki = pair()
    secrets, database = some_secrets(), sited.app.state.database
    vault = KeyVault(secrets.vault_key, secrets.index_key)
    with database.transaction(database.open(LEAD)) as session:
        key = SealKey(kid=key_name(spki), spki=spki, made_at=NOW)
        keys.add(session, vault, key, private_pem, owner=(LEAD, UUID(int=0xE9)))
    visitor = sited.visitor("idva")
    answer = visitor.post(PERMITS, headers={"X-CSRF-Token": visitor.csrf})
    assert answer.status_code == 201, answer.text
    return Ward(sited=sited, visitor=visitor, card=answer.json())
