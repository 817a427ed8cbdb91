"""What a partner without an account can say, and what the lead records when it does."""

from collections.abc import Mapping

from lvws_core.referrals import Move, Note
from lvws_core.vocabulary import Labelled


class Said(Labelled):
    """What they said; the key is the end of the address, the label the heading of its form."""

    RECEIVED = "received", "They have the pack"
    ACCEPTED = "accepted", "They accept"
    DECLINED = "declined", "They decline"
    WAITLISTED = "waitlisted", "They put it on their waiting list"
    FIRST_CONTACT = "first-contact", "They have made first contact"
    NOT_REACHED = "not-reached", "They could not reach the person"
    HANDED_BACK = "handed-back", "They hand it back"
    UPDATE = "update", "They gave an update"
    FINISHED = "finished", "Their support has ended"
    OUTCOME = "outcome", "They told the outcome"
    STOPPED = "stopped", "They have stopped"


RECORDS: Mapping[Said, Move | Note] = {
    Said.RECEIVED: Move.ACKNOWLEDGE,
    Said.ACCEPTED: Move.ACCEPT,
    Said.DECLINED: Move.DECLINE,
    Said.WAITLISTED: Move.WAITLIST,
    Said.FIRST_CONTACT: Move.FIRST_CONTACT,
    Said.NOT_REACHED: Move.NOT_REACHED,
    Said.HANDED_BACK: Move.HAND_BACK,
    Said.UPDATE: Note.UPDATE,
    Said.FINISHED: Move.FINISH,
    Said.OUTCOME: Move.RECORD_OUTCOME,
    Said.STOPPED: Note.STOP_CONFIRMED,
}
"""Which move or note each of them is. Source: lifecycle 2 and 4."""
