"""Navigation: what each role finds in the bar at the top; signing in lands on the first item."""

from collections.abc import Mapping

import msgspec

from lvws_core.actors import Actor, Permission, Role, may


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the navigation; `current` marks the section that the reader is in."""

    text: str
    href: str
    current: bool = False


_INBOX, _PEOPLE, _SENT = ("Inbox", "/inbox"), ("People", "/people"), ("Sent", "/sent")
_DIRECTORY, _OWN, _TEAM = ("Directory", "/directory"), ("Our services", "/our-services"), ("Team", "/team")
_REFERRED, _CASES = ("Referred", "/sent"), ("Cases", "/cases")
_INTAKE = ("Intake", "/intake")
_UNPLACED = ("Unplaced", "/unplaced")
_PARTNERS, _REPORTS = ("Partners", "/reports/partners"), ("Reports", "/reports/partners")
_NOTICES = ("Notices", "/notices")
_SECOND = ("Second person", "/overrides/waiting")
_OVERRIDES, _REVIEWS = ("Overrides", "/overrides"), ("Reviews", "/reviews")
_ACCOUNT = ("Your account", "/account")
_BY_ROLE: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.PARTNER_WORKER: (_INBOX, _REFERRED, _DIRECTORY),
    Role.PARTNER_MANAGER: (_INBOX, _REFERRED, _OWN, _DIRECTORY, _TEAM, _REPORTS),
    Role.INTAKE_WORKER: (_INTAKE, _CASES, _DIRECTORY),
    Role.LEAD_CASEWORKER: (_PEOPLE, _CASES, _SENT, _UNPLACED, _DIRECTORY),
    Role.IDVA: (_PEOPLE, _CASES, _SENT, _UNPLACED, _DIRECTORY),
    Role.LEAD_MANAGER: (_UNPLACED, _SENT, _CASES, _PEOPLE, _DIRECTORY, _PARTNERS, _SECOND),
    Role.ANALYST: (_REPORTS,),
    Role.INFORMATION_GOVERNANCE: (_OVERRIDES, _REVIEWS, _DIRECTORY),
}
_SECTIONS = {
    "/reports": ("/reports/partners",),
    "/overrides": ("/overrides/waiting",),
    "/offers": ("/inbox", "/sent", "/cases"),
    "/waiting-list": ("/inbox",),
    "/refer": ("/people", "/sent"),
    "/requests": ("/sent",),
    "/intake": ("/cases",),
    "/people": ("/sent",),  # a partner's people are those whom it refers
}


def navigation(actor: Actor, path: str) -> tuple[Item, ...]:
    """Give the items of the actor's roles in the order of `Role`, each once, notices and the account last."""
    named: dict[str, tuple[str, str]] = {}
    for text, href in (item for role in Role if role in actor.roles for item in _BY_ROLE.get(role, ())):
        named.setdefault(href, (text, href))  # two roles may call one page by two names
    section = "/" + path.strip("/").split("/", maxsplit=1)[0]
    here = next((href for href in (section, *_SECTIONS.get(section, ())) if href in named), section)
    hears = may(actor, Permission.NOTICE_READ).allowed
    items = (*named.values(), *((_NOTICES,) if hears else ()), _ACCOUNT)
    return tuple(Item(text=text, href=href, current=href == here) for text, href in items)


def landing(actor: Actor) -> str:
    """Give the address where signing in lands."""
    return navigation(actor, "/")[0].href
