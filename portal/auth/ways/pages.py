"""The pages on which somebody sees and changes how they sign in."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.times import day_in_words, in_words, london_day
from portal.auth.passkeys.model import Passkey
from portal.auth.recovery.model import NUMBER
from portal.auth.ways.model import Change, Ways, against_removal

_ELSEWHERE = " You are signed out everywhere else, and a notice says what changed."
_NEWS = {
    Change.PASSKEY_ADDED: "The passkey is set up. Use it the next time that you sign in.",
    Change.PASSKEY_REMOVED: "The passkey is removed from your account. Delete it on the device as well.",
    Change.CODES_SET_UP: "Your password and your codes are set up.",
    Change.CODES_REMOVED: "Your password, your codes and your recovery codes are removed.",
    Change.PASSWORD_CHANGED: "Your password is changed.",
}


RECOVERED = "recovered"
"""In the address of the page: somebody has just signed in with a recovery code."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be done with a way to sign in; `more` says of which one, for those who do not see it."""

    text: str
    href: str
    more: str = ""


class WayLine(msgspec.Struct, frozen=True, kw_only=True):
    """A way to sign in: what it is, how it stands, and what can be done."""

    name: str
    state: tuple[str, ...]
    acts: tuple[Act, ...] = ()


class WaysPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every way of the account."""

    template: ClassVar[str] = "auth/ways.html"

    title: str = "Ways to sign in"
    passkeys: tuple[WayLine, ...]
    others: tuple[WayLine, ...]
    advice: str
    news: str


class NewPasskeyPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a further passkey."""

    template: ClassVar[str] = "auth/new_passkey.html"

    title: str = "Add a passkey"
    name: str = ""
    errors: tuple[FieldError, ...] = ()


class RemoveWayPage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look before a way is removed; `why_not` says why it cannot be."""

    template: ClassVar[str] = "auth/remove_way.html"

    title: str
    name: str
    says: str
    action: str
    why_not: tuple[str, ...]


def ways_page(ways: Ways, now: datetime, *, done: str = "") -> WaysPage:
    """Give the page; `done` names what was changed just now."""
    news = next((text + _ELSEWHERE for change, text in _NEWS.items() if change == done), "")
    if done == RECOVERED:
        news = "You signed in with a recovery code, and that code is used up. Set up another app or a passkey now."
    passkeys = tuple(_passkey(each, now) for each in ways.passkeys)
    return WaysPage(passkeys=passkeys, others=tuple(_others(ways)), advice=_advice(ways), news=news)


def _passkey(passkey: Passkey, now: datetime) -> WayLine:
    added = f"Added on {day_in_words(london_day(passkey.added_at))}"
    last = f"Last used {in_words(passkey.used_at, now)}" if passkey.used_at else "Not used yet"
    remove = Act(text="Remove", href=f"/account/ways/passkeys/{passkey.id}/remove", more=passkey.name)
    return WayLine(name=passkey.name, state=(added, last), acts=(remove,))


def _others(ways: Ways) -> list[WayLine]:
    both = ways.has_password_and_codes
    state = "Set up: both are asked for together" if both else "Not set up"
    acts = [Act(text="Set up", href="/account/ways/codes", more="a password and codes")]
    if both:
        acts = [
            Act(text="Change the password", href="/account/ways/password"),
            Act(text="Use another app", href="/account/ways/codes"),
            Act(text="Remove", href="/account/ways/codes/remove", more="password and codes"),
        ]
    lines = [WayLine(name="Password and a code from an app", state=(state,), acts=tuple(acts))]
    if both:
        lines.append(_recovery(ways.recovery_left))
    return lines


def _recovery(left: int) -> WayLine:
    state = f"{left} of {NUMBER} left" if left else "None: a lost phone would shut you out"
    act = Act(text="Make new ones" if left else "Make ten", href="/account/ways/recovery", more="recovery codes")
    return WayLine(name="Recovery codes, with your password", state=(state,), acts=(act,))


def _advice(ways: Ways) -> str:
    if ways.number > 1:
        return ""
    if ways.number == 0:
        return "You have no way to sign in again. Set one up now."
    return "You have one way to sign in. Add another, so that a lost device does not shut you out."


def remove_passkey_page(ways: Ways, passkey: Passkey) -> RemoveWayPage:
    """Give the page that asks once more before a passkey goes."""
    return RemoveWayPage(
        title="Remove a passkey",
        name=passkey.name,
        says="Nobody can sign in with it any more. You are signed out everywhere else.",
        action=f"/account/ways/passkeys/{passkey.id}/remove",
        why_not=tuple(reason.text for reason in against_removal(ways)),
    )
