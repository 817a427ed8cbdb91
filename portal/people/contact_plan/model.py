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

    `code_word` is what the person says to prove who speaks; `note` is one sentence more.

    Raises:
        Invalid: The plan and the word disagree on whether there is one.

    Source: domain 5.1.
    """

    plan: ContactPlan
    ways: Mapping[Channel, str] = {}
    code_word: str = ""
    note: str = ""

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
        """Give the plan in plain sentences, what matters most first; numbers and the word are not in them."""
        return (*in_plain_words(self.plan), *((self.note,) if self.note else ()))


def recorded_plan(contact: SafeContact) -> Recorded:
    """Give what a plan says, in words: its sentences, what each way is reached by, the agreed word."""
    said = in_plain_words(contact.plan)[:-1]  # the last says when it was confirmed, which changes nothing
    ways = {f"way_{c.value}": (f"{c.label}: number or address", contact.ways.get(c, "")) for c in Channel}
    return {
        "plan": ("The plan", " ".join((*said, *((contact.note,) if contact.note else ())))),
        **ways,
        "code_word": ("Agreed word", contact.code_word),
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
        no_contact_requested=before.no_contact_requested or new.no_contact_requested,
        say_if_other_answers=new.say_if_other_answers or before.say_if_other_answers,
        has_code_word=bool(word),
    )
    ways = {**told.ways, **known.ways} if not is_confirmed else {**known.ways, **told.ways}
    note = " ".join(dict.fromkeys(each for each in (known.note, told.note) if each))
    return SafeContact(plan=plan, ways=ways, code_word=word, note=note)


def shared_contact(contact: SafeContact) -> SharedContact:
    """Give the safe ways and no other, with the plan that says when each may be used."""
    ways = [SharedWay(label=c.label, text=contact.ways[c], channel=c) for c in contact.safe if contact.ways.get(c)]
    sentences = contact.sentences()
    return SharedContact(plan=contact.plan, sentences=sentences, ways=tuple(ways), code_word=contact.code_word)
