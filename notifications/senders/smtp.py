"""The sender over SMTP: one connection a message, TLS unless the server is on this machine."""

import asyncio
from datetime import timedelta
from uuid import UUID

import aiosmtplib
import msgspec

from notifications.senders.file import message_of
from notifications.senders.model import Letter, UnsentError, Why, is_address

_LET_IN = frozenset({530, 534, 535, 538})
_BAD_BOX = frozenset({510, 511, 512, 513, 550, 551, 553})


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server and how it is spoken to; `seconds` is the longest for the whole of one message.

    `tls` is `implicit` (usually port 465), `starttls`, or `none`, which is for this machine alone.
    """

    host: str
    port: int
    from_address: str
    tls: str = "starttls"
    user: str = ""
    password: str = ""
    seconds: float = 20.0


class SmtpSender:
    """Hands letters to a mail server; it cannot be asked what became of them, so one at a time is under way."""

    can_be_asked = False
    lanes = 1

    def __init__(self, server: Server) -> None:
        self._server = server
        self.longest = timedelta(seconds=server.seconds)

    def send(self, letter: Letter) -> None:
        """Hand over a letter.

        Raises:
            UnsentError: Refused, slow, cut off, or not taken; after the text was sent nobody knows.
        """
        if not is_address(letter.to):
            raise UnsentError(Why.BAD_ADDRESS, lasting=True)
        asyncio.run(_hand_over(self._server, letter))

    def knows(self, reference: UUID) -> bool:  # noqa: ARG002 - nobody is asked
        """Say no: a mail server cannot be asked."""
        return False


async def _hand_over(server: Server, letter: Letter) -> None:
    """Speak with the server within its time; `under_way` is true from when it may have the whole letter."""
    under_way = [False]
    try:
        async with asyncio.timeout(server.seconds):
            await _speak(server, letter, under_way)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise _meant(error, perhaps=under_way[0]) from error


def _meant(error: Exception, *, perhaps: bool) -> UnsentError:
    """Give what an error of the library or the network means; `perhaps`: the server may have the whole letter."""
    match error:
        case TimeoutError() | aiosmtplib.SMTPTimeoutError():
            return UnsentError(Why.SLOW, perhaps=perhaps, is_down=True)
        case aiosmtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return UnsentError(Why.CUT, perhaps=perhaps, is_down=not perhaps)
        case aiosmtplib.SMTPRecipientsRefused():
            return _answered(error.recipients[0].code)
        case aiosmtplib.SMTPResponseException() if not isinstance(error, aiosmtplib.SMTPConnectResponseError):
            return _answered(error.code)
        case ValueError():
            return UnsentError(Why.NONSENSE, lasting=True, perhaps=perhaps)
    return UnsentError(Why.REFUSED, is_down=True)


async def _speak(server: Server, letter: Letter, under_way: list[bool]) -> None:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=server.seconds,
        use_tls=server.tls == "implicit",
        start_tls=server.tls == "starttls",
        username=server.user or None,
        password=server.password or None,
        local_hostname="localhost",
    )
    try:
        await client.connect()
        await client.mail(server.from_address)
        await client.rcpt(letter.to)
        under_way[0] = True
        await client.data(message_of(letter, server.from_address).as_bytes())
    finally:
        client.close()


def _answered(code: int) -> UnsentError:
    """Give what an answer other than yes means: 4xx later, 5xx never, anything else nonsense."""
    if code in _LET_IN:
        return UnsentError(Why.NOT_ALLOWED, is_down=True)
    if code in _BAD_BOX:
        return UnsentError(Why.BAD_ADDRESS, lasting=True)
    if code == 421:
        return UnsentError(Why.NOT_NOW, is_down=True)
    if 400 <= code < 500:
        return UnsentError(Why.NOT_NOW)
    return UnsentError(Why.NOT_TAKEN if 500 <= code < 600 else Why.NONSENSE, lasting=True)
