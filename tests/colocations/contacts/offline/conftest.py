"""A permit of the IDVA's, and envelopes that are delivered under it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from colocations.contacts.offline.delivery import service
from colocations.contacts.offline.delivery.service import Answer, Delivery
from colocations.contacts.offline.keys import store as keys
from colocations.contacts.offline.keys.model import Envelope, SealKey, key_name
from colocations.contacts.offline.model import Content
from colocations.contacts.offline.permits import service as permits
from colocations.contacts.offline.permits import store as permit_store
from colocations.contacts.offline.permits.model import Bearer, Permit
from colocations.contacts.service import Desk
from tests.builders import CONSORTIUM, NOW
from tests.colocations.contacts.conftest import Log, find_person
from tests.colocations.contacts.offline.builders import ENTRY, an_envelope, pair

DEVICE = "the-ward-computer"
TOKEN = "a-token-of-a-permit"


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device with a permit of the IDVA's, and the log that it delivers to."""

    log: Log
    permit_id: UUID

    @property
    def permit(self) -> Permit:
        """The permit as it stands."""
        with self.log.database.system() as session:
            found = permit_store.by_token(session, permits.token_hash(TOKEN))
        assert found is not None
        return found

    def seal(self, content: Content | None = None, *, envelope_id: UUID = ENTRY, number: int = 0) -> Envelope:
        """Seal a content under this permit."""
        return an_envelope(content, spki=pair(number)[1], envelope_id=envelope_id, permit_id=self.permit_id)

    def deliver(self, envelope: Envelope, *, key: str = "idva", device_id: str = DEVICE, **of: Any) -> Answer:
        """Deliver an envelope, as an account that is open unless said otherwise."""
        bearer = Bearer(permit=self.permit, is_open=of.get("is_open", True))
        raw = msgspec.json.encode(envelope)
        delivery = Delivery(envelope=envelope, raw=raw, bearer=bearer, device_id=device_id)
        with self.log.desk(key) as desk:
            return service.receive(desk, delivery, find_person)

    @contextmanager
    def desk(self, key: str = "idva") -> Iterator[Desk]:
        """Give a desk."""
        with self.log.desk(key) as desk:
            yield desk


def add_key(log: Log, number: int = 0, *, made_at: datetime = NOW) -> str:
    """Store a key pair of the tests' as the organisation's."""
    private_pem, spki = pair(number)
    key, owner = SealKey(kid=key_name(spki), spki=spki, made_at=made_at), CONSORTIUM["idva"].organisation_id
    with log.desk() as desk:
        keys.add(desk.session, desk.vault, key, private_pem, owner=(owner, desk.new_id()))
    return key.kid


@pytest.fixture
def device(log: Log) -> Device:
    add_key(log)
    with log.desk() as desk:
        issued = permits.issue(desk, TOKEN, DEVICE)
    return Device(log=log, permit_id=issued.permit.id)
