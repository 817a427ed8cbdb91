"""The page on which a password is changed."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError


class PasswordPage(msgspec.Struct, frozen=True, kw_only=True):
    """The old password and the new one; neither is ever shown again."""

    template: ClassVar[str] = "auth/password.html"

    title: str = "Change your password"
    email: str
    errors: tuple[FieldError, ...] = ()
