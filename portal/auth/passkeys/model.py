"""Passkeys as values: what a browser is asked, and whether its answer is genuine; no clock, no chance, no rows.

A passkey is both factors at once: the device, and what unlocks it. So the device must always say that it
has verified its user (assurance P4, ASVS 6.3.3).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, UserId
from portal.auth.model import Account

CHALLENGE_LIFE: Final = timedelta(minutes=5)
"""How long a browser may take to answer (ASVS 6.5.5)."""

MOST: Final = 20
"""How many passkeys an account may have."""

NAME_LONGEST: Final = 60
FIRST_NAME: Final = "First passkey"
"""The name of what an invitation was accepted with; its owner had enough to do."""

_MILLISECONDS: Final = int(CHALLENGE_LIFE.total_seconds() * 1000)
_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What the library raises on an answer that is none: its own errors, and those of what it reads with."""


class Purpose(StrEnum):
    """What a challenge is for; one for one purpose answers no other."""

    SIGN_IN = "sign_in"
    PROVE = "prove"
    ADD = "add"
    INVITATION = "invitation"


class Why(StrEnum):
    """Why an answer was refused, for the log alone: whoever sent it reads the same sentence for each."""

    UNREADABLE = "unreadable"
    CHALLENGE = "challenge"
    UNKNOWN = "unknown_passkey"
    OTHER_ACCOUNT = "other_account"
    NOT_GENUINE = "not_genuine"
    COUNTER_BACK = "counter_back"
    TAKEN = "taken"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Where passkeys hold: the origin of the portal, its host, and the organisation's name, as browsers show it."""

    origin: str
    host: str
    name: str


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey of an account; `sign_count` is 0 for devices that do not count. Instants are aware UTC."""

    id: UUID
    user_id: UserId
    organisation_id: OrganisationId
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    added_at: datetime
    used_at: datetime | None = None


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey to be added: its id and name here, and what the browser answered."""

    id: UUID
    name: str
    answer: str


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What a device gave when a passkey was made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a challenge was for, of whom (None for anybody), and the moment of the answer, aware UTC."""

    purpose: Purpose
    user_id: UserId | None = None
    now: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer says of itself; nothing in it is believed yet."""

    text: str
    challenge: bytes
    credential_id: bytes
    user_handle: bytes | None = None


def site_of(address: str, organisation: str) -> Site | None:
    """Give where passkeys hold for the portal's own address, None where the settings name none."""
    host = urlsplit(address).hostname
    return Site(origin=address, host=host, name=organisation) if host else None


def creation_options(site: Site, owner: Account, *, challenge: str, present: Iterable[Passkey] = ()) -> str:
    """Give, as JSON, what a browser needs to make a passkey that is found without a name and verifies its user.

    The same device is not asked twice: those that are `present` are left out.

    Source: assurance P4.
    """
    made = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=owner.id.bytes,
        user_name=owner.email,
        user_display_name=owner.display_name,
        challenge=challenge.encode(),
        timeout=_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in present],
    )
    return options_to_json(made)


def request_options(site: Site, *, challenge: str, allowed: Iterable[Passkey] = ()) -> str:
    """Give, as JSON, what a browser needs to use a passkey: any of the portal's, or one of those `allowed`."""
    made = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge.encode(),
        timeout=_MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(made)


def read_use(text: str) -> Answer | None:
    """Read what a browser sends when a passkey is used, None if it is nothing of the kind."""
    try:
        found = parse_authentication_credential_json(text)
        challenge = parse_client_data_json(found.response.client_data_json).challenge
    except _UNREADABLE:
        return None
    return Answer(
        text=text, challenge=challenge, credential_id=found.raw_id, user_handle=found.response.user_handle or None
    )


def read_making(text: str) -> Answer | None:
    """Read what a browser sends when a passkey is made, None if it is nothing of the kind."""
    try:
        found = parse_registration_credential_json(text)
        challenge = parse_client_data_json(found.response.client_data_json).challenge
    except _UNREADABLE:
        return None
    return Answer(text=text, challenge=challenge, credential_id=found.raw_id)


def check_making(site: Site, answer: Answer) -> Enrolled | Why:
    """Give the passkey that an answer brings, or why it is none; its challenge is known to be ours."""
    try:
        found = verify_registration_response(
            credential=answer.text,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _UNREADABLE:
        return Why.NOT_GENUINE
    return Enrolled(
        credential_id=found.credential_id, public_key=found.credential_public_key, sign_count=found.sign_count
    )


def check_use(site: Site, answer: Answer, passkey: Passkey, *, named: bool) -> int | Why:
    """Give how often the device now says that a passkey was used, or why it was not used here.

    The challenge is known to be ours. Whose passkey it is must be said by the device as well, but where it was
    `named` before; and its count must have grown: a smaller one comes from a copy.

    Source: assurance P4; WebAuthn Level 3 section 7.2, steps 6 and 22.
    """
    said = passkey.user_id.bytes if named and answer.user_handle is None else answer.user_handle
    if said != passkey.user_id.bytes:
        return Why.OTHER_ACCOUNT
    try:
        found = verify_authentication_response(
            credential=answer.text,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # the count is looked at below, so that a copy is told from a forgery
            require_user_verification=True,
        )
    except _UNREADABLE:
        return Why.NOT_GENUINE
    if is_counter_back(passkey.sign_count, found.new_sign_count):
        return Why.COUNTER_BACK
    return found.new_sign_count


def is_counter_back(stored: int, said: int) -> bool:
    """Say whether a device's count of uses has not grown; both are 0 for devices that do not count."""
    return (stored > 0 or said > 0) and said <= stored


def check_name(text: str) -> str:
    """Give the owner's word for a device, without blanks around it.

    Raises:
        Invalid: On `name`: `required` or `too_long`.
    """
    name = " ".join(text.split())
    if not name:
        raise Invalid("name", "required")
    if len(name) > NAME_LONGEST:
        raise Invalid("name", "too_long")
    return name
