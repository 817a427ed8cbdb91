"""What comes next on a case, in words: the one act that matters, and what else can be done."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.consent.contact import NextAttempt
from lvws_core.policy import Policy
from lvws_core.times import WorkingCalendar, in_words
from portal.intake.allocation.model import against_allocation
from portal.intake.life.model import against_acts
from portal.intake.model import Case
from portal.intake.returns.service import may_return
from portal.intake.service import OpenCase
from portal.intake.steps.model import attempt_ahead, is_to_be_reached
from portal.intake.terms.model import Involvement, TakeUp


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be done, and where."""

    text: str
    href: str


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """What comes next in a sentence, the one act that leads there, and the others."""

    words: str = ""
    first: Step | None = None
    others: tuple[Step, ...] = ()


def steps_of(opened: OpenCase, actor: Actor, now: datetime, calendar: WorkingCalendar, policy: Policy) -> Steps:
    """Give what comes next on a case for who reads it."""
    case = opened.case
    acts = {**_reaching(opened, actor), **dict(_acts(case, actor))}
    if case.closed_on is not None:
        return Steps(words="This case is closed. Nothing is due.")
    leading = next((name for name in _order(case) if name in acts), None)
    return Steps(
        words=_words(opened, now, calendar, policy),
        first=None if leading is None else acts[leading],
        others=tuple(step for name, step in acts.items() if name != leading),
    )


def _acts(case: Case, actor: Actor) -> Iterator[tuple[str, Step]]:
    path = f"/cases/{case.reference}"
    writes, works = (may(actor, each).allowed for each in (Permission.CASE_WRITE, Permission.CASE_WORK))
    if writes and not against_allocation(case) and (case.allocated_to is None or works):
        text = "Hand it over" if case.allocated_to is None else "Hand it to somebody else"
        yield "allocate", Step(text=text, href=f"{path}/allocate")
    if works and not against_acts(case):
        text = "Record the answer" if case.take_up is None else "Change the answer"
        yield "take_up", Step(text=text, href=f"{path}/take-up")
        yield "close", Step(text="Close the case", href=f"{path}/close")
        if case.involvement is not Involvement.VICTIM:
            text = "Record the day of the trial" if case.trial_on is None else "Change the day of the trial"
            yield "trial", Step(text=text, href=f"{path}/trial")
    if works and may_return(case):
        yield "return", Step(text="Send it back to be mended", href=f"{path}/return")


def _order(case: Case) -> tuple[str, ...]:
    if case.offer_id is not None:
        return ()  # the referral leads, with its own clocks
    if case.allocated_to is None:
        return ("allocate",)
    return ("close",) if case.take_up in {TakeUp.TAKEN_UP, TakeUp.NOT_TAKEN_UP} else ("reach", "take_up")


def _reaching(opened: OpenCase, actor: Actor) -> dict[str, Step]:
    case, record = opened.case, opened.record
    ours = case.allocated_to is not None and is_to_be_reached(case) and may(actor, Permission.PERSON_WRITE).allowed
    if record is None or not ours:
        return {}
    return {"reach": Step(text="Reach the person", href=f"/people/{record.person.reference}/attempts")}


def _words(opened: OpenCase, now: datetime, calendar: WorkingCalendar, policy: Policy) -> str:
    case, record = opened.case, opened.record
    if case.offer_id is not None or record is None:
        return ""
    if case.allocated_to is None:
        return "Next: hand it over to a caseworker."
    if not is_to_be_reached(case):
        declined = case.take_up is TakeUp.NOT_TAKEN_UP
        return f"Next: {'close the case' if declined else 'support, then close the case with what came of it'}."
    if record.contact is None:
        return "Next: find a safe way to reach the person. Until a plan is recorded nobody rings."
    plan = record.contact.plan
    ahead = attempt_ahead(
        case,
        plan,
        opened.attempts,
        now,
        calendar=calendar,
        policy=policy,
        level=None if record.assessment is None else record.assessment.level,
        details_changed_at=opened.details_changed_at,
    )
    return _settled_words(ahead) if ahead.due_at is None else _due_words(ahead, in_words(ahead.due_at, now))


def _settled_words(ahead: NextAttempt) -> str:
    if ahead.then:
        return f"Next: {'; '.join(each.label[0].lower() + each.label[1:] for each in ahead.then)}."
    if {reason.code for reason in ahead.reasons} & {"reached", "declined"}:
        return "Next: record what the person answered."
    return "Next: nobody makes contact; the person has asked for none."


def _due_words(ahead: NextAttempt, due: str) -> str:
    if not ahead.channels:
        return f"Next: ask for a safe way to reach the person, due {due}. None is known."
    return f"Next: reach the person by {' or '.join(channel.label.lower() for channel in ahead.channels)}, due {due}."
