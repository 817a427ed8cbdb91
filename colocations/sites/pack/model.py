"""The starter pack: what every site needs on paper, so that the next one is not built from nothing.

The texts are ours, in plain words, from the domain's facts (6.1 to 6.3); a host adds its own names and numbers.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from lvws_core.vocabulary.labelled import Labelled


class PackKey(Labelled):
    """A part of the pack. Source: domain 6.3, the local guidance pack."""

    AGREEMENT = "agreement", "Headings of a co-location agreement"
    INDUCTION = "induction", "Induction checklist"
    CARD = "card", "Referral card for the ward"
    SCRIPT = "script", "Words for a first talk"
    STAFF = "staff", "When somebody on the staff is the victim"
    PATHWAY = "pathway", "Referral pathway and out of hours"


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and what stands under it, a line for each thing."""

    heading: str
    lines: tuple[str, ...]


def _part(heading: str, *lines: str) -> Section:
    return Section(heading=heading, lines=lines)


TEXTS: Final[Mapping[PackKey, tuple[Section, ...]]] = {
    PackKey.AGREEMENT: (
        _part(
            "Who and what for",
            "The two organisations, the site and its departments, and what the adviser does there.",
            "The adviser is independent of the host, keeps their own employer and their own manager.",
            "The host’s executive sponsor and operational lead, each with a number.",
        ),
        _part(
            "What the host gives",
            "A private room that can be booked, with its hours and how many it holds.",
            "A desk, a computer, Wi-Fi, phone signal, and access to the canteen.",
            "Honorary contract, letter of access or visitor status, and who decides which.",
            "Induction, the training that its systems need, and a smartcard where one is needed.",
        ),
        _part(
            "What we give",
            "An adviser with an enhanced DBS check, supervised, with emotional support, and cover for leave.",
            "Training for staff, visits to wards, and word of what became of each referral, in the fewest details.",
        ),
        _part(
            "Data",
            "An honorary contract gives access to the building. It is no right to move data.",
            "A separate sharing agreement says what may go either way, on which basis, until when.",
        ),
        _part("Looking again", "A day of review, how either side ends it, and who is told when something goes wrong."),
    ),
    PackKey.INDUCTION: (
        _part(
            "Before the first day",
            "DBS check, host vetting and access are recorded, each with its last day.",
            "Supervision is arranged, and whom to ring on a bad day.",
        ),
        _part(
            "On the first day",
            "Fire exits and assembly point.",
            "Lone working: who knows where the adviser is, and the security code.",
            "Infection control on each ward that is visited.",
            "The safeguarding route: who leads for adults, for children, and in maternity.",
            "Whom to call when there is danger now: 999, then security, then the safeguarding lead.",
        ),
        _part(
            "The room and the desk",
            "The private room is tried: the door closes, nobody hears, nobody looks in. The sign on it says nothing.",
            "Computer, Wi-Fi, phone signal and login are tried on the spot.",
        ),
    ),
    PackKey.CARD: (
        _part(
            "Ask when you are alone with the person",
            "Never in front of a partner, a relative or a child who can talk. Use an interpreter, not the family.",
            "“We ask everybody: is anybody at home hurting you, or making you afraid?”",
        ),
        _part(
            "If the answer is yes",
            "Believe it, say that it is not their fault, and ask what would be safe now.",
            "Ask whether they want to talk to an independent adviser, and how they can safely be reached.",
            "Danger now: 999, security, and the safeguarding lead. You do not need consent to save a life.",
        ),
        _part(
            "How to refer",
            "Ring the adviser, or leave the ward, your name and a number. No details on voicemail or in e-mail.",
            "Write down in the notes only what the ward’s policy says, where no visitor can read it.",
            "You are told whether the person was reached. You are not told what was said.",
        ),
    ),
    PackKey.SCRIPT: (
        _part(
            "To the person",
            "“I am independent. I do not work for the hospital or the police.”",
            "“What you tell me stays with my service unless somebody is in danger. I would tell you first if I could.”",
            "“Is it safe to talk here, now? If anybody comes in we are talking about your discharge.”",
            "“How may I reach you? Who might pick up? What should I say if somebody else does?”",
        ),
        _part(
            "To the ward",
            "“Thank you for the referral. I have it, and I will tell you whether we were in touch.”",
            "“I cannot tell you what was said. If the person is at risk here, we will agree what you need to know.”",
        ),
        _part("To anybody who asks who you are", "“I visit the wards.” Never say the name of the service."),
    ),
    PackKey.STAFF: (
        _part(
            "Apart from the host",
            "Somebody on the staff may come without their manager knowing, in a room away from their ward.",
            "Their record is ours alone. No message goes to the host’s systems, and the ward is told nothing.",
        ),
        _part(
            "What to agree beforehand",
            "Whom they may turn to at the host: one named person outside the line of management.",
            "What is done when the other person works there too: shifts, access, and safeguarding.",
        ),
    ),
    PackKey.PATHWAY: (
        _part(
            "For each ward",
            "Who asks, who refers, how, and within which time the adviser answers.",
            "Quiet times at which a visit or a short training fits.",
            "Where cards and posters are, and who puts up new ones.",
        ),
        _part(
            "When the adviser is away",
            "Whom the ward rings, at which hours, and what is done at night and at weekends.",
            "High risk never waits for Monday: the night’s number, the safeguarding lead, or 999.",
        ),
    ),
}
"""The text of each part."""
