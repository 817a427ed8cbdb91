"""The sender of the demonstration: each message is a file in a folder, to be looked at."""

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from uuid import UUID

from notifications.senders.model import Letter, UnsentError, Why, is_address


class FileSender:
    """Writes each letter to a file named after its reference; sent again, it is the same file."""

    can_be_asked = True
    lanes = 2
    longest = timedelta(seconds=5)

    def __init__(self, folder: Path, from_address: str) -> None:
        self._folder, self._from = folder, from_address

    def send(self, letter: Letter) -> None:
        """Write the letter, whole or not at all.

        Raises:
            UnsentError: The address is none, or the folder cannot be written to.
        """
        if not is_address(letter.to):
            raise UnsentError(Why.BAD_ADDRESS, lasting=True)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            begun = self._folder / f".{letter.reference}"
            begun.write_bytes(message_of(letter, self._from).as_bytes(policy=SMTP))
            begun.replace(self._place(letter.reference))
        except OSError as error:
            raise UnsentError(Why.REFUSED, is_down=True) from error

    def knows(self, reference: UUID) -> bool:
        """Say whether the file is there."""
        return self._place(reference).exists()

    def _place(self, reference: UUID) -> Path:
        return self._folder / f"{reference}.eml"


def message_of(letter: Letter, from_address: str) -> EmailMessage:
    """Give the letter as mail: plain text, no other header than it needs, known again by its id."""
    message = EmailMessage()
    message["From"] = from_address
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{letter.reference}@{from_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message
