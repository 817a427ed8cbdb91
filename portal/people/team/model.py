"""Who is on the case team of a person, why, and whether the person is restricted to it."""

from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.ids import PersonId, UserId
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import Labelled


class JoinReason(Labelled):
    """Why somebody needs to know."""

    KEY_WORKER = "key_worker", "Works with the person"
    COVER = "cover", "Covers for a colleague"
    JOINT_WORK = "joint_work", "Works on one part of it"
    SUPERVISION = "supervision", "Supervises the work"
    PERSON_ASKED = "person_asked", "The person asked for them"


class LeaveReason(Labelled):
    """Why somebody need not know any more."""

    HANDED_OVER = "handed_over", "Handed over"
    COVER_ENDED = "cover_ended", "Cover has ended"
    LEFT = "left", "Left the service"
    CONFLICT = "conflict", "A conflict of interest"
    PERSON_ASKED = "person_asked", "The person asked for it"
    MISTAKE = "mistake", "Added by mistake"


class RestrictReason(Labelled):
    """Why nobody but the team may know of a person."""

    STAFF_CONNECTED = "staff_connected", "Somebody who works here is connected to the case"
    KNOWN_PERSON = "known_person", "The person, or who harmed them, is widely known"
    PERSON_ASKED = "person_asked", "The person asked for it"
    PARTICULAR_RISK = "particular_risk", "A leak would be a particular danger"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is, or was, on the team; `left_at` is None while they are. Moments are aware UTC."""

    id: UUID
    user_id: UserId
    reason: JoinReason
    joined_at: datetime
    left_at: datetime | None = None
    left_because: LeaveReason | None = None


class Restriction(msgspec.Struct, frozen=True, kw_only=True):
    """That only the team may see a person: since when (aware UTC), by whom and why."""

    reason: RestrictReason
    at: datetime
    by: UserId


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """The team of a person: everybody who is or was on it, the longest first, and the restriction that stands."""

    person_id: PersonId
    members: tuple[Member, ...] = ()
    restriction: Restriction | None = None

    @property
    def current(self) -> tuple[Member, ...]:
        """Who is on it now."""
        return tuple(each for each in self.members if each.left_at is None)

    def has(self, user_id: UserId) -> bool:
        """Say whether somebody is on it now."""
        return any(each.user_id == user_id for each in self.current)

    def against_leaving(self, user_id: UserId, still_here: frozenset[UserId]) -> tuple[Reason, ...]:
        """Give why somebody cannot leave: of a restricted person's team, the last whose account is open stays.

        `still_here` are those on the team whose accounts are open.
        """
        if self.restriction is None or still_here - {user_id}:
            return ()
        return (_LAST,)


_LAST = because(
    "last_member", "TOP-17", "Nobody else could see this person. Add a colleague first, or lift the restriction."
)
