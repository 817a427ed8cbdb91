"""What a page carries for its reader and nobody reads in it: sealed for one account, and opened for it alone."""

import base64
import binascii
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId
from lvws_core.ports import RecordKey, Vault


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    wrapped: bytes
    sealed: bytes


def seal_for(vault: Vault, organisation_id: OrganisationId, owner_id: UUID, column: str, text: str) -> str:
    """Give a text in letters that a hidden field may hold, bound to an account and to what it is for.

    Source: assurance P8.
    """
    key = vault.new_key(organisation_id, owner_id)
    made = _Sealed(wrapped=key.wrapped, sealed=vault.seal(key, column, text))
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(made)).decode()


def open_for(vault: Vault, organisation_id: OrganisationId, owner_id: UUID, column: str, letters: str) -> str:
    """Give back what `seal_for` sealed for the same account and the same use.

    Raises:
        Invalid: On the field `kept`: it was sealed for another, was altered, or is nothing that was sealed.
    """
    try:
        found = msgspec.msgpack.decode(base64.urlsafe_b64decode(letters), type=_Sealed)
        key = RecordKey(organisation_id=organisation_id, record_id=owner_id, wrapped=found.wrapped)
        return vault.open(key, column, found.sealed)
    except (binascii.Error, ValueError, msgspec.DecodeError, Invalid) as error:
        raise Invalid("kept", "cannot_be_opened") from error
