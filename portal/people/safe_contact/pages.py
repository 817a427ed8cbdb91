"""The safe-contact panel: what stands on top of every page that could lead to a contact."""

from datetime import datetime

import msgspec

from lvws_core.times import in_words
from portal.people.contact_plan.model import SafeContact


class SafeContactPanel(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in sentences, what matters most first; `level` is "stop" where nobody may make contact now.

    `leads` says that it has its links; on a long form it has none, so that the keyboard is at the form at once.
    """

    sentences: tuple[str, ...]
    level: str = ""
    leads: bool = True


def safe_contact_panel(contact: SafeContact | None, stopped_since: datetime | None, now: datetime) -> SafeContactPanel:
    """Give the panel of a person; without a plan it has no sentence, and the page says that nothing is known.

    Source: TOP-10, CONT-01.
    """
    stopped = () if stopped_since is None else (f"Do not contact: stopped since {in_words(stopped_since, now)}.",)
    closed = contact is not None and (contact.plan.no_contact_requested or contact.plan.breach_open)
    return SafeContactPanel(
        sentences=(*stopped, *(contact.sentences() if contact else ())),
        level="stop" if stopped or closed else "",
    )
