"""What came, changed or expired since a visit, counted in offers."""

from datetime import datetime

import msgspec

from lvws_core.times import in_words


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """How many offers of a team came, expired, or were changed by somebody else, since a moment (aware); each once."""

    at: datetime
    came: int
    changed: int
    expired: int


def since_words(since: Since | None, now: datetime) -> str:
    """Say what is new since the last visit; nothing on the first.

    The last visit is the previous sitting: it ended before the present session began, so the line stays
    true for as long as somebody works.
    """
    if since is None:
        return ""
    counted = ((since.came, "came"), (since.changed, "changed"), (since.expired, "returned to the lead unanswered"))
    parts = [f"{number} {what}" for number, what in counted if number]
    before = f"Since your last visit, {in_words(since.at, now)}:"
    return f"{before} {', '.join(parts) if parts else 'nothing new'}."
