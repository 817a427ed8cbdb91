"""What narrows a view of the inbox: codes only, so that an address and a saved filter name nobody."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

import msgspec

from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Labelled, NeedCategory

MOST_SAVED = 12
"""How many filters one account keeps; the oldest gives way."""

KEYS = ("show", "risk", "need", "holder")
"""The codes of an address that a saved filter keeps, in their order."""


class Holder(Labelled):
    """With whom of the team an offer is."""

    ME = "me", "With you"
    NOBODY = "nobody", "With nobody yet"
    OTHERS = "others", "With a colleague"


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What narrows a view; None narrows nothing."""

    risk: Band | None = None
    need: NeedCategory | None = None
    holder: Holder | None = None

    @property
    def codes(self) -> dict[str, str]:
        """The codes for an address, in one order."""
        chosen = {"risk": self.risk, "need": self.need, "holder": self.holder}
        return {name: choice.value for name, choice in chosen.items() if choice is not None}

    @property
    def words(self) -> tuple[str, ...]:
        """What narrows, each in words."""
        risk = () if self.risk is None else (f"{self.risk.label} risk",)
        return (*risk, *(choice.label for choice in (self.need, self.holder) if choice is not None))


NO_FILTERS = Filters()
"""A view as it is."""


def address(show: str, filters: Filters = NO_FILTERS, **more: str) -> str:
    """Give the address of a view under filters.

    >>> address("today", Filters(risk=Band.HIGH))
    '/inbox?show=today&risk=high'
    """
    return f"/inbox?{saved_codes(show, filters, **more)}"


def saved_codes(show: str, filters: Filters, **more: str) -> str:
    """Give a view with its filters as one text of codes, as an address has them and a saved filter keeps them."""
    return urlencode({"show": show, **filters.codes, **more})


def read_codes(codes: str) -> dict[str, str]:
    """Give the codes of a saved filter by name; what is none of `KEYS` is left out."""
    return {name: value for name, value in parse_qsl(codes) if name in KEYS}


def with_saved(saved: Iterable[str], codes: str) -> tuple[str, ...]:
    """Give the saved filters with one more, once, the newest last and at most `MOST_SAVED`."""
    return (*(each for each in saved if each != codes), codes)[-MOST_SAVED:]
