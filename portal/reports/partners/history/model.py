"""What happened to one offer, from its moves: instants, the answer, the questions; no figures yet."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from lvws_core.ids import OrganisationId
from lvws_core.referrals import Move
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import DeclineReason


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A move of an offer: when (aware UTC), which, and its coded reason."""

    at: datetime
    move: Move
    reason: str | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the lead; `until_at` is when the offer went on, `replied` says that it was by a reply."""

    asked_at: datetime
    until_at: datetime | None = None
    replied: bool = False


class Answer(StrEnum):
    """How a partner answered an offer, or what came instead."""

    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"
    WAITING = "waiting"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to one offer; each instant is the first of its kind, aware UTC."""

    partner_id: OrganisationId
    risk: Band
    sent_at: datetime
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    answer: Answer = Answer.WAITING
    reason: str | None = None
    accepted_at: datetime | None = None
    contacted_at: datetime | None = None
    finished_at: datetime | None = None
    outcome_at: datetime | None = None
    ended_at: datetime | None = None
    questions: tuple[Question, ...] = ()
    came_back: bool = False


_ANSWERS: Final[Mapping[Move, Answer]] = {
    Move.ACCEPT: Answer.ACCEPTED,
    Move.WAITLIST: Answer.WAITLISTED,
    Move.DECLINE: Answer.DECLINED,
    Move.EXPIRE: Answer.EXPIRED,
    Move.WITHDRAW: Answer.TAKEN_BACK,
}
_OPENING: Final = frozenset({Move.ACKNOWLEDGE, Move.ASK, Move.ACCEPT, Move.WAITLIST, Move.DECLINE})
_BY_PARTNER: Final = frozenset({Answer.ACCEPTED, Answer.WAITLISTED, Answer.DECLINED})
_ENDINGS: Final = frozenset(
    {Move.DECLINE, Move.EXPIRE, Move.WITHDRAW, Move.HAND_BACK, Move.NOT_REACHED, Move.RECORD_OUTCOME}
)
_FIRSTS: Final[Mapping[Move, str]] = {
    Move.ACCEPT: "accepted_at",
    Move.FIRST_CONTACT: "contacted_at",
    Move.FINISH: "finished_at",
    Move.RECORD_OUTCOME: "outcome_at",
}


def case_of(partner_id: OrganisationId, risk: Band, steps: tuple[Step, ...]) -> Case:
    """Give what happened to an offer from its moves, the oldest first; the first one sent it."""
    case = Case(partner_id=partner_id, risk=risk, sent_at=steps[0].at)
    for step in steps[1:]:
        case = _after(case, step)
    return case


def _after(case: Case, step: Step) -> Case:
    found: dict[str, Any] = {"questions": _questions(case.questions, step)}
    if step.move in _OPENING and case.opened_at is None:
        found["opened_at"] = step.at
    if step.move in _ANSWERS and case.answer is Answer.WAITING:
        answer = _ANSWERS[step.move]
        found |= {"answer": answer, "answered_at": step.at if answer in _BY_PARTNER else None}
        found["reason"] = step.reason if answer is Answer.DECLINED else None
    if (name := _FIRSTS.get(step.move)) is not None and getattr(case, name) is None:
        found[name] = step.at
    if step.move in _ENDINGS:
        found["ended_at"] = step.at
    lacking = step.move is Move.ASK or step.reason == DeclineReason.INSUFFICIENT_INFORMATION.value
    return replace(case, came_back=case.came_back or lacking, **found)


def _questions(questions: tuple[Question, ...], step: Step) -> tuple[Question, ...]:
    if questions and questions[-1].until_at is None:
        ended = replace(questions[-1], until_at=step.at, replied=step.move is Move.ANSWER)
        questions = (*questions[:-1], ended)
    return (*questions, Question(asked_at=step.at)) if step.move is Move.ASK else questions
