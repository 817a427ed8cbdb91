"""Partners without an account: by which ways a pack may reach them, and what the lead may record for them."""

from datetime import datetime

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_aware
from lvws_core.referrals.moves import Move
from lvws_core.vocabulary import Labelled


class SecureRoute(Labelled):
    """A way that nobody else reads on. Ordinary post and open e-mail are not among them, and are never added.

    Source: assurance section 1, domestic-abuse practice (letters and bundles that went astray); TOP-10.
    """

    SECURE_EMAIL = "secure_email", "Secure e-mail (CJSM, or encrypted to this recipient)"
    BY_HAND = "by_hand", "By hand, to a named person"
    MARAC_PORTAL = "marac_portal", "MARAC secure portal"
    FILE_TRANSFER = "file_transfer", "The recipient's own secure file transfer"
    DUTY_TELEPHONE = "duty_telephone", "Telephone, to a named duty worker on a known number"


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """How and when (aware) a partner without an account said what the lead records; who said it is sealed elsewhere.

    Raises:
        Invalid: There is no such way, or the instant is naive.
    """

    how: SecureRoute
    at: datetime

    def __post_init__(self) -> None:
        """Refuse a way that is not in the list and a naive instant."""
        if self.how not in frozenset(SecureRoute):
            raise Invalid("heard_how", "unknown")
        require_aware("heard_at", self.at)


MOVES_ON_BEHALF = frozenset(
    {
        Move.ACKNOWLEDGE,
        Move.ACCEPT,
        Move.WAITLIST,
        Move.DECLINE,
        Move.FIRST_CONTACT,
        Move.NOT_REACHED,
        Move.HAND_BACK,
        Move.FINISH,
        Move.RECORD_OUTCOME,
    }
)
"""What the lead may record for a partner without an account.

Neither a question, which would let the lead stop the partner's clock by itself, nor a pause.
"""


def require_heard(heard: Heard | None, now: datetime) -> Heard:
    """Give how the partner said it, which is needed wherever the lead records for it.

    Raises:
        Invalid: `required` when nothing is told, `in_future` when it was said after `now`.
    """
    if heard is None:
        raise Invalid("heard", "required")
    if heard.at > now:
        raise Invalid("heard_at", "in_future")
    return heard
