"""Who is told of what happens at a host site and on its rota: from an event to notices, pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from lvws_core.events import Event
from lvws_core.ids import OrganisationId, UserId
from notifications.notices.model import Audience, NoticeKind, Told

OF_SITES: frozenset[NoticeKind] = frozenset(
    {
        *(NoticeKind.OWN_CLEARANCE, NoticeKind.OWN_LAPSED, NoticeKind.CLEARANCE, NoticeKind.LAPSED),
        *(NoticeKind.GATE, NoticeKind.GATE_LAPSED, NoticeKind.SITE_ISSUE),
        *(NoticeKind.GAP, NoticeKind.OWN_SHIFT, NoticeKind.SHIFT, NoticeKind.ROOM_FREE),
        *(NoticeKind.COVER_ASKED, NoticeKind.COVER_AGREED, NoticeKind.COVER_DECLINED),
        *(NoticeKind.ENTRY_WAITS, NoticeKind.OWN_ENTRY_GONE, NoticeKind.ENTRY_GONE),
    }
)
"""What is said of host sites and of those who work there, not of an offer."""


def told_of_site(event: Event) -> tuple[Told, ...]:
    """Give whom an event of a site is told to: the worker whom it concerns, and whoever keeps the sites.

    `detail` names the `worker_id` of a clearance, and with `until` when something ends; `lapsed` says that it has.

    Source: COLO-03.
    """
    organisation_id = OrganisationId(event.organisation_ids[0])
    if event.kind in _OF_ROTA:
        return tuple(_of_rota(event, organisation_id))
    if event.kind == "site_issue.went_up":
        return (Told(organisation_id=organisation_id, audience=Audience.MANAGERS, kind=NoticeKind.SITE_ISSUE),)
    lapsed, due_at = event.detail["lapsed"], datetime.fromisoformat(event.detail["until"])
    if event.kind == "gate.nears_end":
        kind = NoticeKind.GATE_LAPSED if lapsed else NoticeKind.GATE
        return (Told(organisation_id=organisation_id, audience=Audience.COORDINATORS, kind=kind, due_at=due_at),)
    own, kept = NoticeKind.OWN_CLEARANCE, NoticeKind.CLEARANCE
    if lapsed:
        own, kept = NoticeKind.OWN_LAPSED, NoticeKind.LAPSED
    worker_id = UserId(UUID(event.detail["worker_id"]))
    return (
        Told(organisation_id=organisation_id, audience=Audience.TEAM, kind=own, user_id=worker_id, due_at=due_at),
        Told(organisation_id=organisation_id, audience=Audience.COORDINATORS, kind=kept, due_at=due_at),
    )


_OF_ROTA: Mapping[str, tuple[NoticeKind | None, NoticeKind | None]] = {
    "shift.left_open": (None, NoticeKind.GAP),
    "shift.cannot_stand": (NoticeKind.OWN_SHIFT, NoticeKind.SHIFT),
    "cover.asked": (NoticeKind.COVER_ASKED, None),
    "cover.answered": (None, NoticeKind.COVER_DECLINED),
    "room.free": (NoticeKind.ROOM_FREE, None),
}
"""What an event of the rota says to the worker whom it names, and to whoever makes the rota."""


def _of_rota(event: Event, organisation_id: OrganisationId) -> Iterator[Told]:
    own, kept = _OF_ROTA[event.kind]
    if event.detail.get("agreed"):
        kept = NoticeKind.COVER_AGREED
    if own is not None:
        worker_id = UserId(UUID(event.detail["worker_id"]))
        yield Told(organisation_id=organisation_id, audience=Audience.TEAM, kind=own, user_id=worker_id)
    if kept is not None:
        yield Told(organisation_id=organisation_id, audience=Audience.COORDINATORS, kind=kept)


def told_of_entry(event: Event) -> tuple[Told, ...]:
    """Give whom an event of an entry written without a network is told to: its author, and of a loss the coordinators.

    Of many that wait the author is told once.

    Source: issue on co-locations: "if any are ever given up, author and coordinator are told the number".
    """
    organisation_id = OrganisationId(event.organisation_ids[0])
    author = None if event.actor_id is None else UserId(event.actor_id)
    waits = event.kind == "envelope.waits"
    if waits and not event.detail["first"]:
        return ()
    kind = NoticeKind.ENTRY_WAITS if waits else NoticeKind.OWN_ENTRY_GONE
    own = Told(organisation_id=organisation_id, audience=Audience.TEAM, kind=kind, user_id=author)
    kept = Told(organisation_id=organisation_id, audience=Audience.COORDINATORS, kind=NoticeKind.ENTRY_GONE)
    return (own,) if waits else (own, kept)
