"""What the step-up shows."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.policy import Policy
from portal.auth.locking.model import Kept


class ConfirmPage(msgspec.Struct, frozen=True, kw_only=True):
    """The question for a code and, sealed, what is kept until then; `minutes` is how long it is not asked again."""

    template: ClassVar[str] = "auth/confirm.html"

    title: str = "Confirm that it is you"
    status_code: int = 401
    minutes: int
    kept: str = ""
    is_form_kept: bool = False
    lost_file: bool = False
    errors: tuple[FieldError, ...] = ()


def confirm_page(kept: Kept, sealed: str, policy: Policy, errors: tuple[FieldError, ...] = ()) -> ConfirmPage:
    """Give the question, with what is kept and its sealed form."""
    return ConfirmPage(
        minutes=policy.step_up_minutes,
        kept=sealed,
        is_form_kept=kept.form is not None,
        lost_file=kept.had_file,
        errors=errors,
    )
