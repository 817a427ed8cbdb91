"""The invariants of assurance section 3.3, each by its name, over what pages show and what the database holds."""

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from httpx import Response
from litestar.routes import HTTPRoute

from lvws_core.ids import Reference
from lvws_core.referrals import LIVE, Move, OfferStatus, Side, allowed_moves, allowed_notes, expires_at
from lvws_core.referrals.clocks import ClockKind, clocks, next_due
from lvws_core.times import england_and_wales
from partners.offers.buttons.pages import _RECORDING, ELSEWHERE
from partners.offers.lists.model import View
from partners.offers.pages import status_tag
from tests.builders import CONSORTIUM
from tests.partners.offers.test_web import MARKS
from tests.portal.life.hands import Posted, get, may_read, post
from tests.portal.life.settled import Someone
from tests.portal.life.world import LEADS, READABLE, TEAMS, Kept, World, strangers_to, team_of
from tests.portal.matrix import LINES

CALENDAR = england_and_wales()
OFFER = "/offers/{reference:str}"
FORMS = {line.path.removeprefix(f"{OFFER}/"): line.complete for line in LINES if line.path.startswith(f"{OFFER}/")}
ADDRESSES = tuple(sorted(FORMS.keys() & set(MARKS.values())))
"""The address of every act, behind that of the offer."""

_RECORDED = {button.does: button.path for button in _RECORDING}
_MARKS = {act: {MARKS.get(act, ""), _RECORDED.get(act, "")} - {""} for act in MARKS.keys() | _RECORDED.keys()}
"""The addresses of each act: the partner's own, and the lead's that records for a partner without an account."""

QUIETLY = {OfferStatus.WITHDRAWN, OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.ERROR}
"""Endings after which a partner opens nothing of what was shared."""


def i2_withdrawn_is_withdrawn_at_once(world: World, reference: Reference) -> None:
    """I2: in the second of the withdrawal an offer is over, and no address of the partner's shows anything of it."""
    assert world.offers()[reference].status not in LIVE, "I2: an offer lives on without its consent"
    for key in (team := team_of(world, reference)):
        the_number_is_asked_for(world, key, reference)
    for number, path in enumerate(_addresses(world, reference) if team else ()):
        get(world, team[number % 2], path)  # which holds every answer against I1


def the_number_is_asked_for(world: World, key: str, reference: Reference) -> Response:
    """Ask for the number as somebody at a partner; the answer is held against I1 and against every stop."""
    return post(world, Posted(key=key, path=f"/offers/{reference}/number", values={"_key": uuid4().hex}))


def _addresses(world: World, reference: Reference) -> Iterable[str]:
    routes = (route for route in world.app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods)
    found = (route.path for route in routes if route.path.startswith(OFFER))
    return (path.replace("{reference:str}", reference) for path in found if path.count("{") == 1)


def clock_c_runs_and_information_governance_looks_into_it(world: World, reference: Reference) -> None:
    """What went to the wrong recipient waits for the partner's word, and is one entry with its two clocks."""
    kept = world.offers()[reference]
    due = next_due(kept.offer, CALENDAR)
    assert due is not None, "C: nobody is asked what was read"
    assert due.kind == ClockKind.STOP, "C: another clock runs"
    listed = get(world, "governance", "/reviews").text
    assert listed.count(f'href="/reviews/{reference}"') == 1, "an offer that went astray is not one entry"
    entry = get(world, "governance", f"/reviews/{reference}").text
    assert not any(canary in entry for person in world.people for canary in person.canaries)


def nobody_sees_the_number(world: World, person: Someone) -> None:
    """CONT-01: from the moment of the report, no partner is given the number, from whichever offer they ask."""
    for reference, sent in world.about.items():
        if sent.person == person and world.kept[reference].status in LIVE:
            for key in team_of(world, reference)[:1]:
                the_number_is_asked_for(world, key, reference)  # which holds the answer against the stop


def i3_what_was_answered_is_in_the_files(world: World) -> None:
    """I3: what a killed process would leave behind holds every change that was answered.

    A process is killed in truth in `test_killed.py`.
    """
    offers = world.offers()
    with TemporaryDirectory() as folder:
        for part in (world.file, world.file.with_name(f"{world.file.name}-wal")) if world.file else ():
            if part.exists():
                shutil.copy(part, Path(folder) / part.name)
        found = sqlite3.connect(Path(folder) / world.file.name)
        rows = found.execute("SELECT reference, status, version FROM offer").fetchall()
        found.close()
    assert {Reference(r): (s, v) for r, s, v in rows} == {r: (o.status.value, o.version) for r, o in offers.items()}


def i4_at_most_one_is_taken(kept: Mapping[Reference, Kept]) -> None:
    """I4: of the offers of one request at most one lives, unless they are marked to work together."""
    alone = [each.offer.request_id for each in kept.values() if each.status in LIVE and not each.offer.co_work]
    assert len(alone) == len(set(alone)), "I4: two partners are asked for the same request"


class Ledger:
    """The audit read again from its beginning: where each offer stands by what was told."""

    def __init__(self, after: int) -> None:
        self._after = after
        self._stands: dict[UUID, tuple[str, int, int]] = {}

    def i5_every_change_is_told_once(self, world: World) -> None:
        """I5: each change of an offer is one entry of the audit and one line of its timeline, and no other is."""
        for told in world.told(self._after):
            self._after = told.sequence
            detail = told.body["detail"]
            if told.kind.startswith("offer.") and "version" in detail:
                status, version, lines = self._stands.get(told.subject_id, ("draft", 1, 0))
                assert told.body["old"] == status, "I5: a change begins where none ended"
                quiet = told.kind in READABLE or detail.get("move") == "acknowledge" or detail.get("note") == "message"
                step = not quiet
                assert detail["version"] == version + step, "I5: a version is left out"
                self._stands[told.subject_id] = told.body["new"], detail["version"], lines + 1
        held = {k.offer.id: (k.status.value, k.version, k.lines) for k in world.kept.values()}
        assert held == self._stands, "I5: what is held is not what was told"
        assert all((k.offer.status, k.offer.version) == (k.status, k.version) for k in world.kept.values())


def i10_nothing_waits_unseen(kept: Mapping[Reference, Kept]) -> None:
    """I10: on every live offer a clock runs that reminds somebody and then tells somebody else."""
    for each in (each for each in kept.values() if each.status in LIVE and each.status != OfferStatus.PAUSED):
        due = next_due(each.offer, CALENDAR)
        assert due is not None, f"I10: nothing is due on an offer that is {each.status}"
        assert due.escalate_to, "I10: nobody would be told"
        assert each.due_at == due.due_at, "I10: the lists sort by another moment than the offer's"


def i10_nothing_is_overdue_after_the_sweep(world: World) -> None:
    """I10: what nobody answered in time is with the lead again."""
    for each in world.offers().values():
        due_at = expires_at(each.offer, CALENDAR)
        assert due_at is None or due_at > world.now, f"I10: an offer that is {each.status} waits unseen"


def i10_the_lists_show_what_lives(world: World) -> None:
    """I10: every live offer stands in the partner's inbox and among what the lead has sent.

    A request that nobody is asked for, whose last offer came back, stands in `/unplaced`.
    """
    sent, offers = get(world, LEADS[0], "/sent").text, world.offers()
    for to, (worker, _) in TEAMS.items():
        inbox = "".join(get(world, worker, f"/inbox?show={view.value}").text for view in View)
        for reference, each in offers.items():
            assert each.status not in LIVE or reference in sent, "I10: the lead has lost an offer"
            if each.offer.organisation_id == to:
                assert each.status not in LIVE or reference in inbox, "I10: the partner does not see an offer"
            else:
                assert reference not in inbox, "I1: an offer to another partner is in the inbox"


class Dues:
    """When each clock was due when it was last looked at."""

    def __init__(self) -> None:
        self._dues: dict[tuple[UUID, ClockKind, datetime], datetime] = {}

    def i11_never_move_earlier(self, kept: Mapping[Reference, Kept]) -> None:
        """I11: while the same clock runs, it is never due earlier than it was."""
        for each in kept.values():
            for clock in clocks(each.offer, CALENDAR):
                key = (each.offer.id, clock.kind, clock.starts_at)
                assert clock.due_at >= self._dues.get(key, clock.due_at), f"I11: {clock.kind} moved earlier"
                self._dues[key] = clock.due_at


def i13_the_same_form_again_is_the_same_answer(world: World, posted: Posted) -> None:
    """I13: a form that had its effect has it once; sent again it leads where it led before."""
    before = world.offers()
    again = post(world, posted)
    assert (again.status_code, again.headers.get("location")) == (303, posted.location), "I13: another answer"
    assert world.offers() == before, "I13: another effect"


def only_what_is_allowed_is_done(world: World, key: str, reference: Reference, act: str, path: str) -> None:
    """Send a complete form of an act in the present version: it is done where the library allows it, else nothing is.

    Opening counts as nothing: an act that is refused may show the offer instead.
    """
    before, actor = world.offers()[reference], CONSORTIUM[key].actor
    allowed = act in allowed_moves(before.offer, actor) | allowed_notes(before.offer, actor, world.now)
    values = {**FORMS[path], "version": f"{before.version}", "_key": uuid4().hex}
    answer = post(world, Posted(key=key, path=f"/offers/{reference}/{path}", values=values))
    after = world.offers()[reference]
    if answer.status_code == 303:
        assert allowed, f"{key} did {act} on an offer that was {before.status}"
    else:
        opened = (before.status, after.status) == (OfferStatus.SENT, OfferStatus.ACKNOWLEDGED)
        assert opened or after == before, f"{key} was refused {act} and something changed"


def pages_show_what_the_database_holds(world: World, kept: Kept) -> None:
    """Open an offer as each side: state, version, due moment and buttons are those of the database.

    What is not opened yet is not opened for the partner either, because that would acknowledge it.
    """
    sent, turn = world.about[kept.reference], world.seen["steps"] % 2
    _page_shows(world, kept, LEADS[turn], Side.LEAD)
    team = team_of(world, kept.reference)
    if team and kept.status not in {OfferStatus.SENT, OfferStatus.ERROR}:
        key = team[turn]
        page = _page_shows(world, kept, key, Side.PARTNER)
        reads = any(canary in page for canary in sent.person.canaries)
        assert not (reads and kept.status in QUIETLY), f"I2: an offer that is {kept.status} is still read"
        agreed = sent.until is not None and world.now < sent.until
        lives = kept.status in LIVE and agreed and may_read(world, kept.reference, key)
        assert reads or not lives, "a partner cannot read what it works with"
    if turn:
        return
    stranger = strangers_to(world, kept.reference)[world.seen["requests"] % 2]
    assert get(world, stranger, f"/offers/{kept.reference}").status_code == 404


def _page_shows(world: World, kept: Kept, key: str, side: Side) -> str:
    path, actor = f"/offers/{kept.reference}", CONSORTIUM[key].actor
    answer = get(world, key, path)
    assert answer.status_code == 200
    page = answer.text
    due = next_due(kept.offer, CALENDAR)
    assert due is None or due.due_at.isoformat() in page, "the page says another moment than is due"
    shown = {act for act, marks in _MARKS.items() if any(f'"{path}/{mark}"' in page for mark in marks)}
    allowed = allowed_moves(kept.offer, actor) | allowed_notes(kept.offer, actor, world.now)
    elsewhere = ELSEWHERE - {Move.ACKNOWLEDGE} if kept.offer.off_portal else ELSEWHERE
    other = sorted(act.value for act in shown ^ (allowed - elsewhere))
    assert not other, f"{key} is shown other acts than are allowed while it is {kept.status}: {other}"
    if not kept.offer.off_portal:
        assert status_tag(kept.status, side).text in page
    return page
