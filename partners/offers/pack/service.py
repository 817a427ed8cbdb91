"""Printing a pack: open the offer, say in the audit which fields went on paper, and give them."""

from enum import StrEnum

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.errors import NotAllowed
from lvws_core.ids import Reference
from lvws_core.reasons import because
from partners.offers.pack.model import left_out, without_ways
from partners.offers.service import Desk, OpenOffer, may_see_numbers, open_offer, show_number
from partners.offers.snapshot.model import Reach, Snapshot


class Form(StrEnum):
    """In which form a pack leaves the portal."""

    PAGE = "page"
    PDF = "pdf"


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """What goes on paper.

    `holds` is what stands in it; `reaches` is None where it has no numbers. `more` names what a
    second press would add, and is empty where that is not this actor's.
    """

    opened: OpenOffer
    holds: Snapshot
    reaches: tuple[Reach, ...] | None = None
    more: tuple[str, ...] = ()

    @property
    def has_ways(self) -> bool:
        """Whether it says where the person lives and can be reached."""
        return self.reaches is not None


def require_pdf(makes_pdf: bool) -> None:  # noqa: FBT001 -- a fact of the installation, handed on as it came
    """Refuse a file where this installation makes none, before anything is read or recorded.

    Raises:
        NotAllowed: The extra `pdf` is not installed.
    """
    if not makes_pdf:
        text = "This installation makes no PDF files. Print the page with your browser and save it there as PDF."
        raise NotAllowed(because("no_pdf_here", "stack 6.3", text))


def print_pack(desk: Desk, reference: Reference, form: Form = Form.PAGE) -> Pack:
    """Give the pack without numbers, addresses and the agreed word; that it was made is recorded.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: What was shared can no longer be opened.

    Source: assurance T19, P10, I6.
    """
    opened = open_offer(desk, reference)
    shared = _shared(opened)
    is_open = opened.filed.contact_stopped_at is None and may_see_numbers(desk, opened.filed.offer)
    more = left_out(shared) if is_open else ()
    pack = Pack(opened=opened, holds=without_ways(shared), more=more)
    _record(desk, pack, form)
    return pack


def print_pack_with_ways(desk: Desk, reference: Reference, form: Form = Form.PAGE) -> Pack:
    """Give the pack with all that was shared, after the second press that named the recipient.

    What stands against a channel at any hour keeps its number out of the pack as it does on screen.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The numbers are not this actor's to see, or the offer is over.

    Source: assurance T19, P10; TOP-10.
    """
    opened = show_number(desk, reference)
    if opened.filed.contact_stopped_at is not None:
        text = "Contact with this person is stopped: print the pack without the numbers, or wait for the lead."
        raise NotAllowed(because("contact_stopped", "CONT-01", text))
    pack = Pack(opened=opened, holds=_shared(opened), reaches=opened.reaches)
    _record(desk, pack, form)
    return pack


def _shared(opened: OpenOffer) -> Snapshot:
    if opened.snapshot is None:
        text = "What was shared can no longer be opened, so there is nothing to print."
        raise NotAllowed(because("pack_closed", "assurance P10", text))
    return opened.snapshot


def _record(desk: Desk, pack: Pack, form: Form) -> None:
    offer = pack.opened.filed.offer
    desk.note(
        "offer.printed",
        offer.id,
        offer.lead_organisation_id,
        offer.organisation_id,
        side=pack.opened.side.value,
        form=form.value,
        fields=[category.value for category in DataCategory if category in pack.holds],
        with_ways=pack.has_ways,
    )
