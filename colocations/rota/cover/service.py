"""Finding cover: who could, asking one of them, and their answer; each decided anew at its own moment."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from colocations.rota import store as shifts
from colocations.rota.cover import store
from colocations.rota.cover.model import Answer, Candidate, CoverAsk, candidates, in_place
from colocations.rota.model import Shift, Standing, against, standing_of, standing_shifts, wards_left
from colocations.rota.service import Desk, Roster, roster
from colocations.rota.shifts.service import put_on
from colocations.sites import store as sites
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because

ASKED, ANSWERED = "cover.asked", "cover.answered"
"""The kinds of the events that people are told of."""


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that somebody may cover: why it falls, the wards that it leaves, who could, and who was asked."""

    shift: Shift
    day: Roster
    standing: Standing
    reasons: tuple[Reason, ...]
    wards: tuple[str, ...]
    cover: Shift | None
    candidates: tuple[Candidate, ...]
    asks: tuple[CoverAsk, ...]


def sought(desk: Desk, shift: Shift, day: Roster, workers: Iterable[UserId]) -> Sought:
    """Give everything about the cover of a shift."""
    standing, reasons = standing_of(day.facts, shift)
    site = day.facts.sites[shift.site_id]
    there = standing_shifts(day.facts, day.shifts)
    fell = standing is not Standing.STANDS
    return Sought(
        shift=shift,
        day=day,
        standing=standing,
        reasons=reasons,
        wards=wards_left(site, [shift], there) if fell else (),
        cover=next((each for each in day.shifts if each.covers_id == shift.id), None),
        candidates=candidates(day.facts, shift, day.shifts, workers),
        asks=store.of_shift(desk.session, shift.id),
    )


def ask(desk: Desk, found: Sought, worker_id: UserId) -> None:
    """Ask a worker to cover a shift; event `cover.asked`, of which they are told.

    Raises:
        Missing: The worker is none who could be asked.
        Conflict: The shift stands or is covered, they were asked already, or something is against it; every reason.
    """
    wanted = next((each for each in found.candidates if each.worker_id == worker_id), None)
    if wanted is None:
        raise Missing
    if reasons := (*_against_asking(found, worker_id), *wanted.reasons):
        raise Conflict(reasons)
    shift = found.shift
    made = CoverAsk(id=desk.new_id(), shift_id=shift.id, worker_id=worker_id, asked_by=desk.actor.id, asked_at=desk.now)
    store.add(desk.session, made, desk.actor.organisation_id)
    reference = found.day.facts.sites[shift.site_id].reference
    desk.note(ASKED, made.id, reference=reference, worker_id=str(worker_id), shift_id=str(shift.id))


def _against_asking(found: Sought, worker_id: UserId) -> tuple[Reason, ...]:
    causes = (
        (found.standing is Standing.STANDS, "stands", "This shift stands: nobody needs to cover it."),
        (found.cover is not None, "covered", "Somebody covers this shift already."),
        (
            any(each.worker_id == worker_id and each.answer is None for each in found.asks),
            "asked_already",
            "They are asked already and have not answered yet.",
        ),
    )
    return tuple(because(code, "COLO-03", text) for applies, code, text in causes if applies)


def take_back(desk: Desk, shift: Shift) -> None:
    """Take back every question about a shift that is still open; event `cover.taken_back`."""
    count = store.take_back(desk.session, shift.id, desk.now)
    desk.note("cover.taken_back", shift.id, count=count)


def answer(desk: Desk, ask_id: UUID, said: Answer) -> Shift:
    """Say whether one covers; who agrees is put on the rota in the place of the other. Event `cover.answered`.

    What was possible when the question was asked is asked again now, and whoever else puts the same worker on a
    shift at this moment is waited for.

    Raises:
        Missing: There is no such question to this actor.
        Conflict: It was answered or taken back, the shift stands again or is covered, or something is against it.

    Source: COLO-03.
    """
    asked = store.get(desk.session, ask_id)
    if asked.worker_id != desk.actor.id:
        raise Missing
    shift = shifts.get(desk.session, asked.shift_id)
    if not store.answer(desk.session, asked, said, desk.now):
        raise Conflict(because("answered_already", "COLO-03", "This was answered already, or taken back."))
    if said is Answer.AGREED:
        _take(desk, shift)
    reference = sites.named(desk.session, [shift.site_id])[shift.site_id].reference
    desk.note(ANSWERED, ask_id, reference=reference, agreed=said is Answer.AGREED, shift_id=str(shift.id))
    return shift


def _take(desk: Desk, shift: Shift) -> None:
    shifts.hold(desk.session, (shift.worker_id, desk.actor.id))
    day = roster(desk, shift.day, shift.day)
    if shift.site_id not in day.facts.sites or shift.cancelled_at is not None:
        raise Conflict(because("called_off", "COLO-03", "This shift was called off, or you work there no more."))
    own = shifts.between(desk.session, shift.day, shift.day, worker_id=desk.actor.id)
    made = in_place(shift, desk.actor.id, desk.new_id())
    reasons = list(against(day.facts, made, own))
    if standing_of(day.facts, shift)[0] is Standing.STANDS:
        reasons.append(because("stands", "COLO-03", "The shift stands again: nobody needs to cover it."))
    if any(each.covers_id == shift.id for each in day.shifts):
        reasons.append(because("covered", "COLO-03", "Somebody else covers it already."))
    if reasons:
        raise Conflict(reasons)
    put_on(desk, made)
    store.take_back(desk.session, shift.id, desk.now)
