"""Reaching the person: record an attempt, find out what comes next, give up by the rules and not before."""

import msgspec

from lvws_core.consent.contact import AttemptOutcome, NextAttempt, StopCause
from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from lvws_core.ports import FindAttempts
from lvws_core.reasons import because
from lvws_core.referrals import Move, Note, OfferStatus
from lvws_core.times import utc
from partners.offers.acts.service import FirstContact, Overtaken, make, mark, record_first_contact
from partners.offers.contact.forms import NotReached, Tried
from partners.offers.contact.model import what_next
from partners.offers.model import FiledOffer
from partners.offers.safety.service import report
from partners.offers.service import Desk, OpenOffer, before, open_offer, read


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """How far the attempts to reach the person have come."""

    opened: OpenOffer
    ahead: NextAttempt

    @property
    def filed(self) -> FiledOffer:
        """The offer as it is stored."""
        return self.opened.filed


def record_attempt(desk: Desk, reference: Reference, version: int, tried: Tried) -> FiledOffer | Overtaken:
    """Record an attempt; who spoke to the person for the first time has made first contact, and custody moves.

    Where somebody else answered, contact is stopped on every live offer of the person.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to record.
        Conflict: Somebody else answered, and the offer is over.

    Source: CONT-03, CONT-20, CONT-22; lifecycle 1.
    """
    attempt, status = tried.attempt, read(desk, reference).offer.status
    if attempt.outcome == AttemptOutcome.UNEXPECTED_ANSWERER:
        # First, and whatever becomes of the attempt: another page that was quicker is no reason to go on calling.
        report(desk, reference, StopCause.UNEXPECTED_ANSWERER)
    if attempt.outcome == AttemptOutcome.SPOKE and status == OfferStatus.ACCEPTED:
        contact = FirstContact(at=attempt.at, channel=attempt.channel, note=tried.note)
        return record_first_contact(desk, reference, version, contact)
    told = {
        "channel": attempt.channel.value,
        "result": attempt.outcome.value,
        "tried_at": utc(attempt.at).isoformat(),
    }
    return mark(desk, reference, Note.ATTEMPT, version, text=tried.note, told=told)


def before_attempt(desk: Desk, reference: Reference, find_attempts: FindAttempts) -> Reached:
    """Give how far the attempts have come, for the form of another one with the plan on top; the read is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It is not possible in this state, or not this actor's.

    Source: CONT-22; TOP-10.
    """
    before(desk, reference, Note.ATTEMPT)
    return so_far(desk, reference, find_attempts)


def so_far(desk: Desk, reference: Reference, find_attempts: FindAttempts) -> Reached:
    """Give how far the attempts have come, for a form that comes back with its faults; the read is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    return _reached(desk, open_offer(desk, reference), find_attempts)


def before_giving_up(desk: Desk, reference: Reference, find_attempts: FindAttempts) -> Reached:
    """Give how far the attempts have come, for who wants to say that nobody could be reached; the read is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It is not possible in this state, or not this actor's.
    """
    before(desk, reference, Move.NOT_REACHED)
    return _reached(desk, open_offer(desk, reference), find_attempts)


def _reached(desk: Desk, opened: OpenOffer, find_attempts: FindAttempts) -> Reached:
    offer = opened.filed.offer
    ahead = what_next(
        offer,
        opened.snapshot,
        opened.entries,
        now=desk.now,
        calendar=desk.calendar,
        policy=desk.policy,
        others=find_attempts(opened.filed.person_id, offer.accepted_at or desk.now),
    )
    return Reached(opened=opened, ahead=ahead)


def give_up(
    desk: Desk, reference: Reference, version: int, given_up: NotReached, find_attempts: FindAttempts
) -> FiledOffer | Overtaken:
    """Record that the person could not be reached, once the attempts of the policy are exhausted.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: Attempts are still to be made.
        NotAllowed: It is not the actor's to record.

    Source: domain 5.4; lifecycle 2.
    """
    opened = open_offer(desk, reference)
    if opened.filed.offer.status == OfferStatus.ACCEPTED and not _reached(desk, opened, find_attempts).ahead.exhausted:
        raise Conflict(because("attempts_left", "CONT-20", "Attempts are still to be made before you can say this."))
    return make(desk, reference, Move.NOT_REACHED, version, detail=given_up.detail, text=given_up.note)
