"""The page of a site's referral card, made to be printed and left on a ward."""

from typing import ClassVar, Final

import msgspec

from colocations.sites.hours.model import weekly_words
from colocations.sites.model import Site
from colocations.sites.pack.model import TEXTS, PackKey, Section
from colocations.sites.pages import Line, path_of

TOLD: Final = Section(
    heading="What you are told afterwards",
    lines=(
        "“Thank you, we have received your referral.” Then whether the person was reached, and nothing else.",
        "Of a colleague who works here and comes to us you are told nothing at all.",
    ),
)
"""What the ward may be told. Source: TOP-14, domain 6.3 (staff as victims)."""

TO_FILL_IN: Final = ("Ward", "Your name and role", "Your number", "When we can ring you", "Taken by the adviser on")
"""What the ward writes on the slip: of itself, and of the person nothing."""


class CardPage(msgspec.Struct, frozen=True, kw_only=True):
    """A site's referral card: whom to ring, how to ask and refer, what the ward is told, and a slip to fill in."""

    template: ClassVar[str] = "sites/card.html"

    title: str
    site: str
    back: str
    facts: tuple[Line, ...]
    sections: tuple[Section, ...]
    slip: tuple[str, ...] = TO_FILL_IN


def card_page(site: Site) -> CardPage:
    """Give the card of a site; a number that is not known has a line to be written on."""
    found = (
        ("Danger now", "999, then security, then the safeguarding lead"),
        ("Safeguarding lead", site.safeguarding_phone),
        ("The adviser is here", weekly_words(site.expected) or weekly_words(site.opening) or site.hours),
        ("The adviser’s number", ""),
        ("When nobody is here", site.cover_plan),
    )
    return CardPage(
        title="Referral card",
        site=site.name,
        back=path_of(site),
        facts=tuple(Line(label=label, text=text) for label, text in found),
        sections=(*TEXTS[PackKey.CARD], TOLD),
    )
