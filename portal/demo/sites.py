"""Invented host sites: three live, one held up in vetting, one just being agreed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import msgspec
from sqlmodel import Session

from colocations.placements import service as placements
from colocations.placements.forms import Placed, Recorded
from colocations.placements.managed.forms import Managed
from colocations.placements.model import EVERYWHERE, ClearanceKind
from colocations.sites.entry import service as entry
from colocations.sites.entry.forms import Days, Described
from colocations.sites.gates import service as gates
from colocations.sites.gates import store as gate_store
from colocations.sites.gates.forms import Said
from colocations.sites.gates.model import Gate, GateKind, Holding, Met, Side
from colocations.sites.issues import service as issues
from colocations.sites.issues.model import IssueKind
from colocations.sites.model import Contact, Site, SiteKind
from colocations.sites.pack import store as pack
from colocations.sites.pack.model import PackKey
from colocations.sites.service import Opened, open_site
from lvws_core.actors import Actor
from lvws_core.desk import Desk
from lvws_core.ids import OrganisationId
from lvws_core.vocabulary import Borough

DeskOf = Callable[[Actor, datetime], Desk[Session]]
_K = GateKind


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A site of the demonstration: how long ago it was begun, how many gates are met, and what waits on whom.

    `sharing_days` is in how many days the sharing agreement runs out, below 0 where it has.
    """

    host: str
    name: str
    ods_code: str
    borough: Borough
    days: int
    met: int
    waiting: tuple[tuple[GateKind, Side, str, int, str], ...] = ()
    departments: tuple[str, ...] = ("A&E", "Maternity")
    opened_days: int | None = None
    sharing_days: int = 400


_PLANNED = (
    Planned(
        host="homerton",
        name="Homerton University Hospital",
        ods_code="RQXM1",
        borough=Borough.HACKNEY,
        days=260,
        met=14,
        departments=("A&E", "Maternity", "Sexual health"),
        opened_days=150,
    ),
    Planned(
        host="st_thomas",
        name="St Thomas’ Hospital",
        ods_code="RJ122",
        borough=Borough.LAMBETH,
        days=120,
        met=4,
        waiting=(
            (_K.VETTING, Side.HOST, "Host HR", 40, ""),
            (_K.DBS, Side.OURS, "Our HR", 25, ""),
            (_K.ROOM, Side.HOST, "Estates", 18, "The room is promised to a clinic on three days"),
        ),
    ),
    Planned(
        host="croydon_university",
        name="Croydon University Hospital",
        ods_code="RJ6",
        borough=Borough.CROYDON,
        days=62,
        met=1,
        waiting=(
            (_K.SHARING, Side.OURS, "Our data protection officer", 55, ""),
            (_K.AGREEMENT, Side.HOST, "The trust’s lawyers", 20, ""),
        ),
        departments=("A&E",),
    ),
    Planned(
        host="",
        name="St Leonard’s Hospital",
        ods_code="RQX",
        borough=Borough.HACKNEY,
        days=230,
        met=14,
        departments=("Walk-in centre", "Sexual health"),
        opened_days=90,
    ),
    Planned(
        host="",
        name="Newham University Hospital",
        ods_code="R1H",
        borough=Borough.NEWHAM,
        days=210,
        met=14,
        sharing_days=-12,
        waiting=((_K.SHARING, Side.HOST, "Information governance", 10, "They ask for a new annex on e-mail"),),
        opened_days=60,
    ),
)


def build_sites(
    desk_of: DeskOf, coordinator: Actor, hosts: Mapping[str, OrganisationId], now: datetime
) -> tuple[Site, ...]:
    """Add the sites through the real use cases, each gate on a day of its own."""
    return tuple(_build(desk_of, coordinator, hosts, planned, now) for planned in _PLANNED)


def place_people(desk_of: DeskOf, coordinator: Actor, idva: Actor, live: Site, now: datetime) -> None:
    """Place an IDVA at the live site; the honorary contract runs out soon, and the Wi-Fi does not work."""
    today, first = now.date(), now - timedelta(days=155)
    desk = desk_of(coordinator, first)
    managed = Managed(line_management="Emergency care", host_department="A&E")
    placements.place(desk, live, Placed(worker_id=idva.id, starts_on=first.date(), ends_on=None, managed=managed))
    for kind, ends_in in _HELD:
        recorded = Recorded(
            kind=kind,
            site_id=None if kind in EVERYWHERE else live.id,
            level=None,
            issued_on=first.date(),
            expires_on=today + timedelta(days=ends_in) if ends_in is not None else None,
            evidence="Seen by the coordinator",
        )
        placements.record_clearance(desk, idva.id, recorded)
    issues.report(desk_of(idva, now - timedelta(days=2)), live, IssueKind.WIFI, "It drops on the maternity ward.")
    pack.put(desk.session, live, frozenset(PackKey), coordinator.id, first.date())


_HELD = (
    (ClearanceKind.DBS, 900),
    (ClearanceKind.HONORARY_CONTRACT, 24),
    (ClearanceKind.INDUCTION, None),
    (ClearanceKind.DATA_TRAINING, 210),
    (ClearanceKind.SMARTCARD, 400),
)
"""What the IDVA holds, and in how many days each runs out."""


def _build(desk_of: DeskOf, actor: Actor, hosts: Mapping[str, OrganisationId], planned: Planned, now: datetime) -> Site:
    def desk(days_ago: float) -> Desk[Session]:
        return desk_of(actor, now - timedelta(days=days_ago))

    site = entry.add(desk(planned.days), _described(planned, hosts))
    kinds = tuple(GateKind(gate.kind) for gate in open_site(desk(0), site.reference).gates)
    lasts = {_K.AGREEMENT: 48, _K.SHARING: planned.sharing_days}
    last = planned.opened_days or 70
    for number, kind in enumerate(kinds[: planned.met]):
        day = planned.days - (planned.days - last - 5) * (number + 1) // planned.met
        until = now.date() + timedelta(days=lasts[kind]) if kind in lasts else None
        _meet(desk(day), site, kind, until)
    for kind, side, holder, days_ago, blocker in planned.waiting:
        _wait(desk, site, kind, Holding(owner="Rosa Plover", side=side, holder=holder, blocker=blocker), days_ago)
    if planned.opened_days is not None:
        opened, first = open_site(desk(0), site.reference), (now - timedelta(days=planned.opened_days)).date()
        entry.set_days(desk(planned.opened_days), opened, Days(opened_on=first, ended_on=None), opened.site.version)
    return open_site(desk(0), site.reference).site


def _described(planned: Planned, hosts: Mapping[str, OrganisationId]) -> Described:
    return Described(
        name=planned.name,
        kind=SiteKind.HOSPITAL,
        borough=planned.borough,
        ods_code=planned.ods_code,
        police_base="",
        host_organisation_id=hosts.get(planned.host),
        departments=planned.departments,
        hours="Monday to Friday, 9:00 to 17:00",
        cover_plan="The Camden team covers leave. Without cover the wards ring triage.",
        sponsor=Contact(name="Chief nurse", phone="020 7946 0001"),
        line_management="Safeguarding",
        operational_lead=Contact(name="Named nurse for adult safeguarding", phone="020 7946 0002"),
        safeguarding_phone="020 7946 0003",
    )


def _open(desk: Desk[Session], site: Site, kind: GateKind) -> tuple[Opened, Gate]:
    opened = open_site(desk, site.reference)
    return opened, gate_store.one(opened.gates, kind.value)


def _meet(desk: Desk[Session], site: Site, kind: GateKind, last: date | None) -> None:
    opened, gate = _open(desk, site, kind)
    gates.meet(desk, opened, gate, Met(first=desk.today, last=last, evidence="Seen by the coordinator"))


def _wait(desk: Callable[[float], Desk[Session]], site: Site, kind: GateKind, holding: Holding, days_ago: int) -> None:
    gates.hand_on(desk(days_ago), *_open(desk(days_ago), site, kind), holding)
    if days_ago > 30:
        asked = Said(who=holding.holder, words="When it will be done, and what is missing.")
        gates.chase(desk(9), *_open(desk(9), site, kind), asked)
        gates.answer(desk(6), *_open(desk(6), site, kind), Said(words="Two weeks more: a form came back unsigned."))
