"""The alarm as a value: how much was not delivered, in a sentence that leads to the list."""

from collections.abc import Mapping
from typing import Final

import msgspec

from lvws_core.actors import Actor, Permission, Role, may
from lvws_core.ids import OrganisationId

HREF: Final = "/deliveries"
"""Where what was not delivered is listed."""


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages were not delivered: of the own team, and by partner for whoever manages the lead."""

    mine: int = 0
    others: Mapping[OrganisationId, int] = {}

    @property
    def text(self) -> str:
        """Say it in a sentence; "" while everything was delivered."""
        teams = len(self.others)
        at = "1 partner has" if teams == 1 else f"{teams} partners have"
        parts = [
            *([f"{_messages(self.mine)} not delivered to your team"] if self.mine else []),
            *([f"{at} undelivered messages"] if teams else []),
        ]
        return "" if not parts else f"{'; '.join(parts)}. The notices themselves stand in the portal."


def _messages(number: int) -> str:
    return "1 email was" if number == 1 else f"{number} emails were"


def manages_delivery(actor: Actor) -> bool:
    """Say whether somebody can act on what was not delivered at any time, on duty or not."""
    return may(actor, Permission.NOTICE_MANAGE).allowed


def watches_partners(actor: Actor) -> bool:
    """Say whether somebody also sees whether the partners were reached: the lead's manager, and its people on duty."""
    return actor.has(Role.LEAD_MANAGER, Role.LEAD_CASEWORKER, Role.IDVA, Role.INTAKE_WORKER)
