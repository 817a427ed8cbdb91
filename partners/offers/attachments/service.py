"""Attaching a file to an offer, and giving it back to be saved."""

from lvws_core.consent import DataCategory
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.files import Download
from lvws_core.ids import Reference
from lvws_core.reasons import because
from lvws_core.referrals import Note, Side, annotate, closed_since
from partners.offers import store as offers
from partners.offers.attachments import store
from partners.offers.attachments.forms import Attach
from partners.offers.attachments.model import MOST_FILES, Attachment, file_name
from partners.offers.model import FiledOffer, opens, side_of
from partners.offers.service import Desk, file

ATTACHED, READ = "offer.attached", "offer.attachment_read"


def categories_shared(filed: FiledOffer) -> frozenset[DataCategory]:
    """Give the categories that are shared with this recipient: no file of another may follow."""
    return filed.receipt.categories - closed_since(filed.offer).keys()


def attach(desk: Desk, reference: Reference, what: Attach) -> FiledOffer:
    """Keep a file with a message that says what it is; both sides find it there.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The actor belongs to neither side, what was shared is closed, or the category was not shared.
        Conflict: The offer is over, or has as many files as it may.

    Source: assurance P12; TOP-06.
    """
    filed = offers.get(desk.session, reference, to_change=True)
    offer = filed.offer
    _check(desk, filed, what)
    after, event = annotate(offer, Note.MESSAGE, desk.actor, desk.now, offer.version)
    number = store.last_number(desk.session, filed) + 1
    if number > MOST_FILES:
        raise Conflict(because("too_many_files", "assurance P12", f"An offer keeps up to {MOST_FILES} files."))
    message_id = desk.new_id()
    kept = file(desk, filed, after, event, what.label, message_id=message_id)
    attachment = Attachment(
        id=desk.new_id(),
        message_id=message_id,
        number=number,
        kind=what.file.kind,
        size=len(what.file.content),
        scanned=what.file.scanned,
        category=what.category,
    )
    content, by = what.file.content, desk.actor.id
    store.add(desk.session, desk.vault, filed, attachment, content, author_id=by, at=desk.now)
    _note(desk, ATTACHED, filed, attachment)
    return kept


def _check(desk: Desk, filed: FiledOffer, what: Attach) -> None:
    if not opens(filed.offer, desk.now):
        raise NotAllowed(because("closed", "assurance I2", "What was shared is closed; nothing more can follow it."))
    by_lead = side_of(filed.offer, desk.actor.organisation_id) == Side.LEAD
    if by_lead and what.category not in categories_shared(filed):
        raise NotAllowed(because("not_shared", "TOP-06", "This kind of information is not shared with this recipient."))


def give(desk: Desk, reference: Reference, number: int) -> Download:
    """Give a file to be saved; that it was read is recorded first.

    For the partner it closes with what was shared; the lead, whose record it is, can always open it.

    Raises:
        Missing: There is no such offer or file for this actor's organisation.
        NotAllowed: What was shared is closed, or what this file tells of is.

    Source: TOP-07; assurance I2, I6, P12.
    """
    filed = offers.get(desk.session, reference)
    is_partner = side_of(filed.offer, desk.actor.organisation_id) == Side.PARTNER
    if is_partner and not opens(filed.offer, desk.now):
        raise NotAllowed(because("closed", "assurance I2", "What was shared can no longer be opened."))
    attachment, content = store.get(desk.session, desk.vault, filed, number)
    if is_partner and attachment.category in closed_since(filed.offer):
        raise NotAllowed(because("category_closed", "TOP-07", "The person no longer shares this with your team."))
    _note(desk, READ, filed, attachment)
    return Download(file_name=file_name(reference, number, attachment.kind), content=content)


def _note(desk: Desk, kind: str, filed: FiledOffer, attachment: Attachment) -> None:
    offer = filed.offer
    desk.note(
        kind,
        offer.id,
        offer.lead_organisation_id,
        offer.organisation_id,
        number=attachment.number,
        file_kind=attachment.kind.value,
        size=attachment.size,
        scanned=attachment.scanned,
        category=attachment.category and attachment.category.value,
        side=side_of(offer, desk.actor.organisation_id).value,
    )
