"""Builders of the picture: moves of an offer at hours after it was sent."""

from datetime import timedelta

from lvws_core.referrals import Move
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from portal.reports.partners.history.model import Case, Step, case_of
from portal.reports.partners.model import Rules
from tests.builders import NOW, SHELTER

SENT_AT = NOW - timedelta(days=28)
RULES = Rules(now=NOW, calendar=england_and_wales())


def steps(*moves: tuple[float, Move] | tuple[float, Move, str]) -> tuple[Step, ...]:
    """Build the moves after the sending, by hours."""
    made = [Step(at=SENT_AT, move=Move.SEND)]
    for hours, move, *reason in moves:
        made.append(Step(at=SENT_AT + timedelta(hours=hours), move=move, reason=reason[0] if reason else None))
    return tuple(made)


def a_case(*moves: tuple[float, Move] | tuple[float, Move, str], risk: Band = Band.HIGH) -> Case:
    """Build a case of Shelter from moves by hours after the sending."""
    return case_of(SHELTER, risk, steps(*moves))
