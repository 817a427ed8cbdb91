"""The pages on which password and codes are set up and removed."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from portal.auth.invitations.pages import drawn, in_fours
from portal.auth.model import Account
from portal.auth.ways.model import Ways, against_removal
from portal.auth.ways.pages import RemoveWayPage


class CodesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Setting up an app and, where the account has no password yet, choosing one."""

    template: ClassVar[str] = "auth/codes.html"

    title: str
    email: str
    keeps_password: bool
    picture: str
    secret: str
    seed: str
    proof: str
    errors: tuple[FieldError, ...] = ()


def codes_page(
    account: Account,
    *,
    keeps_password: bool,
    seed: str,
    proof: str,
    issuer: str,
    errors: tuple[FieldError, ...] = (),
) -> CodesPage:
    """Give the page with a secret for the app."""
    return CodesPage(
        title="Use another app" if keeps_password else "Set up a password and codes",
        email=account.email,
        keeps_password=keeps_password,
        picture=drawn(seed, account, issuer),
        secret=in_fours(seed),
        seed=seed,
        proof=proof,
        errors=errors,
    )


def remove_codes_page(ways: Ways) -> RemoveWayPage:
    """Give the page that asks once more before password and codes go."""
    return RemoveWayPage(
        title="Remove password and codes",
        name="Password, codes and recovery codes",
        says="nobody can sign in with them any more. You are signed out everywhere else.",
        action="/account/ways/codes/remove",
        why_not=tuple(reason.text for reason in against_removal(ways)),
    )
