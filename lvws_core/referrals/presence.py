"""Presence: whether anybody of a team could open an offer, before it is sent and while it waits there."""

from collections.abc import Iterable
from typing import Final

import msgspec

from lvws_core.reasons import because

CANNOT_TAKE: Final = because("cannot_take", "ROUTE-08", "This team cannot take it – call")
"""All that the lead is told, whatever the cause: who is connected with whom is nobody's to guess."""


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """An open account of a team that may answer offers.

    `may_know` is false for whoever stands in the conflict register as connected with the person, and for whoever
    is not among those to whom the person is restricted. `away` says that they are on leave on the London day.
    """

    may_know: bool
    away: bool = False
    on_duty: bool = False


def can_take(team: Iterable[Colleague], *, rests: bool) -> bool:
    """Say whether somebody of a team who is there may know of the person.

    On duty they are there, and in working hours also unless they are away. While nobody is there, as at night
    (`rests`) without a duty list, those count who are not away: they are there next.

    >>> can_take([Colleague(may_know=False), Colleague(may_know=True, away=True)], rests=False)
    False
    >>> can_take([Colleague(may_know=True, away=True, on_duty=True)], rests=True)
    True

    Source: ROUTE-08; assurance P5.
    """
    everybody = tuple(team)
    there = [each for each in everybody if each.on_duty or not (rests or each.away)]
    return any(each.may_know for each in there or everybody if each.on_duty or not each.away)
