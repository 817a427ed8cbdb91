"""Recording the day of a trial."""

from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.intake import store
from portal.intake.life.service import open_act
from portal.intake.model import Case
from portal.intake.terms.model import Involvement
from portal.intake.trial.forms import Listed
from portal.people.service import Desk


def open_witness(desk: Desk, reference: Reference) -> Case:
    """Give an open case of a witness.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: It is closed, nobody said yet who it is, or it is of nobody who is a witness.
    """
    case = open_act(desk, reference)
    if case.involvement is Involvement.VICTIM:
        raise Conflict(because("not_a_witness", "domain 5.4", "Only a case of a witness has the day of a trial."))
    return case


def record_trial(desk: Desk, case: Case, version: int, listed: Listed) -> None:
    """Store the day, from which the attempts to reach the witness are counted back; event `case.trial_listed`.

    Raises:
        Conflict: Somebody changed the case meanwhile.

    Source: domain 5.4.
    """
    if case.version != version:
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))
    store.put(desk.session, case, trial_on=listed.on)
    desk.note("case.trial_listed", case.id, known=listed.on is not None)
