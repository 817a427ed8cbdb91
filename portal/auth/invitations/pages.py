"""The page on which an invitation is accepted."""

from typing import ClassVar

import msgspec
import segno

from lvws_core.forms import FieldError
from portal.auth.model import Account, provisioning_uri


class AcceptPage(msgspec.Struct, frozen=True, kw_only=True):
    """Choosing a password and setting up the codes; `secret` is what the picture holds, in groups of four."""

    template: ClassVar[str] = "auth/accept.html"

    title: str = "Welcome"
    name: str
    email: str
    action: str
    picture: str
    secret: str
    seed: str
    proof: str
    errors: tuple[FieldError, ...] = ()


class PasskeyInvitationPage(msgspec.Struct, frozen=True, kw_only=True):
    """Accepting with a passkey, or leading on to the other way."""

    template: ClassVar[str] = "auth/passkey_invitation.html"

    title: str = "Welcome"
    name: str
    action: str
    errors: tuple[FieldError, ...] = ()


def passkey_page(account: Account, token: str, errors: tuple[FieldError, ...] = ()) -> PasskeyInvitationPage:
    """Give the page on which an account sets up its first passkey."""
    return PasskeyInvitationPage(name=account.display_name, action=f"/invitation/{token}", errors=errors)


def accept_page(
    account: Account, token: str, *, seed: str, proof: str, issuer: str, errors: tuple[FieldError, ...] = ()
) -> AcceptPage:
    """Give the page for an account; the picture is part of the page, so that nobody else is asked for it."""
    return AcceptPage(
        name=account.display_name,
        email=account.email,
        action=f"/invitation/{token}",
        picture=drawn(seed, account, issuer),
        secret=in_fours(seed),
        seed=seed,
        proof=proof,
        errors=errors,
    )


def drawn(seed: str, account: Account, issuer: str) -> str:
    """Give the picture that an authenticator app reads, as an address that holds it."""
    uri = provisioning_uri(seed, email=account.email, issuer=issuer)
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=2, dark="#000", light="#fff")


def in_fours(seed: str) -> str:
    """Give a secret in groups of four, as it is typed by hand."""
    return " ".join(seed[n : n + 4] for n in range(0, len(seed), 4))
