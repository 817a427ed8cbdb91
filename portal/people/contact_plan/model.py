"""Safe contact: the core's plan with what it leaves out, the numbers and the agreed word."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from lvws_core.consent.contact import Channel, ContactPlan, Safety, in_plain_words
from lvws_core.errors import Invalid
from partners.offers.snapshot.model import SharedContact, SharedWay
from portal.people.corrections.model import Recorded


class SafeContact(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in force with the number or address of each channel.

    `code_word` is what the person says to prove who speaks, `service_word` what we say; `note` is one
    sentence more. Yes to one of the three about devices says that it is shared or watched: silence is not known.

    Raises:
        Invalid: The plan and the word disagree on whether there is one.

    Source: domain 5.1.
    """

    plan: ContactPlan
    ways: Mapping[Channel, str] = {}
    code_word: str = ""
    note: str = ""
    service_word: str = ""
    shared_device: Safety = Safety.UNKNOWN
    monitored: Safety = Safety.UNKNOWN
    cloud_shared: Safety = Safety.UNKNOWN
    safe_person: str = ""
    unsafe_people: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a plan that promises a word which is not there, or hides one."""
        if self.plan.has_code_word != bool(self.code_word):
            raise Invalid("code_word", "disagrees_with_plan")

    @property
    def safe(self) -> tuple[Channel, ...]:
        """The channels that are confirmed safe, in the order of `Channel`."""
        return tuple(c for c in Channel if self.plan.safety_of(c) == Safety.YES)

    def as_sensitive(self) -> "SafeContact":
        """Give the same plan as one where not known counts as unsafe (TOP-10)."""
        return replace(self, plan=replace(self.plan, sensitive=True))

    def sentences(self) -> tuple[str, ...]:
        """Give the plan in plain sentences, what matters most first; numbers and the words are not in them."""
        return (*in_plain_words(self.plan), *self.besides())

    def besides(self) -> tuple[str, ...]:
        """Give what the core's plan leaves out, in sentences: devices, people, and the note."""
        devices = (said for name, said in _DEVICES.items() if getattr(self, name) is Safety.YES)
        never = (f"Never talk to: {', '.join(self.unsafe_people)}.",) if self.unsafe_people else ()
        safe = (f"Safe to talk to: {self.safe_person}.",) if self.safe_person else ()
        return (*never, *devices, *safe, *((self.note,) if self.note else ()))

    @property
    def words(self) -> str:
        """What proves who speaks, on both sides; empty where nothing was agreed."""
        if not self.service_word:
            return self.code_word
        ours = f"we say “{self.service_word}”"
        return f"{self.code_word}; {ours}" if self.code_word else f"{ours[0].upper()}{ours[1:]}"


DEVICES = ("shared_device", "monitored", "cloud_shared")
"""What is asked about the devices of the person. Source: domain 5.1."""

_DEVICES = dict(
    zip(
        DEVICES,
        (
            "Somebody else uses the same phone or computer: leave nothing on it.",
            "Calls, messages or accounts may be watched: write nothing, and ask first whether it is safe to talk.",
            "Photos, mail or backups are shared with somebody else: send no file and no link.",
        ),
        strict=True,
    )
)


def recorded_plan(contact: SafeContact) -> Recorded:
    """Give what a plan says, in words: its sentences, what each way is reached by, the agreed word."""
    said = in_plain_words(contact.plan)[:-1]  # the last says when it was confirmed, which changes nothing
    ways = {f"way_{c.value}": (f"{c.label}: number or address", contact.ways.get(c, "")) for c in Channel}
    return {
        "plan": ("The plan", " ".join((*said, *contact.besides()))),
        **ways,
        "code_word": ("Agreed word", contact.words),
    }


_ANSWERS = ("voicemail_ok", "text_ok", "post_ok", "name_service_ok", "withheld_ok")


def combined(known: SafeContact, told: SafeContact, *, is_confirmed: bool) -> SafeContact:
    """Give a plan that is known with what was told anew.

    Confirmed with the person, an answer takes the place of the one before, and silence leaves it. Told by
    anybody else, a no alone counts: what was safe by the person's own word is not opened by another's.

    Source: TOP-10, CONT-01.
    """
    before, new = known.plan, told.plan

    def settled(old: Safety, said: Safety) -> Safety:
        return said if said is Safety.NO or (is_confirmed and said is Safety.YES) else old

    channels = {c: settled(before.safety_of(c), new.safety_of(c)) for c in {*before.channels, *new.channels}}
    answers = {name: settled(getattr(before, name), getattr(new, name)) for name in _ANSWERS}
    word = (told.code_word if is_confirmed else "") or known.code_word
    plan = replace(
        before,
        channels=channels,
        **answers,
        sensitive=before.sensitive or new.sensitive,
        windows=(new.windows if is_confirmed else ()) or before.windows,
        not_when=tuple(dict.fromkeys((*before.not_when, *new.not_when))),
        no_contact_requested=before.no_contact_requested or new.no_contact_requested,
        say_if_other_answers=new.say_if_other_answers or before.say_if_other_answers,
        has_code_word=bool(word),
    )
    ways = {**told.ways, **known.ways} if not is_confirmed else {**known.ways, **told.ways}
    note = " ".join(dict.fromkeys(each for each in (known.note, told.note) if each))
    return SafeContact(
        plan=plan,
        ways=ways,
        code_word=word,
        note=note,
        service_word=(told.service_word if is_confirmed else "") or known.service_word,
        safe_person=(told.safe_person if is_confirmed else "") or known.safe_person,
        unsafe_people=tuple(dict.fromkeys((*known.unsafe_people, *told.unsafe_people))),
        **{name: _watched(getattr(known, name), getattr(told, name), is_confirmed) for name in DEVICES},
    )


def _watched(old: Safety, said: Safety, is_confirmed: bool) -> Safety:  # noqa: FBT001 - as `combined` has it
    """Give what is known of a device: a yes, which warns, counts whoever says it; a no of the person alone."""
    return said if said is Safety.YES or (is_confirmed and said is Safety.NO) else old


def shared_contact(contact: SafeContact) -> SharedContact:
    """Give the safe ways and no other, with the plan that says when each may be used."""
    ways = [SharedWay(label=c.label, text=contact.ways[c], channel=c) for c in contact.safe if contact.ways.get(c)]
    sentences = contact.sentences()
    return SharedContact(plan=contact.plan, sentences=sentences, ways=tuple(ways), code_word=contact.words)
