"""The task list of a person: what was done, what is out of date, what comes next."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from portal.people.model import PersonRecord, age_in_words
from portal.people.risk.pages import RiskPanel


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A task of the list: where it leads, how it stands, and what its button says; one with a colour is due."""

    title: str
    hint: str
    path: str
    status: str
    colour: str = ""
    button: str

    @property
    def is_due(self) -> bool:
        """Say whether it should be done before anything after it."""
        return bool(self.colour)

    def href(self, reference: Reference) -> str:
        """Give the address of the task for this person."""
        return self.path.format(reference)

    def item(self, reference: Reference) -> Mapping[str, Any]:
        """Give the entry of the task list."""
        tag = {"text": self.status, "classes": f"govuk-tag--{self.colour} portal-tag"}
        status = {"tag": tag} if self.colour else {"text": self.status}
        return {
            "title": {"text": self.title},
            "hint": {"text": self.hint},
            "href": self.href(reference),
            "status": status,
        }


def steps(
    record: PersonRecord, risk: RiskPanel | None, now: datetime, policy: Policy, *, to: str = "a partner"
) -> tuple[Step, ...]:
    """Give the tasks in their order: a stop, plan, risk, what partners do not know, consent, and last the referral.

    The first and the fourth are there only while they are due; the referral never is.
    """
    stopped = (_STOPPED,) if record.standing.stopped_since is not None else ()
    untold = (_UNTOLD,) if record.standing.untold else ()
    plan, consent = _plan_step(record, now, policy), _consent_step(record, now, policy)
    return (*stopped, plan, _risk_step(risk), *_after_risk(record, risk), *untold, consent, _refer_step(to))


def next_step(found: Sequence[Step]) -> Step:
    """Give the first task that is due, or else the last one."""
    return next((step for step in found if step.is_due), found[-1])


def _refer_step(to: str) -> Step:
    return Step(
        title=f"Refer to {to}",
        hint="Choose who could help, and see exactly what would leave",
        path="/refer/{}",
        status="When you are ready",
        button=f"Refer to {to}",
    )


_STOPPED = Step(
    title="Contact is stopped",
    hint="See who reported what; you alone open it again",
    path="/people/{}/safety",
    status="Stopped",
    colour="red",
    button="See why contact is stopped",
)
_UNTOLD = Step(
    title="Tell partners what changed",
    hint="The risk, the safe-contact plan or a correction; nothing leaves before you confirm",
    path="/people/{}/updates",
    status="Waiting for you",
    colour="yellow",
    button="Tell partners what changed",
)


def _plan_step(record: PersonRecord, now: datetime, policy: Policy) -> Step:
    confirmed = record.contact.plan.confirmed_at if record.contact else None
    stale = confirmed is not None and now - confirmed > timedelta(days=policy.plan_stale_days)
    status, colour = _standing(known=confirmed is not None, stale=stale)
    hint = "How, when and on which number contact is safe"
    if confirmed is not None:
        hint = f"Confirmed {age_in_words((london_day(now) - london_day(confirmed)).days)}"
    return Step(
        title="Safe-contact plan",
        hint=hint,
        path="/people/{}/contact-plan",
        status=status,
        colour=colour,
        button="Confirm the safe-contact plan" if stale else "Record the safe-contact plan",
    )


def _risk_step(risk: RiskPanel | None) -> Step:
    stale = risk is not None and bool(risk.due)
    status, colour = _standing(known=risk is not None, stale=stale)
    hint = "The 24 questions, judgement and MARAC"
    if risk is not None:
        hint = f"{risk.label}, {risk.count}, assessed {risk.age}. {risk.due}".strip()
    return Step(
        title="Risk assessment",
        hint=hint,
        path="/people/{}/risk/new",
        status=status,
        colour=colour,
        button="Assess risk again" if stale else "Assess risk",
    )


def _after_risk(record: PersonRecord, risk: RiskPanel | None) -> tuple[Step, ...]:
    """Give what an assessment asks for besides: the stalking follow-up, and a manager's word (RISK-15)."""
    stalking = record.assessment is not None and record.assessment.says_stalking and record.since.followed_up is None
    return ((_STALKING,) if stalking else ()) + ((_COUNTERSIGN,) if risk is not None and risk.waits else ())


_STALKING = Step(
    title="Stalking follow-up",
    hint="Stalking was said: eleven more questions, kept apart from the count",
    path="/people/{}/risk/stalking",
    status="Offered",
    button="Ask about the stalking",
)
_COUNTERSIGN = Step(
    title="A lower level waits for a manager",
    hint="The level is not lowered before a manager, who did not assess, has countersigned",
    path="/people/{}/risk",
    status="Waiting",
    button="See the risk over time",
)


def _consent_step(record: PersonRecord, now: datetime, policy: Policy) -> Step:
    live = len({c.organisation_id for c in record.consents if c.is_live(now, policy)})
    return Step(
        title="Consent",
        hint="What may be shared, with whom and for how long",
        path="/people/{}/consent",
        status=f"{live} organisation{'s' if live > 1 else ''}" if live else "Not yet",
        colour="" if live else "blue",
        button="Record consent",
    )


def _standing(*, known: bool, stale: bool) -> tuple[str, str]:
    """Give the words and the colour of what is not known yet, out of date, or done."""
    if not known:
        return "Not yet", "blue"
    return ("Out of date", "yellow") if stale else ("Done", "")
