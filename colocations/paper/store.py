"""What of a file is there already: one statement for all of its rows."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from colocations.contacts.tables import ContactRow
from lvws_core.ids import UserId


def there(session: Session, author_id: UserId, ids: Collection[UUID]) -> frozenset[UUID]:
    """Give which of these contacts of an author are logged."""
    wanted = select(ContactRow.id).where(col(ContactRow.author_id) == author_id, col(ContactRow.id).in_(ids))  # type: ignore[call-overload]
    return frozenset(session.execute(wanted).scalars())
