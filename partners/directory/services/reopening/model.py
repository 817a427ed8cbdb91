"""How a closed service opens again: its last remit goes on, or a new one with the same terms begins."""

from collections.abc import Collection
from datetime import date

import msgspec

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.reasons import because
from partners.directory.model import Remit

_OPEN = because("not_closed", "domain 7.1", "The service has no last day. It takes referrals as its remit says.")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A service by its key, listed or not, and whose it is."""

    id: ServiceId
    key: str
    name: str
    organisation_id: OrganisationId


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """A service that is closed, and its last London day."""

    place: Place
    last: date


class Reopening(msgspec.Struct, frozen=True, kw_only=True):
    """What is done: `remit` goes on without an end where `begins_on` is None, else its terms begin anew that day."""

    remit: Remit
    begins_on: date | None


def reopening(history: Collection[Remit], today: date) -> Reopening:
    """Say how a service opens again on a London day.

    One whose last day has not passed simply goes on, so that nothing is said twice; one that was
    closed takes from today what it took last, and the days between stay in its history as closed.

    Raises:
        Missing: It never took anything.
        Conflict: It has no last day.

    Source: domain 7.1, effective-dated.
    """
    last = max(history, key=lambda remit: remit.valid_from, default=None)
    if last is None:
        raise Missing
    if last.valid_to is None:
        raise Conflict(_OPEN)
    return Reopening(remit=last, begins_on=None if last.reaches(today) else today)
