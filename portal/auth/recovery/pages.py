"""The pages of recovery codes."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError


class RecoverySignInPage(msgspec.Struct, frozen=True, kw_only=True):
    """Signing in with a recovery code; after a mistake it keeps the e-mail address and nothing else."""

    template: ClassVar[str] = "auth/recovery_sign_in.html"

    title: str = "Sign in with a recovery code"
    email: str = ""
    errors: tuple[FieldError, ...] = ()


class RecoveryCodesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What recovery codes are and how many are left; `codes` are shown this once, when they were made."""

    template: ClassVar[str] = "auth/recovery_codes.html"

    title: str = "Recovery codes"
    left: int
    codes: tuple[str, ...] = ()
