"""The page of emergency access: what it does, who sees it, and the form."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.policy import Policy
from lvws_core.times import in_words
from portal.auth.emergency.model import Emergency
from portal.people.emergency.forms import LONGEST, EmergencyForm


class EmergencyPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form, or until when access runs; `path` is where the open record stands, "" where it is not a person's."""

    template: ClassVar[str] = "people/emergency.html"

    title: str = "Emergency access"
    about: tuple[str, ...]
    typed: EmergencyForm
    running: str = ""
    path: str = ""
    news: str = ""
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def emergency_page(
    emergency: Emergency | None,
    now: datetime,
    policy: Policy,
    *,
    path: str = "",
    typed: EmergencyForm | None = None,
    errors: tuple[FieldError, ...] = (),
    done: str = "",
) -> EmergencyPage:
    """Give the page; `emergency` is what runs now."""
    minutes, characters = policy.emergency_minutes, policy.reason_characters
    return EmergencyPage(
        about=(
            "Use it when somebody is in danger and their record is kept to a team that you are not on.",
            f"It opens one record for {minutes} minutes and then shuts by itself.",
            "A manager of another team or information governance is told at once that it was you, and why.",
            "Everything that you open is recorded. Somebody else looks at every emergency access afterwards.",
            f"Say why in at least {characters} characters, without names.",
        ),
        typed=typed or EmergencyForm(),
        running=in_words(emergency.until, now) if emergency is not None else "",
        path=path,
        news=_NEWS.get(done, ""),
        errors=errors,
    )


_NEWS = {"shut": "Emergency access is over. What you opened is on the list of whoever looks at it next."}
