"""The pages of requests: the queue, and one of them with what can be done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.paging import Page
from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from lvws_core.rights import Asker, Right, may_give_pack
from lvws_core.times import WorkingCalendar, day_in_words, in_words
from partners.offers.snapshot.pages import FieldRow
from portal.rights.holds.model import Hold
from portal.rights.person.pages import Option, RequestLine, options, request_line
from portal.rights.requests.forms import AnswerForm, StepForm
from portal.rights.requests.model import NEEDS_REASON, Answer, IdentityCheck, Longer, Request, Step
from portal.rights.requests.service import Opened


class HoldDue(msgspec.Struct, frozen=True, kw_only=True):
    """A hold that somebody has to look at again."""

    reference: Reference
    text: str


class QueuePage(msgspec.Struct, frozen=True, kw_only=True):
    """The queue of requests, and the holds to be looked at."""

    template: ClassVar[str] = "rights/queue.html"

    title: str
    news: str
    views: tuple[Option, ...]
    lines: tuple[RequestLine, ...]
    holds: tuple[HoldDue, ...]
    has_due: bool
    next_href: str
    first_href: str


class RequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """One request: what it is, what is next, and the forms that this reader may send."""

    template: ClassVar[str] = "rights/request.html"

    title: str
    reference: Reference
    person: Reference
    line: RequestLine
    news: str
    rows: tuple[FieldRow, ...]
    pack_href: str
    no_pack: tuple[Reason, ...]
    steps: tuple[Option, ...]
    checks: tuple[Option, ...]
    longer: tuple[Option, ...]
    typed: StepForm
    answers: tuple[Option, ...]
    answer_button: str
    reason: str
    may_dispute: bool
    proposed: str
    may_second: bool
    why_not_second: str
    errors: tuple[FieldError, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads a request, when, by which rules; `staff` are names of colleagues by id."""

    me: UserId
    writes: bool
    now: datetime
    today: date
    calendar: WorkingCalendar
    policy: Policy
    staff: Mapping[UserId, str]

    def who(self, user_id: UserId | None) -> str:
        """Name somebody of the staff."""
        return "" if user_id is None else self.staff.get(user_id, "Somebody who has left")


_NEWS = {
    "stepped": "It is recorded. The day by which it is answered is counted anew below.",
    "answered": "The request is answered. Tell the person on a safe channel, and where they can complain.",
    "proposed": "A second person has to look at the answer. It waits in their list of requests.",
    "refused": "You have refused the proposed answer. The request is open again.",
    "erased": "The record is erased. Nobody finds the person any more; what counts stays in the reports.",
}


def queue_page(
    page: Page[Request],
    holds: Sequence[tuple[Hold, Reference]],
    reader: Reader,
    *,
    only_open: bool,
    after: str = "",
    done: str = "",
    has_due: bool = False,
) -> QueuePage:
    """Give the queue; `only_open` is what nobody has answered yet."""
    show = "" if only_open else "&show=all"
    views: tuple[Option, ...] = (
        {"text": "Open", "href": "/rights", "current": only_open},
        {"text": "All", "href": "/rights?show=all", "current": not only_open},
    )
    return QueuePage(
        title="Requests of people",
        news=_NEWS.get(done, ""),
        views=views,
        lines=tuple(request_line(each, reader.today, reader.calendar, reader.policy) for each in page.items),
        holds=tuple(_due(hold, reference) for hold, reference in holds),
        has_due=has_due,
        next_href=f"/rights?after={page.next_cursor}{show}" if page.next_cursor else "",
        first_href=("/rights" if only_open else "/rights?show=all") if after else "",
    )


def _due(hold: Hold, reference: Reference) -> HoldDue:
    text = f"{hold.reason.label}, since {day_in_words(hold.since)}; look at it by {day_in_words(hold.review_on)}"
    return HoldDue(reference=reference, text=text)


def request_page(
    opened: Opened,
    reader: Reader,
    *,
    done: str = "",
    typed: StepForm | None = None,
    answer: AnswerForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> RequestPage:
    """Give one request to its reader."""
    typed, answer, request = typed or StepForm(), answer or AnswerForm(), opened.request
    line = request_line(request, reader.today, reader.calendar, reader.policy)
    against = may_give_pack(request.asker, is_identified=request.identified_on is not None)
    is_access = request.kind is Right.ACCESS
    open_to_me = request.is_open and reader.writes and not request.awaits_second
    steps = tuple(each for each in options(Step, typed.step) if _fits(request, Step(each["value"])))
    return RequestPage(
        title=f"Request {request.reference}",
        reference=request.reference,
        person=opened.person,
        line=line,
        news=_NEWS.get(done, ""),
        rows=tuple(_rows(opened, reader)),
        pack_href=f"/rights/{request.reference}/pack" if is_access and not against else "",
        no_pack=against if is_access else (),
        steps=steps if open_to_me else (),
        checks=options(IdentityCheck, typed.check) if _fits(request, Step.IDENTIFIED) else (),
        longer=options(Longer, typed.because) if _fits(request, Step.LONGER) else (),
        typed=typed,
        answers=_answers(request, answer.answer) if open_to_me else (),
        answer_button="Propose this answer" if request.asker is Asker.OTHER_PARTY else "Record the answer",
        reason=answer.reason,
        may_dispute=request.kind is Right.CORRECTION and request.answer in NEEDS_REASON and not request.is_open,
        proposed=_proposed(request, reader),
        may_second=request.awaits_second and request.proposed_by != reader.me,
        why_not_second=_OWN if request.awaits_second and request.proposed_by == reader.me else "",
        errors=errors,
    )


_OWN = "You have proposed it yourself. Somebody else has to look at it, on their own sign-in."


def _answers(request: Request, chosen: str) -> tuple[Option, ...]:
    hints = {Answer.ERASED: "A second person looks at it; with their yes the record is erased at once."}
    return tuple(
        {
            "value": each.value,
            "text": each.label,
            "checked": each.value == chosen,
            "hint": {"text": hints[each]} if each in hints else None,
        }
        for each in request.answers
    )


def _fits(request: Request, step: Step) -> bool:
    match step:
        case Step.IDENTIFIED:
            return request.identified_on is None
        case Step.ASKED:
            return request.asked_on is None
        case Step.CLARIFIED:
            return request.asked_on is not None and request.clarified_on is None
        case _:
            return request.longer_because is None


def _proposed(request: Request, reader: Reader) -> str:
    if not request.awaits_second or request.answer is None:
        return ""
    return f"{request.answer.label} – proposed by {reader.who(request.proposed_by)}."


def _rows(opened: Opened, reader: Reader) -> list[FieldRow]:
    request = opened.request
    raised = f"{day_in_words(request.received_on)}; recorded by {reader.who(request.raised_by)}"
    rows = [
        FieldRow(label="What is asked for", text=request.kind.label),
        FieldRow(label="Who asked", text=request.asker.label),
        FieldRow(label="Received", text=raised),
        FieldRow(label="In their words", text=opened.words or "Nothing was written down."),
        FieldRow(label="Who is asking", text=_checked(request)),
    ]
    if request.asked_on is not None:
        said = "not answered yet" if request.clarified_on is None else f"answered {day_in_words(request.clarified_on)}"
        rows.append(FieldRow(label="Asked what they mean", text=f"{day_in_words(request.asked_on)}; {said}"))
    if request.longer_because is not None:
        rows.append(FieldRow(label="Two months more", text=request.longer_because.label))
    rows.append(FieldRow(label="Answer", text=_answered(request, reader)))
    if opened.reason:
        rows.append(FieldRow(label="Why not in full", text=opened.reason))
    return rows


def _checked(request: Request) -> str:
    if request.identified_on is None or request.identity_check is None:
        return "Not checked yet"
    return f"{request.identity_check.label}, {day_in_words(request.identified_on)}"


def _answered(request: Request, reader: Reader) -> str:
    if request.answer is None or request.answered_at is None:
        due_on = request.due_on(reader.calendar, reader.policy)
        return f"Due {day_in_words(due_on)}" if due_on else "The month has not begun, or stands still"
    second = f"; second person {reader.who(request.seconded_by)}" if request.seconded_by else ""
    at = in_words(request.answered_at, reader.now)
    return f"{request.answer.label} – {reader.who(request.proposed_by)}, {at}{second}"
