"""The end of support: finish, record what came of it, and let the lead acknowledge it."""

from lvws_core.ids import Reference
from lvws_core.referrals import Detail, Move, Note
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.ending.model import Outcome
from partners.offers.model import FiledOffer
from partners.offers.service import Desk


def finish(desk: Desk, reference: Reference, version: int, outcome: Outcome | None) -> FiledOffer | Overtaken:
    """Finish support, with its outcome where it is known already; else the clock of the outcome begins.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to finish.

    Source: lifecycle 2 and 5, clock O.
    """
    finished = make(desk, reference, Move.FINISH, version)
    if outcome is None or isinstance(finished, Overtaken):
        return finished
    return record_outcome(desk, reference, finished.offer.version, outcome)


def record_outcome(desk: Desk, reference: Reference, version: int, outcome: Outcome) -> FiledOffer | Overtaken:
    """Record the coded outcome; how far each need came down goes to the lead in sealed words.

    Source: lifecycle 2 and 7; NEED-01.
    """
    detail = Detail(outcome=outcome.reason)
    return make(desk, reference, Move.RECORD_OUTCOME, version, detail=detail, text=outcome.words, told=outcome.counts)


def acknowledge(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Say as the lead that the outcome was read: the loop is closed, and the request is met.

    Source: lifecycle 3 and 5, clock L.
    """
    return mark(desk, reference, Note.OUTCOME_ACKNOWLEDGED, version)
