"""Sites, gates, placements, clearances and problems in both databases: round trips, pages, and what is due."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from colocations.placements import store as placements
from colocations.placements.model import Clearance, ClearanceKind, Level, Placement
from colocations.sites import store
from colocations.sites.expiry.model import Nearing
from colocations.sites.gates import store as gates
from colocations.sites.gates.model import GateKind, Holding, Met, Side, finish, hand
from colocations.sites.issues import store as issues
from colocations.sites.issues.model import Issue, IssueKind
from colocations.sites.model import Contact, Site
from colocations.sites.pack import store as pack
from colocations.sites.pack.model import PackKey
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import Reference
from lvws_core.paging import PAGE_SIZE
from portal.database import Database
from tests.builders import CONSORTIUM, HOSPITAL, LEAD, NOW, SHELTER
from tests.colocations.builders import BEGUN, TODAY, a_site

WORKER = CONSORTIUM["idva"].id
SITE = a_site(departments=("A&E", "Maternity"), sponsor=Contact(name="Chief nurse", phone="1"), opened_on=BEGUN)


def kept(database: Database, *sites: Site) -> None:
    with database.transaction(database.open(LEAD)) as session:
        for site in sites:
            store.add(session, site)
            gates.add_all(session, site)


def test_colo_04_a_site_comes_back_as_it_was_stored_and_nobody_else_has_it(database: Database) -> None:
    kept(database, SITE)
    with database.transaction(database.open(LEAD)) as session:
        assert store.get(session, SITE.reference) == SITE
        after = store.put(session, SITE, replace(SITE, host_organisation_id=HOSPITAL, hours="Nine to five"))
        assert store.get(session, SITE.reference) == after
        with pytest.raises(Conflict):
            store.put(session, SITE, SITE)
    for stranger in (SHELTER, HOSPITAL):
        with database.transaction(database.open(stranger, reading=True)) as session, pytest.raises(Missing):
            store.get(session, SITE.reference)


def test_a_gate_comes_back_as_it_was_stored_and_only_at_its_version(database: Database) -> None:
    kept(database, SITE)
    with database.transaction(database.open(LEAD)) as session:
        before = gates.of_sites(session, (SITE.id,))[SITE.id][0]
        held = hand(before, Holding(owner="Us", side=Side.HOST, holder="HR", due_on=TODAY, blocker="A form"), TODAY)
        after = finish(held, (), Met(first=BEGUN, last=TODAY, evidence="Seen"), TODAY)
        gates.put(session, SITE.id, before, after)
        assert gates.of_sites(session, (SITE.id,))[SITE.id][0] == replace(after, version=2)
        with pytest.raises(Conflict):
            gates.put(session, SITE.id, before, after)
        assert [gate.kind for gate in gates.of_sites(session, (SITE.id,))[SITE.id]] == [
            kind for kind in GateKind if kind is not GateKind.RESIDENCE
        ]


def test_colo_03_exactly_what_is_to_be_said_is_found_and_a_new_end_is_said_anew(database: Database) -> None:
    kept(database, SITE)
    with database.transaction(database.open(LEAD)) as session:
        before = gates.of_sites(session, (SITE.id,))[SITE.id][0]
        met = finish(before, (), Met(first=BEGUN, last=TODAY + timedelta(days=60), evidence="Seen"), TODAY)
        gates.put(session, SITE.id, before, met)
    with database.system() as session:
        assert gates.running_out(session, TODAY - timedelta(days=1), 10) == ()
        (found,) = gates.running_out(session, TODAY, 10)
        gates.say(session, found, frozenset({Nearing.FIRST}))
        assert gates.running_out(session, TODAY + timedelta(days=29), 10) == ()
        assert len(gates.running_out(session, TODAY + timedelta(days=30), 10)) == 1
    with database.transaction(database.open(LEAD)) as session:
        now = gates.of_sites(session, (SITE.id,))[SITE.id][0]
        longer = finish(now, (), Met(first=TODAY, last=TODAY + timedelta(days=61), evidence="Seen"), TODAY)
        gates.put(session, SITE.id, now, longer)
    with database.system() as session:
        assert len(gates.running_out(session, TODAY + timedelta(days=1), 10)) == 1


def test_the_pages_of_the_list_leave_no_site_out_and_repeat_none(database: Database) -> None:
    many = [
        a_site(id=UUID(int=0x100 + n), reference=Reference(f"SITE-{n:02}"), name=f"Site {n % 7}")
        for n in range(PAGE_SIZE + 3)
    ]
    kept(database, *many)
    with database.transaction(database.open(LEAD, reading=True)) as session:
        first = store.page(session, None)
        second = store.page(session, first.next_cursor)
    assert (len(first.items), len(second.items), second.next_cursor) == (PAGE_SIZE, 3, None)
    assert {site.id for site in (*first.items, *second.items)} == {site.id for site in many}


def placed(ends_on: date | None = None) -> Placement:
    return Placement(id=UUID(int=7), site_id=SITE.id, worker_id=WORKER, starts_on=BEGUN, ends_on=ends_on)


@pytest.mark.parametrize(("ends_on", "seen"), [(None, True), (TODAY, True), (TODAY - timedelta(days=1), False)])
def test_whoever_works_on_site_finds_it_until_the_last_day(
    database: Database, ends_on: date | None, *, seen: bool
) -> None:
    kept(database, SITE)
    own = store.Own(worker_id=WORKER, today=TODAY)
    with database.transaction(database.open(LEAD)) as session:
        assert store.page(session, None, own).items == ()
        placements.add(session, placed(ends_on), LEAD)
        assert bool(store.page(session, None, own).items) is seen
        assert placements.of_worker(session, WORKER) == placements.of_site(session, SITE.id) == (placed(ends_on),)
        assert bool(placements.on(session, TODAY, (SITE.id,))) is seen


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ClearanceKind.NPPV, "level": Level.UNRESTRICTED},
        {"kind": ClearanceKind.INDUCTION, "site_id": SITE.id, "expires_on": TODAY, "evidence": "Seen"},
    ],
)
def test_a_clearance_comes_back_as_it_was_stored_and_is_given_up_once(
    database: Database, changes: dict[str, Any]
) -> None:
    kept(database, SITE)
    clearance = Clearance(**{"id": UUID(int=8), "worker_id": WORKER, "issued_on": BEGUN, **changes})
    with database.transaction(database.open(LEAD)) as session:
        placements.record(session, clearance, LEAD)
        assert placements.clearances(session, (WORKER,)) == {WORKER: (clearance,)}
        assert not placements.is_renewed(session, clearance)
        placements.give_up(session, clearance, TODAY)
        with pytest.raises(Conflict):
            placements.give_up(session, clearance, TODAY)
    with database.system() as session:
        assert placements.running_out(session, TODAY + timedelta(days=9), 10) == ()


def test_a_problem_comes_back_as_it_was_stored_and_goes_up_once(database: Database) -> None:
    kept(database, SITE)
    issue = Issue(id=UUID(int=9), site_id=SITE.id, kind=IssueKind.WIFI, opened_at=NOW, opened_by=WORKER, words="Off")
    with database.transaction(database.open(LEAD)) as session:
        issues.add(session, issue, LEAD)
        assert issues.get(session, SITE.id, issue.id) == issue
        assert issues.still_open(session, (SITE.id,)) == (issue,)
    with database.system() as session:
        later = NOW + timedelta(days=9)
        assert issues.not_gone_up(session, later, 10) == ((issue, LEAD),)
        issues.go_up(session, issue, later)
        assert issues.not_gone_up(session, later, 10) == ()


def test_what_a_site_has_of_the_pack_keeps_its_day(database: Database) -> None:
    kept(database, SITE)
    with database.transaction(database.open(LEAD)) as session:
        pack.put(session, SITE, frozenset({PackKey.CARD}), WORKER, BEGUN)
        pack.put(session, SITE, frozenset({PackKey.CARD, PackKey.SCRIPT}), WORKER, TODAY)
        assert pack.done(session, SITE.id) == {PackKey.CARD: BEGUN, PackKey.SCRIPT: TODAY}
        assert pack.counts(session, (SITE.id,)) == {SITE.id: 2}
        pack.put(session, SITE, frozenset(), WORKER, TODAY)
        assert pack.done(session, SITE.id) == {}
