"""Ids and references: random ids inside, look-alike-safe references for people."""

import re
from typing import NewType, cast
from uuid import UUID

from lvws_core.errors import Invalid

OrganisationId = NewType("OrganisationId", UUID)
UserId = NewType("UserId", UUID)
PersonId = NewType("PersonId", UUID)
ServiceId = NewType("ServiceId", UUID)
RequestId = NewType("RequestId", UUID)
CaseId = NewType("CaseId", UUID)
OfferId = NewType("OfferId", UUID)
ConsentId = NewType("ConsentId", UUID)
AgreementId = NewType("AgreementId", UUID)
ReceiptId = NewType("ReceiptId", UUID)
Reference = NewType("Reference", str)

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
"""No vowels (no words), no 0/O, 1/I/L, S/5 or U/V pairs."""

_PATTERN = rf"[{REFERENCE_ALPHABET}]{{4}}-[{REFERENCE_ALPHABET}]{{2}}"


def id_like(other: UUID | str, text: str) -> UUID:
    """Give the id that a text holds, of the kind that another id has: a UUID beside UUIDs, else the text itself.

    Ids are UUIDs here; an importer whose own are plain strings may use those throughout.

    >>> id_like("offer-1", "worker-7")
    'worker-7'
    """
    try:
        return UUID(text) if isinstance(other, UUID) else cast("UUID", text)
    except ValueError:
        return cast("UUID", text)


def new_reference(entropy: bytes) -> Reference:
    """Make a reference such as `7QK2-M9` from at least eight random bytes.

    The caller brings the bytes, so this is a pure function; 387 million references exist, so a
    store retries when one is taken.

    >>> new_reference(bytes(8))
    '2222-22'

    Raises:
        Invalid: Fewer than eight bytes.
    """
    if len(entropy) < 8:
        raise Invalid("entropy", "too_short")
    number, letters = int.from_bytes(entropy), []
    for _ in range(6):
        number, place = divmod(number, len(REFERENCE_ALPHABET))
        letters.append(REFERENCE_ALPHABET[place])
    return Reference("".join(letters[:4]) + "-" + "".join(letters[4:]))


def parse_reference(text: str) -> Reference:
    """Read a reference as a person types it: any case, with or without hyphen and spaces around.

    >>> parse_reference(" 7qk2m9 ")
    '7QK2-M9'

    Raises:
        Invalid: It is not a reference; nothing is guessed for look-alike letters.
    """
    letters = text.strip(" ").upper().replace("-", "")
    candidate = f"{letters[:4]}-{letters[4:]}"
    if re.fullmatch(_PATTERN, candidate) is None:
        raise Invalid("reference", "not_a_reference")
    return Reference(candidate)
