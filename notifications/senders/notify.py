"""The sender through GOV.UK Notify, an extra: `pip install 'lvws-portal[notify]'`.

The service has one template there, with the personalisation `subject` and `body` and nothing else.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any
from uuid import UUID

from notifications.senders.model import Letter, UnsentError, Why, is_address

try:
    from notifications_python_client.errors import HTTPError, InvalidResponse
    from notifications_python_client.notifications import NotificationsAPIClient

    IS_HERE = True
except ImportError:
    IS_HERE = False


class NotifySender:
    """Hands letters to Notify under our own reference, and asks by it before a letter is handed over again."""

    can_be_asked = True
    lanes = 4

    def __init__(self, key: str, template: str, address: str, seconds: float = 20.0) -> None:
        self._key, self._address, self._seconds = key, address, seconds
        self._template = template
        self.longest = timedelta(seconds=seconds)

    def send(self, letter: Letter) -> None:
        """Hand over a letter.

        Raises:
            UnsentError: Not now (429, 5xx, no answer), for good (400), or answered with nonsense.
        """
        if not is_address(letter.to):
            raise UnsentError(Why.BAD_ADDRESS, lasting=True)
        values = {"subject": letter.subject, "body": letter.body}
        reference = str(letter.reference)
        found = self._asked(lambda client: client.send_email_notification(letter.to, self._template, values, reference))
        if not isinstance(found, dict) or "id" not in found:
            raise UnsentError(Why.NONSENSE, lasting=True, perhaps=True)

    def knows(self, reference: UUID) -> bool:
        """Say whether Notify has taken a letter with this reference.

        Raises:
            UnsentError: It does not answer, or answers nonsense.
        """
        found = self._asked(lambda client: client.get_all_notifications(reference=str(reference)))
        listed = found.get("notifications") if isinstance(found, dict) else None
        if not isinstance(listed, list):
            raise UnsentError(Why.NONSENSE, perhaps=True)
        return bool(listed)

    def _asked(self, ask: Callable[[Any], Any]) -> Any:
        return _within(self._seconds, lambda: self._exchange(ask))

    def _exchange(self, ask: Callable[[Any], Any]) -> Any:
        make: Any = NotificationsAPIClient
        client = make(self._key, base_url=self._address, timeout=self._seconds)  # one a thread
        try:
            return ask(client)
        except InvalidResponse as error:
            raise UnsentError(Why.NONSENSE, lasting=True, perhaps=True) from error
        except HTTPError as error:
            raise _answered(error) from error
        finally:
            client.request_session.close()


def _within(seconds: float, exchange: Callable[[], Any]) -> Any:
    """Give what comes of an exchange within so many seconds; the client's own limit begins anew with each byte.

    An exchange that takes longer is left to itself in its thread, which keeps nothing and nobody waiting.

    Raises:
        UnsentError: It takes longer, or the exchange says so.
    """
    found: Future[Any] = Future()

    def does() -> None:
        try:
            found.set_result(exchange())
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits for it hears it
            found.set_exception(error)

    threading.Thread(target=does, daemon=True).start()
    try:
        return found.result(seconds)
    except TimeoutError as error:
        raise UnsentError(Why.SLOW, perhaps=True, is_down=True) from error


def _answered(error: Any) -> UnsentError:
    """Give what a refusal means; without a response the answer was lost, or it never came there."""
    if error.response is None:
        return UnsentError(Why.CUT, perhaps=True, is_down=True)
    status = error.response.status_code
    if status == 400:
        wrong = "email_address" in str(error.message)
        return UnsentError(Why.BAD_ADDRESS if wrong else Why.NOT_TAKEN, lasting=True)
    if status in {401, 403}:
        return UnsentError(Why.NOT_ALLOWED, is_down=True)
    if status == 429:
        return UnsentError(Why.NOT_NOW, is_down=True)
    if status >= 500:
        return UnsentError(Why.NOT_NOW, perhaps=True)
    return UnsentError(Why.NONSENSE, lasting=True, perhaps=True)
