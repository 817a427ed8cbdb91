"""Which moves of a MARAC referral its author is told of, and how far an action has been told."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import OrganisationId, Reference, UserId
from notifications.notices.model import NoticeKind
from portal.people.marac.model import Move

TOLD: Final[Mapping[Move, NoticeKind]] = {
    Move.RETURN: NoticeKind.MARAC_RETURNED,
    Move.APPROVE: NoticeKind.MARAC_APPROVED,
    Move.REVIEW_BYPASS: NoticeKind.MARAC_CHECKED,
    Move.PEER_CHECK: NoticeKind.MARAC_CHECKED,
    Move.LIST: NoticeKind.MARAC_LISTED,
    Move.HEAR: NoticeKind.MARAC_HEARD,
    Move.TRANSFER: NoticeKind.MARAC_TRANSFERRED,
}
"""What the author is told of each move that somebody else made. Source: domain 2.7, 8.7 (27)."""


class Noticed(StrEnum):
    """What was told of an open action so far."""

    NOTHING = ""
    DUE = "due"
    LATE = "late"


class DueAction(msgspec.Struct, frozen=True, kw_only=True):
    """An open action of which something is to be told: whose referral, and by which London day it is done."""

    id: UUID
    mark: Reference
    author_id: UserId
    organisation_id: OrganisationId
    due_on: date
    noticed: Noticed


def to_notice(action: DueAction, today: date) -> Noticed:
    """Give what is to be told of an action by now: that it falls due from the day before, then that it is late.

    Source: domain 2.7: overdue actions are told to management.
    """
    if today > action.due_on:
        return Noticed.LATE
    return Noticed.DUE if (action.due_on - today).days <= 1 else Noticed.NOTHING
