"""Who else could be asked, in words, each with the one press that leads there."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.risk.dash import Band
from partners.directory.pages import room_words
from partners.offers.following.pages import came_of, still_possible
from portal.referrals.again.model import Alternative
from portal.referrals.helpers.pages import full_name, opening_words
from portal.referrals.service import Desk


class AlternativeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A service that could be asked; `before` says what came of asking it before, "" where nobody did.

    `consent_href` is where the person's consent is recorded, "" where it is there.
    """

    value: str
    name: str
    room: str
    opens: str
    before: str
    press: str
    consent_href: str = ""


class StillLine(msgspec.Struct, frozen=True, kw_only=True):
    """A partner that can still take what expired: its words, and the press that sends it anew."""

    text: str
    offer: Reference
    press: str


class AskView(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be asked now, best first, and for whom the person has to be asked first."""

    still: tuple[StillLine, ...]
    now: tuple[AlternativeLine, ...]
    first: tuple[AlternativeLine, ...]


def ask_view(
    found: Iterable[Alternative],
    *,
    person: Reference,
    request: Reference,
    risk: Band,
    desk: Desk,
    names: Names,
    most: int | None = None,
) -> AskView:
    """Give who could be asked, of each kind at most `most`."""
    every = tuple(found)
    saying = tuple(each for each in every if each.consented and each.still_possible_at is not None)
    still = tuple(_still(each, names, desk.now) for each in saying)
    consent = f"/people/{person}/consent"
    lines = [
        (each, _line(each, desk, risk=risk, consent=_consent_href(each, consent, request)))
        for each in every
        if each not in saying
    ]
    return AskView(
        still=still,
        now=tuple(line for each, line in lines if each.consented)[:most],
        first=tuple(line for each, line in lines if not each.consented)[:most],
    )


def _still(each: Alternative, names: Names, now: datetime) -> StillLine:
    asked, partner = each.asked, names.organisation(each.listed.organisation_id)
    assert asked is not None  # noqa: S101 -- who can still take it was asked before
    press = f"Send again to {full_name(each.listed)}"
    return StillLine(text=still_possible(asked, partner, now), offer=asked.reference, press=press)


def _consent_href(each: Alternative, path: str, request: Reference) -> str:
    query = urlencode({"organisation": str(each.listed.organisation_id), "back": request})
    return "" if each.consented else f"{path}?{query}#record"


def _line(each: Alternative, desk: Desk, *, risk: Band, consent: str) -> AlternativeLine:
    listed = each.listed
    return AlternativeLine(
        value=str(listed.service.id),
        name=full_name(listed),
        room=room_words(listed.service.capacity, desk.today, desk.policy),
        opens=opening_words(listed, risk, desk),
        before="" if each.asked is None else f"Asked before: {came_of(each.asked)}.",
        press=f"Ask {listed.organisation_name}{'' if each.asked is None else ' again'}",
        consent_href=consent,
    )
