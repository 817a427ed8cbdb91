"""The page of a countersignature: what was counted, what was judged, and why."""

from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from portal.people.risk.countersign.forms import LONGEST, CountersignForm
from portal.people.risk.model import Assessment
from portal.people.risk.pages import RiskPanel, risk_panel
from portal.people.safe_contact.pages import SafeContactPanel
from portal.people.statements.pages import StatementView


class CountersignPage(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for the manager, and the form."""

    template: ClassVar[str] = "people/risk_countersign.html"

    title: str
    reference: Reference
    risk: RiskPanel
    judged: str
    why: str
    assessment: str
    button: str
    typed: CountersignForm
    longest: int = LONGEST
    safe: SafeContactPanel | None = None
    statements: tuple[StatementView, ...] = ()
    errors: tuple[FieldError, ...] = ()


def countersign_page(
    reference: Reference,
    waiting: Assessment,
    typed: CountersignForm,
    today: date,
    policy: Policy,
    *,
    errors: tuple[FieldError, ...] = (),
) -> CountersignPage:
    """Give the page with what was typed."""
    lower = waiting.judgement.label.lower() if waiting.judgement is not None else ""
    return CountersignPage(
        title=f"Countersign the level of person {reference}",
        reference=reference,
        risk=risk_panel(waiting, today, policy),
        judged=f"The worker judges it {lower}. The level stays {waiting.level.label.lower()} until you agree.",
        why=waiting.reason,
        assessment=str(waiting.id),
        button=f"Countersign: {lower}",
        typed=typed,
        errors=errors,
    )
