"""The addresses at which a guard is set aside."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.referrals import service
from portal.referrals.forms import parse_version
from portal.referrals.overriding import service as overriding
from portal.referrals.overriding.forms import (
    SharingForm,
    WhyForm,
    WithoutConsent,
    parse_sharing,
    parse_why,
    service_of,
)
from portal.referrals.overriding.pages import OverridingPage, eligibility_page, guard_page, sharing_page
from portal.referrals.service import Composed, Desk
from portal.reviews.overrides.model import OverrideKind, Written

_MANAGER = {"permission": Permission.OVERRIDE_WRITE}
_OVERRIDES = {**_MANAGER, "step_up": True}
_WRITE = {"permission": Permission.REFERRAL_WRITE}
_SHARES = {**_WRITE, "step_up": True}


def _composed(desk: Desk, person: str, reference: str) -> Composed:
    return service.compose(desk, parse_reference(person), parse_reference(reference))


def _back(composed: Composed, part: str) -> Redirect:
    draft = composed.draft
    return Redirect(f"/refer/{draft.person_reference}/{draft.reference}?open={part}", status_code=303)


@get("/refer/{person:str}/{reference:str}/override/eligibility", opt=_MANAGER, sync_to_thread=True)
def show_eligibility(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], service_id: FromQuery[str] = ""
) -> OverridingPage:
    """Ask a manager why a service should be asked although its rules do not fit."""
    composed = _composed(desk, person, reference)
    return eligibility_page(composed, *overriding.unfit(composed, service_of(service_id)), WhyForm())


@post("/refer/{person:str}/{reference:str}/override/eligibility", opt=_OVERRIDES, sync_to_thread=True)
def override_eligibility(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[WhyForm]
) -> OverridingPage | Redirect:
    """Set the rules of a service aside, and choose it."""
    composed = _composed(desk, person, reference)
    listed, found = overriding.unfit(composed, service_of(data.service))
    match parse_why(data):
        case Written() as written:
            service.check_version(composed, parse_version(data.version))
            overriding.override_eligibility(desk, composed, listed.service.id, written)
            return _back(composed, "share")
        case errors:
            return eligibility_page(composed, listed, found, data, errors)


@get("/refer/{person:str}/{reference:str}/override/conflict", opt=_MANAGER, sync_to_thread=True)
def show_conflict(desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str]) -> OverridingPage:
    """Ask a manager why what the conflict check found does not matter."""
    return _show(_composed(desk, person, reference), OverrideKind.CONFLICT)


@post("/refer/{person:str}/{reference:str}/override/conflict", opt=_OVERRIDES, sync_to_thread=True)
def override_conflict(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[WhyForm]
) -> OverridingPage | Redirect:
    """Set what the conflict check found aside."""
    return _set_aside(desk, _composed(desk, person, reference), OverrideKind.CONFLICT, data)


@get("/refer/{person:str}/{reference:str}/override/duplicate", opt=_MANAGER, sync_to_thread=True)
def show_duplicate(desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str]) -> OverridingPage:
    """Ask a manager why this is not the same referral twice; where the other one is stays untold."""
    return _show(_composed(desk, person, reference), OverrideKind.DUPLICATE)


@post("/refer/{person:str}/{reference:str}/override/duplicate", opt=_OVERRIDES, sync_to_thread=True)
def override_duplicate(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[WhyForm]
) -> OverridingPage | Redirect:
    """Set the likely duplicate aside."""
    return _set_aside(desk, _composed(desk, person, reference), OverrideKind.DUPLICATE, data)


def _show(composed: Composed, kind: OverrideKind) -> OverridingPage:
    return guard_page(composed, overriding.found_by(composed, kind), kind, WhyForm())


def _set_aside(desk: Desk, composed: Composed, kind: OverrideKind, data: WhyForm) -> OverridingPage | Redirect:
    found = overriding.found_by(composed, kind)
    match parse_why(data):
        case Written() as written:
            service.check_version(composed, parse_version(data.version))
            overriding.override_guard(desk, composed, kind, written)
            return _back(composed, "send")
        case errors:
            return guard_page(composed, found, kind, data, errors)


@get("/refer/{person:str}/{reference:str}/override/sharing", opt=_WRITE, sync_to_thread=True)
def show_sharing(desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str]) -> OverridingPage:
    """Ask on which ground something is shared without consent."""
    composed = _composed(desk, person, reference)
    return sharing_page(composed, overriding.chosen_to_share(composed), SharingForm())


@post("/refer/{person:str}/{reference:str}/override/sharing", opt=_SHARES, sync_to_thread=True)
def ask_to_share(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[SharingForm]
) -> OverridingPage | Redirect:
    """Ask a second person to share without consent."""
    composed = _composed(desk, person, reference)
    listed = overriding.chosen_to_share(composed)
    match parse_sharing(data):
        case WithoutConsent() as without:
            service.check_version(composed, parse_version(data.version))
            overriding.share_without_consent(desk, composed, without)
            return _back(composed, "send")
        case errors:
            return sharing_page(composed, listed, data, errors)


HANDLERS = (
    *(show_eligibility, override_eligibility, show_conflict, override_conflict),
    *(show_duplicate, override_duplicate, show_sharing, ask_to_share),
)
"""Every address of this slice."""
