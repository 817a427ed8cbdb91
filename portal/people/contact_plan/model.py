"""Safe contact: the core's plan with what it leaves out, the numbers and the agreed word."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from lvws_core.consent.contact import Channel, ContactPlan, Safety, in_plain_words
from lvws_core.errors import Invalid


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
