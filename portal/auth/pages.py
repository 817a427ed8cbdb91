"""What the pages of accounts receive."""

from typing import ClassVar

import msgspec

from lvws_core.actors import Role
from lvws_core.forms import FieldError
from portal.auth.model import SignedIn


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in page; after a mistake it keeps the e-mail address, never the password or the code.

    Where there are passkeys it asks for one first; `typed` says that the other way was begun.
    `news` says why the session that this browser had before has ended.
    """

    template: ClassVar[str] = "auth/sign_in.html"

    title: str = "Sign in"
    typed: bool = False
    email: str = ""
    news: str = ""
    errors: tuple[FieldError, ...] = ()


ROLE_WORDS = {
    Role.PARTNER_WORKER: "Partner worker",
    Role.PARTNER_MANAGER: "Partner manager",
    Role.INTAKE_WORKER: "Intake worker",
    Role.LEAD_CASEWORKER: "Lead caseworker",
    Role.IDVA: "Independent domestic violence adviser",
    Role.LEAD_MANAGER: "Lead manager",
    Role.COLOCATION_COORDINATOR: "Co-location coordinator",
    Role.HOST_SPONSOR: "Host sponsor",
    Role.ANALYST: "Analyst",
    Role.INFORMATION_GOVERNANCE: "Information governance",
    Role.ADMINISTRATOR: "Administrator",
}
"""The words for each role that an account may hold."""

WITH_PAGES = frozenset(
    {
        *(Role.PARTNER_WORKER, Role.PARTNER_MANAGER),
        *(Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER, Role.ANALYST, Role.ADMINISTRATOR),
    }
)
"""The roles that this release has pages for."""


class AccountPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in; `has_pages` is false when this release has no other page for the account's roles."""

    template: ClassVar[str] = "auth/account.html"

    title: str = "Your account"
    name: str
    organisation: str
    roles: str
    has_pages: bool
    desk: bool


def account_page(signed_in: SignedIn) -> AccountPage:
    """Give the page about the account that is signed in."""
    roles = signed_in.actor.roles
    return AccountPage(
        name=signed_in.user_name,
        organisation=signed_in.organisation,
        roles=", ".join(words for role, words in ROLE_WORDS.items() if role in roles),
        has_pages=not roles.isdisjoint(WITH_PAGES),
        desk=signed_in.desk,
    )
