"""What there is to do, in words and in order: a day is what is due on it, what comes soon, and what has no day."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from lvws_core.consent.contact import Channel
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.referrals import ClockKind
from lvws_core.vocabulary import Labelled
from partners.offers.lists.model import end_of_day
from portal.people.tell.model import News

SOON: Final = timedelta(days=7)
"""How far the page looks ahead, and how early the end of a consent is told."""


class Group(Labelled):
    """The parts of a day: the key stands in the address, the label on the tab."""

    CONTACT = "contacts", "Contacts"
    REFERRAL = "referrals", "Referrals"
    TELL = "tell", "Tell the person"
    REVIEW = "reviews", "Reviews"
    RECORD = "unfinished", "Unfinished"


class Kind(Labelled):
    """What there is to do; the label is the sentence, which a detail may follow."""

    CONTACT = "contact", "Make contact"
    NO_SAFE_WAY = "no_safe_way", "No channel is safe: ask for one"
    ALL_TRIED = "all_tried", "All attempts are made: settle what comes next"
    STOPPED = "stopped", "Contact is stopped: decide about it"
    ANSWER = "answer", "Reply to the question"
    OUTCOME = "outcome", "Acknowledge the outcome"
    WAITING = "waiting", "Say whether the place is still needed"
    CAME_BACK = "came_back", "It came back: look for someone else"
    LATE = "late", "Late with the partner"
    TELL = "tell", "Tell the person"
    MARAC_TELL = "marac_tell", "Tell the person what the MARAC agreed"
    MARAC_BYPASS = "marac_bypass", "Review the MARAC referral that left without a check"
    MARAC_PEER = "marac_peer", "Look at the MARAC referral as a second IDVA"
    PLAN = "plan", "Confirm the safe-contact plan again"
    RISK = "risk", "Review the risk"
    HAPPENED = "happened", "Assess the risk again: something has happened"
    CONSENT = "consent", "Go through the consent again"
    NEEDS = "needs", "Review the needs"
    WHO = "who", "Say who this is"
    MEND = "mend", "Mend the intake that came back to you"
    TAKE_UP = "take_up", "Record what they answered to the offer of support"
    NO_PLAN = "no_plan", "Record the safe-contact plan"
    NO_RISK = "no_risk", "Assess the risk"
    NO_NEEDS = "no_needs", "Score the needs"
    NOT_ASKED = "not_asked", "Ask about characteristics when the moment is right"
    RISK_DRAFT = "risk_draft", "Finish the risk assessment that you began"
    REFERRAL_DRAFT = "referral_draft", "Finish the referral that you began"
    MARAC_DRAFT = "marac_draft", "Finish the MARAC referral"

    @property
    def group(self) -> Group:
        """The part of the day to which it belongs."""
        return next(group for group, kinds in _GROUPS if self in kinds)


_K = Kind
_GROUPS: Final = (
    (Group.CONTACT, frozenset({_K.CONTACT, _K.NO_SAFE_WAY, _K.ALL_TRIED, _K.STOPPED})),
    (Group.REFERRAL, frozenset({_K.ANSWER, _K.OUTCOME, _K.WAITING, _K.CAME_BACK, _K.LATE})),
    (Group.TELL, frozenset({_K.TELL, _K.MARAC_TELL})),
    (Group.REVIEW, frozenset({_K.PLAN, _K.RISK, _K.HAPPENED, _K.CONSENT, _K.NEEDS, _K.MARAC_BYPASS, _K.MARAC_PEER})),
    (
        Group.RECORD,
        frozenset({_K.WHO, _K.MEND, _K.TAKE_UP, _K.NO_PLAN, _K.NO_RISK, _K.NO_NEEDS, _K.NOT_ASKED})
        | {_K.RISK_DRAFT, _K.REFERRAL_DRAFT, _K.MARAC_DRAFT},
    ),
)


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do about `about`, the reference of a person, an offer or a case.

    `due_at` is aware UTC, None for what has no day; `worker_id` is whose work it is. The rest says more
    where there is more: the organisation that it is about, the clock that ran out, the news to tell, the
    safe channels and from when on one of them is safe (aware UTC).
    """

    kind: Kind
    about: Reference
    href: str
    worker_id: UserId
    due_at: datetime | None = None
    organisation_id: OrganisationId | None = None
    clock: ClockKind | None = None
    news: News | None = None
    channels: tuple[Channel, ...] = ()
    opens_at: datetime | None = None


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks of a day in order: what is due before it ends, what comes in the week after, and what has no day."""

    today: tuple[Task, ...] = ()
    soon: tuple[Task, ...] = ()
    any_time: tuple[Task, ...] = ()

    @property
    def every(self) -> tuple[Task, ...]:
        """All of them."""
        return (*self.today, *self.soon, *self.any_time)

    def only(self, group: Group | None) -> "Day":
        """Give the tasks of one part, or all of them."""
        if group is None:
            return self
        parts = (tuple(task for task in part if task.kind.group is group) for part in self._parts)
        return Day(**dict(zip(self.__struct_fields__, parts, strict=True)))

    @property
    def _parts(self) -> tuple[tuple[Task, ...], ...]:
        return (self.today, self.soon, self.any_time)


def day_of(tasks: Iterable[Task], now: datetime) -> Day:
    """Sort tasks into a day: the soonest due first, what is safe to do by its kind after that; each once.

    What is due more than a week ahead is left out: it comes by itself.
    """
    ordered = sorted(dict.fromkeys(tasks), key=_place)
    tonight = end_of_day(now)
    dated = [(task, task.due_at) for task in ordered if task.due_at is not None]
    return Day(
        today=tuple(task for task, at in dated if at <= tonight),
        soon=tuple(task for task, at in dated if tonight < at <= tonight + SOON),
        any_time=tuple(task for task in ordered if task.due_at is None),
    )


_NO_DAY: Final = datetime.max.replace(tzinfo=UTC)
_RANK: Final = {kind: number for number, kind in enumerate(Kind)}


def _place(task: Task) -> tuple[datetime, int, str]:
    return (task.due_at or _NO_DAY, _RANK[task.kind], task.about)
