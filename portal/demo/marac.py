"""Invented MARAC referrals: one with an IDVA for checking, one listed, one that went past the check."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.actors import Actor
from lvws_core.desk import Desk
from lvws_core.ids import Reference
from portal.people.marac import service
from portal.people.marac.content.model import Agreement, Check, Content, Relationship, Told
from portal.people.marac.meetings import service as meetings
from portal.people.marac.model import Detail, Move, Referral

DeskOf = Callable[[Actor, datetime], Desk[Session]]
MANY = 3
"""How many people are referred."""

_CONTENT = Content(
    harmer="Somebody Pretend",
    relationship=Relationship.FORMER_PARTNER,
    has_children=False,
    police_incidents=4,
    aware=True,
    agreement=Agreement.AGREES,
    told=Told.TOLD,
    told_how="On the phone, in the safe hours.",
    has_notice=True,
    afraid_of="The former partner and his brother.",
    wants="New locks, and not to be met at work.",
    narrative="Three assaults in two months, the last with a weapon. He waits outside work and has sent threats.",
    in_place="The workplace knows and lets nobody in who asks for her.",
)
_URGENT = "He has said that he will come tonight; the panel’s chair was called and the police told."


def refer_to_marac(desk_of: DeskOf, people: Sequence[Reference], author: Actor, idva: Actor, now: datetime) -> None:
    """Write a referral about each of three people, through the real use cases."""
    waiting, listed, urgent = people
    _act(desk_of(author, now - timedelta(hours=5)), waiting, Move.ASK_REVIEW)
    sent = _act(desk_of(author, now - timedelta(days=2)), listed, Move.ASK_REVIEW)
    checker = desk_of(idva, now - timedelta(days=1))
    checked = Detail(checked=frozenset(Check))
    service.act(checker, listed, sent.reference, Move.APPROVE, checked, expected_version=sent.version)
    meeting = meetings.add_meeting(checker, sent.panel, checker.calendar.add_working_days(now.date(), 12))
    meetings.put_on(checker, meeting.id, listed, sent.reference, expected_version=sent.version + 1)
    _act(desk_of(author, now - timedelta(hours=2)), urgent, Move.BYPASS, note=_URGENT)


def _act(desk: Desk[Session], person: Reference, action: Move, note: str = "") -> Referral:
    content = replace(_CONTENT, borough=service.blank(desk, person).content.borough)
    made = service.draft(desk, person, content)
    return service.act(desk, person, made.reference, action, Detail(note=note), expected_version=made.version)
