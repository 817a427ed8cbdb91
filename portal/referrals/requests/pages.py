"""The page of a request, and the forms of what the lead can do to it."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.referrals import CloseReason, Custody, Direction, RequestMove, RequestStatus, direction_from
from lvws_core.times import day_in_words, in_words, london_day
from partners.offers.following.pages import OfferLine, offer_lines
from partners.offers.inward.pages import need_words
from partners.offers.lists.pages import needs_words
from partners.offers.pages import News, Tag
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import SheetPage
from portal.intake.from_contact.pages import origin_words
from portal.referrals.again.pages import AskView, ask_view
from portal.referrals.requests.forms import CloseForm
from portal.referrals.requests.model import KeptRequest
from portal.referrals.requests.service import OpenRequest
from portal.referrals.service import Desk
from portal.referrals.unplaced.pages import why_words

_R, _M = RequestStatus, RequestMove


class RequestAct(msgspec.Struct, frozen=True, kw_only=True):
    """A button or a link; `does` is the move, None where it is none; `posts` when pressing it is the act."""

    text: str
    href: str
    does: RequestMove | None = None
    posts: bool = False
    fields: Mapping[str, str] = {}


class RequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """A request: what is needed, who has it in hand, who was asked, who else could be, and what may be done now."""

    template: ClassVar[str] = "referrals/request.html"

    title: str
    reference: Reference
    version: int
    person: Reference
    back: tuple[str, str]
    status: Tag
    risk: Tag
    news: News | None
    custody: tuple[str, ...]
    said: tuple[str, ...]
    act: RequestAct | None
    others: tuple[RequestAct, ...]
    needed: str
    about: tuple[str, ...]
    lines: tuple[OfferLine, ...]
    ask_heading: str
    ask: AskView | None
    choose_href: str
    errors: tuple[FieldError, ...] = ()

    @property
    def does(self) -> frozenset[RequestMove]:
        """The moves that the page has a button for."""
        shown = (*((self.act,) if self.act else ()), *self.others)
        return frozenset(act.does for act in shown if act.does is not None)


_TAGS: Mapping[RequestStatus, str] = {
    _R.DRAFT: "grey",
    _R.OPEN: "blue",
    _R.UNPLACED: "orange",
    _R.ON_HOLD: "purple",
    _R.MET: "green",
}


def request_page(opened: OpenRequest, desk: Desk, names: Names, *, done: str = "") -> RequestPage:
    """Give the page of an opened request."""
    kept, status = opened.kept, opened.status
    risk = opened.offers[0].offer.risk if opened.offers else kept.request.risk
    ask = None
    if opened.may_ask:
        ask = ask_view(
            opened.alternatives, person=opened.person, request=kept.reference, risk=risk, desk=desk, names=names
        )
    act = _next_act(opened)
    return RequestPage(
        title=f"Request {kept.reference}",
        reference=kept.reference,
        version=kept.request.version,
        person=opened.person,
        back=_back(status, desk),
        status=Tag(text=need_words(status, direction_from(desk.actor)), kind=_TAGS.get(status, "grey")),
        risk=Tag(text=f"{risk.label} risk", kind=risk.value),
        news=_news(done, opened),
        custody=_custody(opened, names),
        said=tuple(_said(opened, desk, names)),
        act=act,
        others=tuple(_others(opened, act)),
        needed=needs_words(kept.request.needs) or "Not said yet",
        about=(*_about(kept), *origin_words(opened.origin, desk.now)),
        lines=offer_lines(opened.offers, names, desk.now) if opened.offers else (),
        ask_heading="Who else could help" if status == _R.UNPLACED else "Seek help elsewhere in parallel",
        ask=ask,
        choose_href=_compose_href(opened),
    )


def _back(status: RequestStatus, desk: Desk) -> tuple[str, str]:
    if status == _R.UNPLACED and may(desk.actor, Permission.UNPLACED_READ).allowed:
        return ("/unplaced", "Unplaced")
    return ("/sent", "Sent" if direction_from(desk.actor) == Direction.ONWARD else "Referred")


def _compose_href(opened: OpenRequest) -> str:
    return f"/refer/{opened.person}/{opened.kept.reference}?open=service#part-service"


def _about(kept: KeptRequest) -> tuple[str, ...]:
    composition = kept.composition
    crime = (f"Crime: {composition.crime.label}.",) if composition.crime is not None else ()
    abuse = ("It is about domestic abuse.",) if composition.domestic_abuse else ()
    return (*crime, *abuse)


def _custody(opened: OpenRequest, names: Names) -> tuple[str, ...]:
    """Say who is responsible now: each partner that has made contact, else the lead.

    Source: lifecycle 1.
    """
    with_partners = tuple(
        f"{names.organisation(row.offer.organisation_id)}, {row.service_name}"
        for row in opened.offers
        if row.offer.custody == Custody.PARTNER
    )
    lead = names.organisation(opened.kept.request.lead_organisation_id)
    live = tuple(names.organisation(row.offer.organisation_id) for row in opened.offers if row.offer.is_live)
    until = f" – until {' or '.join(dict.fromkeys(live))} records first contact" if live else ""
    return with_partners or (f"{lead}{until}",)


def _said(opened: OpenRequest, desk: Desk, names: Names) -> list[str]:
    kept, status, now = opened.kept, opened.status, desk.now
    request, found = kept.request, []
    if status == _R.DRAFT and opened.kept_until is not None:
        found.append(f"Not sent yet. The draft is kept until {day_in_words(opened.kept_until)}, then it is deleted.")
    if status == _R.UNPLACED:
        found.extend(why_words(opened.offers, names, desk))
    if status == _R.ON_HOLD and request.held_at is not None:
        found.append(f"On hold since {in_words(request.held_at, now)}. What is with a partner goes on.")
    if status == _R.CLOSED_UNMET and request.ended_at is not None:
        reason = CloseReason(request.reason or CloseReason.OTHER).label
        found.append(f"Closed on {day_in_words(london_day(request.ended_at))}: {reason[0].lower()}{reason[1:]}.")
    live = [row for row in opened.offers if row.offer.is_live]
    if request.co_work:
        found.append("Several partners may work on this at once. None of them sees another.")
    elif len(live) > 1:
        found.append("More than one partner has this now. None of them sees another.")
    return found


def _next_act(opened: OpenRequest) -> RequestAct | None:
    """Give the one primary button: the next thing that this actor can do."""
    here = f"/requests/{opened.kept.reference}"
    if opened.status == _R.DRAFT:
        return RequestAct(text="Continue", href=f"/refer/{opened.person}/{opened.kept.reference}")
    if _M.ACKNOWLEDGE_OUTCOME in opened.moves:
        return RequestAct(
            does=_M.ACKNOWLEDGE_OUTCOME, text="Acknowledge the outcome", href=f"{here}/acknowledge", posts=True
        )
    if _M.RESUME in opened.moves:
        return RequestAct(does=_M.RESUME, text="Resume", href=f"{here}/resume", posts=True)
    waiting = next((row for row in opened.offers if row.offer.status == "info_needed"), None)
    if waiting is not None:
        return RequestAct(text="Answer their question", href=f"/offers/{waiting.reference}")
    if opened.status == _R.UNPLACED:
        return RequestAct(text="Choose who to ask", href=_compose_href(opened))
    return None


_TEXTS: Mapping[RequestMove, tuple[str, str, bool]] = {
    _M.HOLD: ("Put on hold: the person asks to wait", "hold", True),
    _M.RESUME: ("Resume", "resume", True),
    _M.CLOSE_UNMET: ("Close as not met", "close", False),
    _M.ACKNOWLEDGE_OUTCOME: ("Acknowledge the outcome", "acknowledge", True),
    _M.MARK_ERROR: ("Mark as entered in error", "mark-error", False),
}


def _others(opened: OpenRequest, act: RequestAct | None) -> list[RequestAct]:
    here, shown = f"/requests/{opened.kept.reference}", act.does if act is not None else None
    found = []
    for move, (text, path, posts) in _TEXTS.items():
        if move in opened.moves and move != shown:
            words = "Discard this draft" if opened.status == _R.DRAFT else text
            found.append(RequestAct(does=move, text=words, href=f"{here}/{path}", posts=posts))
    if opened.may_grant:
        granted = opened.kept.request.co_work
        text = "One partner at a time again" if granted else "Let several partners work at once"
        fields = {"granted": "no" if granted else "yes"}
        found.append(RequestAct(text=text, href=f"{here}/co-work", posts=True, fields=fields))
    return found


_DONE: Mapping[str, tuple[RequestStatus | None, str]] = {
    "held": (_R.ON_HOLD, "The request is on hold, and nothing new is sent for it. What is with a partner goes on."),
    "resumed": (None, "The request is taken up again."),
    "closed": (_R.CLOSED_UNMET, "The need is closed as not met, and counted with its reason. Partners are not told."),
    "acknowledged": (_R.MET, "You have acknowledged the outcome, and the partner can see it. The need is met."),
    "marked": (_R.ERROR, "The request is marked as entered in error. Nothing can be sent for it."),
    "co-work": (None, "Several partners may be asked at once from now on. None of them sees another."),
    "one": (None, "One partner is asked at a time again. What is with partners already stays with them."),
}


def _news(done: str, opened: OpenRequest) -> News | None:
    found = _DONE.get(done)
    if found is None or found[0] not in {None, opened.status}:
        return None
    return News(kind="success", text=found[1])


def close_page(kept: KeptRequest, form: CloseForm | None = None, errors: tuple[FieldError, ...] = ()) -> SheetPage:
    """Give the form that closes a need unmet."""
    form = form or CloseForm(version=str(kept.request.version))
    return SheetPage(
        title=f"Close {kept.reference} as not met",
        reference=kept.reference,
        version=form.version,
        family=("requests", "Request"),
        act="close",
        said=("Nobody has taken this on, and nobody else is asked any more. The reason is counted, not the person.",),
        fields=(sheet.radios("reason", "Why is the need not met?", CloseReason, form.reason),),
        button="Close as not met",
        warns=True,
        errors=errors,
    )


def mark_error_page(kept: KeptRequest) -> SheetPage:
    """Give the page that asks once more before a request is marked as an error, or a draft is discarded."""
    is_draft = kept.request.status == _R.DRAFT
    return SheetPage(
        title=f"Discard {kept.reference}" if is_draft else f"Mark {kept.reference} as entered in error",
        reference=kept.reference,
        version=str(kept.request.version),
        family=("requests", "Request"),
        act="mark-error",
        said=("Everything that was typed in it is deleted.",) if is_draft else (_STAYS,),
        button="Discard this draft" if is_draft else "Mark as entered in error",
        warns=True,
    )


_STAYS = "It should never have been. It stays among what you have sent, marked as an error, and nothing is sent for it."
