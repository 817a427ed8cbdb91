"""The pages of the starter pack: the list, one text to print, and what a site has of it."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import msgspec

from colocations.sites.model import Site
from colocations.sites.pack.model import TEXTS, PackKey, Section
from colocations.sites.pages import PATH, Line, Option, path_of
from lvws_core.times import day_in_words

PACK = f"{PATH}/pack"


class PackText(msgspec.Struct, frozen=True, kw_only=True):
    """One text of the pack, to read or print."""

    template: ClassVar[str] = "sites/pack_text.html"

    title: str
    sections: tuple[Section, ...]


class PackPage(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of the pack."""

    template: ClassVar[str] = "sites/pack.html"
    title: ClassVar[str] = "Starter pack"

    texts: tuple[Line, ...]


def pack_page() -> PackPage:
    """Give the list of the texts: `label` is the address, `text` the name."""
    return PackPage(texts=tuple(Line(label=f"{PACK}/{key.value}", text=key.label) for key in PackKey))


def text_page(key: PackKey) -> PackText:
    """Give one text."""
    return PackText(title=key.label, sections=TEXTS[key])


class SitePackPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a site has of the pack, to tick."""

    template: ClassVar[str] = "sites/site_pack.html"

    title: str
    caption: str
    back: str
    action: str
    news: str
    count: str
    items: tuple[Option, ...]


def site_pack_page(site: Site, done: Mapping[PackKey, date], *, saved: bool) -> SitePackPage:
    """Give what a site has of the pack."""
    return SitePackPage(
        title=f"Starter pack of site {site.reference}",
        caption=site.name,
        back=path_of(site),
        action=f"{path_of(site)}/pack",
        news="Saved. What is ticked is in place at the site." if saved else "",
        count=f"{len(done)} of {len(PackKey)} in place",
        items=tuple(
            {
                "value": key.value,
                "text": key.label,
                "checked": key in done,
                "hint": {"text": f"In place since {day_in_words(done[key])}" if key in done else "Not in place yet"},
            }
            for key in PackKey
        ),
    )
