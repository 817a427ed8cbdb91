"""Navigation: what each role finds in the bar at the top; signing in lands on the first item."""

from collections.abc import Mapping

import msgspec

from lvws_core.actors import Actor, Role


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the navigation; `current` marks the section that the reader is in."""

    text: str
    href: str
    current: bool = False


_INBOX, _PEOPLE, _SENT = ("Inbox", "/inbox"), ("People", "/people"), ("Sent", "/sent")
_DIRECTORY, _OWN, _TEAM = ("Directory", "/directory"), ("Our services", "/our-services"), ("Team", "/team")
_ACCOUNT = ("Your account", "/account")
_BY_ROLE: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.PARTNER_WORKER: (_INBOX, _DIRECTORY),
    Role.PARTNER_MANAGER: (_INBOX, _OWN, _DIRECTORY, _TEAM),
    Role.LEAD_CASEWORKER: (_PEOPLE, _SENT, _DIRECTORY),
    Role.IDVA: (_PEOPLE, _SENT, _DIRECTORY),
    Role.LEAD_MANAGER: (_SENT, _PEOPLE, _DIRECTORY),
}
_SECTIONS = {"/offers": ("/inbox", "/sent"), "/waiting-list": ("/inbox",), "/refer": ("/people",)}


def navigation(actor: Actor, path: str) -> tuple[Item, ...]:
    """Give the items of the actor's roles in the order of `Role`, each once, the account last."""
    found = [item for role in Role if role in actor.roles for item in _BY_ROLE.get(role, ())]
    section = "/" + path.strip("/").split("/", maxsplit=1)[0]
    here = {section, *_SECTIONS.get(section, ())}
    return tuple(Item(text=text, href=href, current=href in here) for text, href in dict.fromkeys([*found, _ACCOUNT]))


def landing(actor: Actor) -> str:
    """Give the address where signing in lands."""
    return navigation(actor, "/")[0].href
