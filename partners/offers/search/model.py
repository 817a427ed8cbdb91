"""By what an offer is found: keyed indexes of what was shared with one partner, which no other can be joined to."""

import msgspec

from lvws_core.ids import OrganisationId, Reference
from lvws_core.phones import phone_digits
from lvws_core.ports import Vault
from partners.offers.model import FoundBy
from partners.offers.snapshot.model import Snapshot, name_in, phones_in

MOST = 25
"""How many offers a search gives; an exact name or number has far fewer."""


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for: one of the three, the others are empty."""

    reference: Reference | None = None
    name: str = ""
    phone: str = ""

    @property
    def way(self) -> str:
        """By what is looked, in a code."""
        given = {"reference": self.reference, "name": self.name, "phone": self.phone}
        return next(way for way, value in given.items() if value)


def found_by(vault: Vault, organisation_id: OrganisationId, snapshot: Snapshot) -> FoundBy:
    """Give the indexes under which a partner finds what was shared with it: the name and up to two numbers.

    The partner is part of each index, so that two partners with the same person have nothing in common.

    Source: assurance P8 and P10.
    """
    name, phones = name_in(snapshot), (*phones_in(snapshot), "", "")
    return FoundBy(
        name=name_index(vault, organisation_id, name) if name else None,
        phone=phone_index(vault, organisation_id, phones[0]) if phones[0] else None,
        other_phone=phone_index(vault, organisation_id, phones[1]) if phones[1] else None,
    )


def name_index(vault: Vault, organisation_id: OrganisationId, name: str) -> bytes:
    """Give the keyed index of a name for one partner; case and spaces do not matter."""
    return vault.index(f"offer.name/{organisation_id}", name)


def phone_index(vault: Vault, organisation_id: OrganisationId, phone: str) -> bytes:
    """Give the keyed index of a number for one partner, however it is written."""
    return vault.index(f"offer.phone/{organisation_id}", phone_digits(phone))
