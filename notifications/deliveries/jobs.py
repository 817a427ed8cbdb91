"""Sending: what is due is claimed in one short transaction, sent outside any, and settled in another.

A page never waits for a provider, and neither does any other job. A process that is killed leaves
its claims; when they run out the next one asks the provider by reference where it can be asked, and
sends again where it cannot (assurance P16).
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import Reference
from lvws_core.ports import Staff
from notifications.deliveries import store
from notifications.deliveries.model import Delivery, Pace, State, dropped, failed, given_up, succeeded
from notifications.deliveries.service import Desk
from notifications.senders.model import Letter, Sender, UnsentError, Why
from notifications.wording.model import Wordings

BATCH: Final = 500
"""How many rows one transaction deletes."""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """What a process sends with: its transactions, who it is, and the way out; None while no mail is set up.

    `transaction` opens one of the system, `staff` finds addresses in it, `clock` gives aware UTC,
    `chance` a number between 0 and 1, `address` is where readers sign in. `on_dead` tells who can act of a
    message that becomes a dead letter, in the transaction in which it does.
    """

    transaction: Callable[[], AbstractContextManager[store.Session]]
    staff: Callable[[store.Session], Staff]
    sender: Sender | None
    wordings: Wordings
    address: str
    holder: UUID
    on_dead: Callable[[store.Session, Delivery], None]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    pace: Pace = Pace()


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery in the hands of this process, and where it goes: None when the account is closed.

    `items` is of how many things its reader may know by now, of those that it was to tell of.
    """

    delivery: Delivery
    address: str | None
    items: int


def deliver_due(post: Post) -> int:
    """Send what is due until nothing is, the provider is down, or the time of one round is up; give how many tried.

    Raises:
        Invalid: A claim would not outlast this sender.
    """
    lanes = 1 if post.sender is None else post.sender.lanes
    if post.sender is not None:
        post.pace.outlasts(post.sender.longest)
    until, tried = post.clock() + post.pace.most, 0
    with ThreadPoolExecutor(lanes) as pool:
        while claims := _claim(post, lanes):
            goes_on = list(pool.map(lambda claim: _deliver(post, claim), claims))
            tried += len(claims)
            if not all(goes_on) or post.clock() >= until:
                break
    return tried


def _claim(post: Post, most: int) -> tuple[Claim, ...]:
    with post.transaction() as session:
        taken = store.claim(session, post.holder, post.clock(), most, post.pace)
        staff = post.staff(session)
        found = staff.addresses(frozenset(each.user_id for each in taken)) if taken else {}
        kept = _kept_from(session, staff, taken)
    return tuple(
        Claim(delivery=each, address=found.get(each.user_id), items=max(each.items - kept[each.id], 0))
        for each in taken
    )


def _kept_from(session: store.Session, staff: Staff, taken: tuple[Delivery, ...]) -> Counter[UUID]:
    """Count, by message, the notices that its reader may not know of any more: by the rule of when it was planned.

    One statement a reference. Source: MAR-50, TOP-17.
    """
    by_reference: dict[Reference, list[Delivery]] = defaultdict(list)
    by_id = {each.id: each for each in taken}
    for id_, reference in store.abouts(session, taken) if taken else ():
        by_reference[reference].append(by_id[id_])
    kept: Counter[UUID] = Counter()
    for reference, told in by_reference.items():
        readers = frozenset(each.user_id for each in told)
        know = staff.recipients(frozenset(each.organisation_id for each in told), reference, readers)
        may_know = {each.id for each in know}
        kept.update(each.id for each in told if each.user_id not in may_know)
    return kept


def _deliver(post: Post, claim: Claim) -> bool:
    """Send one and write down what came of it; False when the provider is down for all of them."""
    is_up = True
    try:
        done = _tried(post, claim)
    except UnsentError as error:
        is_up = not error.is_down
        done = failed(claim.delivery, error, post.clock(), post.chance(), post.pace)
    except Exception:  # noqa: BLE001 - an answer that nobody thought of stops neither the others nor the 24 hours
        strange = UnsentError(Why.NONSENSE, perhaps=True)
        done = failed(claim.delivery, strange, post.clock(), post.chance(), post.pace)
    with post.transaction() as session:
        if store.settle(session, done, post.holder) and done.state is State.DEAD:
            post.on_dead(session, done)
    return is_up


def _tried(post: Post, claim: Claim) -> Delivery:
    """Give a delivery as it stands after it was sent, or was not to be.

    Raises:
        UnsentError: The provider did not take it, or nobody knows.
    """
    delivery, now = claim.delivery, post.clock()
    if post.sender is None:
        return dropped(delivery, Why.NO_SENDER, now)
    if claim.address is None:
        return dropped(delivery, Why.CLOSED, now)
    if not claim.items:
        return dropped(delivery, Why.KEPT_FROM, now)
    try:
        written = post.wordings.write(delivery.kind, items=claim.items, address=post.address)
    except Invalid as error:
        return given_up(delivery, Why(error.code), now)
    was_taken = delivery.perhaps and post.sender.can_be_asked and post.sender.knows(delivery.id)
    if not was_taken and _was_left_for_a_day(delivery, now, post.pace):
        return given_up(delivery, Why.TOO_LATE, now)
    if not was_taken:
        post.sender.send(Letter(reference=delivery.id, to=claim.address, subject=written.subject, body=written.body))
    return succeeded(delivery, post.clock())


def _was_left_for_a_day(delivery: Delivery, now: datetime, pace: Pace) -> bool:
    """Say whether processes ended over a delivery until its day was over: it may be what ends them."""
    return delivery.error is Why.ENDED and now - delivery.due_at >= pace.dead_after


def forget_old(desk: Desk, *, most: int = BATCH) -> tuple[int, ...]:
    """Delete what was sent long ago, a batch at a time; dead letters stay until somebody decides. Give how many.

    How long it is kept is `Policy.keep_delivered_days`; the notices themselves stay in the portal.
    """
    gone = store.forget(desk.session, desk.now - timedelta(days=desk.policy.keep_delivered_days), most)
    return (gone,) if gone else ()
