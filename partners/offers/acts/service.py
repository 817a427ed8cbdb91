"""The acts of an offer that people have buttons for; each is one move with its words."""

from datetime import datetime

import msgspec

from lvws_core.consent.contact import Channel
from lvws_core.ids import Reference
from lvws_core.referrals import Detail, Move
from lvws_core.times import utc
from partners.offers.model import FiledOffer
from partners.offers.service import Desk, Overtaken, make


class FirstContact(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about the first contact: when (aware), on which channel, and how it went, in words."""

    at: datetime
    channel: Channel
    note: str = ""


def accept(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Accept an offer, for the whole team, and take it on; if somebody was quicker, say who.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to accept.
    """
    return make(desk, reference, Move.ACCEPT, version)


def record_first_contact(
    desk: Desk, reference: Reference, version: int, contact: FirstContact
) -> FiledOffer | Overtaken:
    """Record that the person was really reached; custody moves to the partner.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to record.

    Source: lifecycle 1.
    """
    told = {"channel": contact.channel.value, "reached_at": utc(contact.at).isoformat()}
    return make(desk, reference, Move.FIRST_CONTACT, version, text=contact.note, told=told)


def ask(desk: Desk, reference: Reference, version: int, question: str) -> FiledOffer | Overtaken:
    """Ask the lead a question; the clock of the answer stands still until the lead replies."""
    return make(desk, reference, Move.ASK, version, detail=Detail(note=question), text=question)


def answer(desk: Desk, reference: Reference, version: int, words: str) -> FiledOffer | Overtaken:
    """Answer the partner's question; the clock runs on."""
    return make(desk, reference, Move.ANSWER, version, text=words)


def decline(desk: Desk, reference: Reference, version: int, detail: Detail, text: str) -> FiledOffer | Overtaken:
    """Decline an offer with a coded reason and whose choice it was; the words go to the lead."""
    return make(desk, reference, Move.DECLINE, version, detail=detail, text=text)
