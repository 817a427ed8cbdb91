"""What leaves the portal, composed: the sender that the settings name, the wording, and whose addresses."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from lvws_core.actors import THE_CLOCK
from lvws_core.times import london_day
from notifications.deliveries.jobs import Post
from notifications.deliveries.model import Delivery, Pace
from notifications.notices.model import NoticeKind
from notifications.notices.service import tell_of_undelivered
from notifications.senders.file import FileSender
from notifications.senders.model import Sender
from notifications.senders.notify import IS_HERE, NotifySender
from notifications.senders.smtp import Server, SmtpSender
from notifications.wording.model import Wordings, load
from portal.dependencies import Supplies, desk_at
from portal.settings import Mail, SettingsError
from portal.staff import StaffStore


def wordings() -> Wordings:
    """Give every text, checked.

    Raises:
        RuntimeError: A kind of notice has no text, or a text is not as it has to be.
    """
    return load(kind.value for kind in NoticeKind)


def sender_of(mail: Mail) -> Sender | None:
    """Give the way out that the settings name, None where they name none.

    Raises:
        SettingsError: It is an extra that is not installed.
    """
    if mail.sender == "file":
        return FileSender(Path(mail.folder), mail.from_address)
    if mail.sender == "smtp":
        same = ("host", "port", "from_address", "tls", "user", "password", "seconds")
        return SmtpSender(Server(**{name: getattr(mail, name) for name in same}))
    if mail.sender == "notify":
        if not IS_HERE:
            raise SettingsError("LVWS_MAIL_SENDER=notify needs the extra: pip install 'lvws-portal[notify]'")
        return NotifySender(mail.notify_key, mail.notify_template, mail.notify_address, mail.seconds)
    return None


def _told_of(supplies: Supplies, session: Session, dead: Delivery) -> None:
    tell_of_undelivered(desk_at(supplies, session, THE_CLOCK, supplies.clock()), dead)


def post_of(supplies: Supplies, holder: UUID, chance: Callable[[], float]) -> Post:
    """Give what a process sends with.

    Raises:
        RuntimeError: The wording is not as it has to be.
        SettingsError: The sender is an extra that is not installed.
    """
    mail = supplies.settings.mail
    return Post(
        transaction=supplies.database.system,
        staff=lambda session: StaffStore(session, london_day(supplies.clock())),
        sender=sender_of(mail),
        wordings=wordings(),
        address=mail.link,
        holder=holder,
        on_dead=partial(_told_of, supplies),
        clock=supplies.clock,
        chance=chance,
        pace=Pace(dead_after=timedelta(hours=supplies.policy.undelivered_hours)),
    )
