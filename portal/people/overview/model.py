"""What is known about a person beside the record: values, before they are put into words."""

import msgspec

from portal.people.characteristics.model import Meter
from portal.people.needs.model import Scored
from portal.people.team.model import Team
from portal.people.tell.model import ToTell
from portal.people.told.model import Standing


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """The needs (newest first), what was told and is to tell, the meter of what they say of themselves, the team.

    `at_sites` counts the contacts that colleagues at host sites logged.
    """

    needs: tuple[Scored, ...]
    told: tuple[Standing, ...]
    to_tell: tuple[ToTell, ...]
    meter: Meter
    team: Team
    at_sites: int = 0
