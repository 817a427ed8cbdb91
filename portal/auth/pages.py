"""What the sign-in page receives."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in page; after a mistake it keeps the e-mail address, never the password or the code."""

    template: ClassVar[str] = "auth/sign_in.html"

    title: str = "Sign in"
    email: str = ""
    errors: tuple[FieldError, ...] = ()
