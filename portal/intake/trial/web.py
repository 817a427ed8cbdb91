"""The address of the day of a trial."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.intake.trial import service
from portal.intake.trial.forms import Listed, TrialForm, parse_trial
from portal.intake.trial.pages import TrialPage, trial_page
from portal.people.forms import read_version
from portal.people.service import Desk

_WORK = {"permission": Permission.CASE_WORK}


@get("/cases/{reference:str}/trial", opt=_WORK, sync_to_thread=True)
def show_trial(desk: NamedDependency[Desk], reference: FromPath[str]) -> TrialPage:
    """Show the form with the day that is recorded."""
    case = service.open_witness(desk, parse_reference(reference))
    return trial_page(case, desk.policy.trial_working_days)


@post("/cases/{reference:str}/trial", opt=_WORK, sync_to_thread=True)
def record_trial(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[TrialForm]
) -> TrialPage | Redirect:
    """Store the day of the trial, or that none is known."""
    case = service.open_witness(desk, parse_reference(reference))
    match parse_trial(data, case, desk.today):
        case Listed() as listed:
            service.record_trial(desk, case, read_version(data.version), listed)
            return Redirect(f"/cases/{case.reference}?done=trial", status_code=303)
        case errors:
            return trial_page(case, desk.policy.trial_working_days, data, errors)


HANDLERS = (show_trial, record_trial)
"""Every address of this slice."""
