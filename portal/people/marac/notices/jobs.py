"""What falls due by itself: authors hear of actions before and after their day, managers after it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from lvws_core.times import utc, zone_of
from notifications.notices import service as notices
from notifications.notices.model import Audience, NoticeKind, Told
from portal.people.marac.notices import store
from portal.people.marac.notices.model import DueAction, Noticed, to_notice
from portal.people.service import Desk

BATCH: Final = 100
"""How many actions one transaction looks at."""


def tell_of_actions(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Tell of open actions that fall due by tomorrow or are late, each once a stage; give which, at most `most`.

    Source: domain 2.7.
    """
    told = []
    for action in store.due(desk.session, desk.today, most):
        stage = to_notice(action, desk.today)
        if store.noticed(desk.session, action.id, action.noticed, stage):
            for each in _told(desk, action, stage):
                notices.tell(desk, each, action.mark)
            told.append(action.id)
    return tuple(told)


def _told(desk: Desk, action: DueAction, stage: Noticed) -> Iterator[Told]:
    due_at = utc(datetime.combine(action.due_on, desk.policy.close_of_day, zone_of("Europe/London")))
    kind = NoticeKind.MARAC_ACTION_LATE if stage is Noticed.LATE else NoticeKind.MARAC_ACTION
    ours = action.organisation_id
    yield Told(organisation_id=ours, audience=Audience.TEAM, kind=kind, user_id=action.author_id, due_at=due_at)
    if stage is Noticed.LATE:
        yield Told(organisation_id=ours, audience=Audience.MANAGERS, kind=kind, due_at=due_at)
