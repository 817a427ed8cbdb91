"""Who somebody is, as a token that leads back to nobody."""

from lvws_core.phones import phone_digits
from lvws_core.ports import Vault
from portal.people.model import Identity


def number_token(vault: Vault, reference_index: bytes) -> bytes:
    """Give the one-way token of a source's own number, made of the keyed index of a case that had it.

    The same row of a source brings nobody back without a human's word, whoever typed it in.

    Source: RET-04.
    """
    return vault.index("suppression.number", reference_index.hex())


def tokens_of(vault: Vault, identity: Identity) -> frozenset[bytes]:
    """Give the one-way tokens of somebody: of name with birth date, and of the number.

    They are keyed in a space of their own, so that none of them is an index of a record that is there.

    Source: RET-04.
    """
    born, phone = identity.birth_date, phone_digits(identity.phone)
    named = vault.index("suppression.name_birth", f"{identity.name} {born.isoformat()}") if born else None
    reached = vault.index("suppression.phone", phone) if phone else None
    return frozenset(token for token in (named, reached) if token is not None)
