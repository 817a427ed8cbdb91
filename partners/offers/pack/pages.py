"""The pages of a pack: one to look at and print, one to be made a file of."""

from typing import ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import Reference
from lvws_core.referrals import closed_since
from lvws_core.times import in_words, london_day
from partners.offers.model import exactly, sharing_words, team_words
from partners.offers.pack.model import left_out
from partners.offers.pack.service import Pack
from partners.offers.pages import Onlooker
from partners.offers.panel.pages import risk_words
from partners.offers.snapshot.model import Reach, contact_in
from partners.offers.snapshot.pages import FieldRow, Folded, not_shared, unshared_contact, view_of


class PackBody(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the paper, in either form."""

    reference: Reference
    recipient: str
    sender: str
    sent: str
    risk: str
    rules: tuple[str, ...]
    ways: tuple[FieldRow, ...]
    rows: tuple[FieldRow, ...]
    folded: tuple[Folded, ...]
    not_shared: str
    left_out: str
    keep: str


class PackPage(msgspec.Struct, frozen=True, kw_only=True):
    """The pack as a page; its title is the reference, so that a browser saves it under that name."""

    template: ClassVar[str] = "offers/pack.html"

    title: str
    reference: Reference
    pack: PackBody
    has_ways: bool
    more: str
    more_button: str


class PackDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The pack as a tagged PDF; the kit makes the file and gives it the reference as its name."""

    template: ClassVar[str] = "offers/pack_document.html"

    title: str
    file_name: str
    pack: PackBody
    as_pdf: bool = True


def pack_page(pack: Pack, onlooker: Onlooker) -> PackPage:
    """Give the page of a pack."""
    filed = pack.opened.filed
    recipient = onlooker.names.organisation(filed.offer.organisation_id)
    more = "; ".join(_lower(name) for name in pack.more)
    return PackPage(
        title=filed.reference,
        reference=filed.reference,
        pack=_body(pack, onlooker),
        has_ways=pack.has_ways,
        more=f"This pack does not say how to reach the person: {more}." if more else "",
        more_button=f"Add these for {recipient}",
    )


def pack_document(pack: Pack, onlooker: Onlooker) -> PackDocument:
    """Give the document of a pack, to be made a PDF of."""
    reference = pack.opened.filed.reference
    return PackDocument(title=reference, file_name=f"{reference}.pdf", pack=_body(pack, onlooker))


def _body(pack: Pack, onlooker: Onlooker) -> PackBody:
    filed, offer, names = pack.opened.filed, pack.opened.filed.offer, onlooker.names
    closed, contact = closed_since(offer), contact_in(pack.holds)
    shared, unshared = (
        view_of(pack.holds, closed=closed, today=london_day(onlooker.now)),
        closed.get(DataCategory.SAFE_CONTACT),
    )
    rules = () if unshared is None else unshared_contact(unshared)
    lead = team_words(names.organisation(offer.lead_organisation_id), filed.sender)
    because = FieldRow(label="Shared because", text=sharing_words(pack.opened.path, offer, onlooker.now))
    word = () if contact is None or not contact.code_word else (FieldRow(label="Agreed word", text=contact.code_word),)
    return PackBody(
        reference=filed.reference,
        recipient=names.organisation(offer.organisation_id),
        sender=lead,
        sent="" if offer.sent_at is None else exactly(offer.sent_at),
        risk=risk_words(pack.opened, onlooker.now).removesuffix("."),
        rules=rules if contact is None else contact.words,
        ways=() if pack.reaches is None else (*(_way(reach, onlooker) for reach in pack.reaches), *word),
        rows=(*shared.rows, because),
        folded=shared.folded,
        not_shared=not_shared((*(pack.opened.snapshot or {}), *closed)),
        left_out=_ON_SCREEN if not pack.has_ways and left_out(pack.opened.snapshot or {}) else "",
        keep=_KEEP,
    )


def _way(reach: Reach, onlooker: Onlooker) -> FieldRow:
    if not reach.text:
        return FieldRow(label=reach.label, text="Not shown", note="Ask the lead before any contact.")
    when = "" if reach.next_at is None else f"Not before {in_words(reach.next_at, onlooker.now)}."
    return FieldRow(label=reach.label, text=reach.text, note=when)


_ON_SCREEN = (
    "Numbers, addresses and the agreed word are not in this pack. They are shown on screen to those who may see them."
)
_KEEP = (
    "Keep this paper locked away, pass it to nobody who does not need it for this referral, and destroy it when the "
    "referral is over or withdrawn. Making it was recorded."
)


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
