"""Attached files in the database; a file is opened one at a time and never listed with its content."""

import base64
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from lvws_core.consent import DataCategory
from lvws_core.errors import Missing
from lvws_core.files import FileKind
from lvws_core.ids import UserId
from lvws_core.ports import Vault
from lvws_core.times import utc
from partners.offers.attachments.model import Attachment, column_of_content
from partners.offers.model import FiledOffer
from partners.offers.store import Session, door_of
from partners.offers.tables import AttachmentRow


def last_number(session: Session, filed: FiledOffer) -> int:
    """Give the number of the newest file of an offer, 0 before there is one."""
    found = session.execute(select(func.max(AttachmentRow.number)).where(col(AttachmentRow.offer_id) == filed.offer.id))
    return found.scalar() or 0


def add(
    session: Session,
    vault: Vault,
    filed: FiledOffer,
    attachment: Attachment,
    content: bytes,
    *,
    author_id: UserId,
    at: datetime,
) -> None:
    """Store a file, its content sealed under the offer's key.

    Raises:
        IntegrityError: Somebody else took its number at the same moment.
    """
    text = base64.b85encode(content).decode()
    session.add(
        AttachmentRow(
            id=attachment.id,
            owner_organisation_id=filed.offer.lead_organisation_id,
            partner_organisation_id=door_of(filed.offer),
            offer_id=filed.offer.id,
            message_id=attachment.message_id,
            number=attachment.number,
            at=utc(at),
            author_id=author_id,
            category=attachment.category,
            kind=attachment.kind.value,
            size=attachment.size,
            scanned=attachment.scanned,
            sealed_content=vault.seal(filed.key, column_of_content(attachment.id), text),
        )
    )
    session.flush()


def get(session: Session, vault: Vault, filed: FiledOffer, number: int) -> tuple[Attachment, bytes]:
    """Give a file of an offer and its content.

    Raises:
        Missing: There is none with this number.
    """
    columns = (
        *(AttachmentRow.id, AttachmentRow.message_id, AttachmentRow.number, AttachmentRow.kind, AttachmentRow.size),
        *(AttachmentRow.scanned, AttachmentRow.category, AttachmentRow.sealed_content),
    )
    statement = select(*columns).where(  # type: ignore[call-overload]
        col(AttachmentRow.offer_id) == filed.offer.id, col(AttachmentRow.number) == number
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise Missing
    attachment = Attachment(
        id=row.id,
        message_id=row.message_id,
        number=row.number,
        kind=FileKind(row.kind),
        size=row.size,
        scanned=row.scanned,
        category=row.category and DataCategory(row.category),
    )
    return attachment, base64.b85decode(vault.open(filed.key, column_of_content(row.id), row.sealed_content))
