"""The form of the waiting list's buttons."""

import msgspec


class PlaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """A button beside a place: which offer, and the version that the page showed."""

    reference: str = ""
    version: str = ""
