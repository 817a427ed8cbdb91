"""Navigation: what each role finds in the bar at the top; signing in lands on the first item.

The bar has at most five items. What a reader has beyond that stands on a page of its own, `/more`,
with a sentence about each; notices and the account stand beside the way out, for everybody.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from lvws_core.actors import Actor, Permission, Role, may

MOST: Final = 5
"""How many items the bar has at most. Source: screens 0."""

MORE: Final = "/more"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the navigation; `current` marks the section that the reader is in, `about` says what is there."""

    text: str
    href: str
    current: bool = False
    about: str = ""


def _item(text: str, href: str, about: str) -> Item:
    return Item(text=text, href=href, about=about)


_INBOX = _item("Inbox", "/inbox", "What your team has to do, by when.")
_DAY = _item("My day", "/my-day", "Everything that is due on your cases, the soonest first.")
_PEOPLE = _item("People", "/people", "Find or add a person: plan, consent, risk and referrals.")
_SENT = _item("Sent", "/sent", "What was sent to partners, and what waits on whom.")
_REFERRED = _item("Referred", "/sent", "Whom your team has referred to the lead, and what waits on whom.")
_UNPLACED = _item("Unplaced", "/unplaced", "Needs that came back and wait for somebody else.")
_INTAKE = _item("Intake", "/intake", "Take somebody in; what came back to you, and what you took in.")
_CASES = _item("Cases", "/cases", "What came in, who has it, and what waits for somebody.")
_CASELOAD = _item("Caseload", "/caseload", "Who has what, what waits, and where it pinches.")
_DIRECTORY = _item(
    "Directory", "/directory", "Services, their room and hours; agreements; surgeries, sessions and area meetings."
)
_OWN = _item("Our services", "/our-services", "What you take, what room you have, and when you are open.")
_TEAM = _item("Team", "/team", "Who works here, in which role; invite somebody or close an account.")
_PARTNERS = _item("Partners", "/reports/partners", "How quickly offers are answered and what became of them.")
_FIGURES = _item("Reports", "/reports", "Referrals, take-up and what became of them, for any period.")
_REPORTS = _item("Reports", "/reports/partners", "How quickly offers are answered and what became of them.")
_SECOND = _item("Second person", "/overrides/waiting", "Overrides of a guard that wait for a second person.")
_OVERRIDES = _item("Overrides", "/overrides", "Guards that somebody overrode, to be reviewed.")
_REVIEWS = _item("Reviews", "/reviews", "What went to the wrong recipient, and stops that are not confirmed.")
_ACCESS = _item(
    "Access reviews", "/reviews/access", "Emergency access, alerts and a weekly sample, for you to look at."
)
_EMERGENCY = _item(
    "Emergency access", "/emergency-access", "Open a record that you cannot see, when somebody is in danger."
)
_RIGHTS = _item("Requests", "/rights", "What people ask of their own record, and by when it is answered.")
_MARAC = _item("MARAC", "/marac", "Referrals to check, to review and to list; yours that are not finished.")
_SITES = _item("Sites", "/co-locations", "Host sites: how far each is, what is overdue, and who has it.")
_MY_SITE = _item("My site", "/my-site", "Your site today, what you are cleared for, and what does not work there.")
_ROTA = _item("Rota", "/rota", "Who is at which site when, what is missing, who covers.")
_OUR_SITES = _item("Our sites", "/our-sites", "How far each of your sites is, in counts.")
_CLEARANCES = _item("Clearances", "/clearances", "Who is cleared for which site, and what runs out first.")
_SIGNED_IN = _item("Who is signed in", "/team/sessions", "Who is at work now; sign somebody out everywhere.")
_DUTY = _item("Duty", "/team/duty", "Who is there outside hours, and what was not delivered by email.")
_NOTICES = _item("Notices", "/notices", "What happened, newest first.")
_ACCOUNT = _item("Your account", "/account", "Your details, preferences and signing out.")
_BY_ROLE: Mapping[Role, tuple[Item, ...]] = {
    Role.PARTNER_WORKER: (_INBOX, _REFERRED, _DIRECTORY, _EMERGENCY),
    Role.PARTNER_MANAGER: (_INBOX, _REFERRED, _OWN, _TEAM, _DUTY, _DIRECTORY, _REPORTS, _ACCESS, _EMERGENCY),
    Role.INTAKE_WORKER: (_INTAKE, _CASES, _DIRECTORY),
    Role.LEAD_CASEWORKER: (_PEOPLE, _CASES, _SENT, _UNPLACED, _DIRECTORY),
    Role.IDVA: (_PEOPLE, _MARAC, _CASES, _SENT, _UNPLACED, _DIRECTORY),
    Role.LEAD_MANAGER: (_UNPLACED, _SENT, _CASES, _PEOPLE, _MARAC, _DIRECTORY, _PARTNERS, _SECOND, _RIGHTS),
    Role.LEAD_CASEWORKER: (_DAY, _PEOPLE, _CASES, _SENT, _UNPLACED, _DIRECTORY, _EMERGENCY),
    Role.IDVA: (_MY_SITE, _PEOPLE, _DAY, _ROTA, _MARAC, _CASES, _SENT, _UNPLACED, _DIRECTORY, _EMERGENCY),
    Role.LEAD_MANAGER: (
        *(_UNPLACED, _SENT, _CASELOAD, _CASES, _DAY, _PEOPLE, _MARAC, _DIRECTORY, _PARTNERS, _SECOND),
        *(_FIGURES, _SITES, _CLEARANCES, _ROTA, _DUTY),
        *(_SITES, _CLEARANCES, _ROTA, _DUTY, _SIGNED_IN),
        *(_SITES, _CLEARANCES, _ROTA, _DUTY, _ACCESS, _EMERGENCY),
    ),
    Role.COLOCATION_COORDINATOR: (_SITES, _CLEARANCES, _ROTA, _FIGURES, _DIRECTORY),
    Role.HOST_SPONSOR: (_OUR_SITES,),
    Role.ANALYST: (_FIGURES, _PARTNERS),
    Role.INFORMATION_GOVERNANCE: (_OVERRIDES, _REVIEWS, _RIGHTS, _DIRECTORY),
    Role.ANALYST: (_REPORTS,),
    Role.ADMINISTRATOR: (_SIGNED_IN,),
    Role.INFORMATION_GOVERNANCE: (_OVERRIDES, _REVIEWS, _RIGHTS, _DIRECTORY),
    Role.INFORMATION_GOVERNANCE: (_OVERRIDES, _REVIEWS, _ACCESS, _RIGHTS, _DIRECTORY),
}
_SECTIONS = {
    "/team": ("/team/duty", "/team/sessions"),
    "/deliveries": ("/team", "/team/duty"),
    "/reports": ("/reports/partners",),
    "/co-locations": ("/my-site",),
    "/clearances": ("/my-site",),
    "/contacts": ("/my-site",),
    "/overrides": ("/overrides/waiting",),
    "/offers": ("/inbox", "/sent", "/cases"),
    "/waiting-list": ("/inbox",),
    "/refer": ("/people", "/sent"),
    "/requests": ("/sent",),
    "/intake": ("/cases",),
    "/reviews": ("/sent",),  # stops that are not confirmed stand beside what was sent
    "/people": ("/sent",),  # a partner's people are those whom it refers
}


def navigation(actor: Actor, path: str) -> tuple[Item, ...]:
    """Give the items of the bar, at most five, in the order of the actor's roles; the last leads to what is left."""
    every = _items(actor)
    here = _section(path, every)
    if len(every) <= MOST:
        return tuple(_at(item, here) for item in every)
    more = Item(text="More", href=MORE, current=here == MORE or here in {item.href for item in _beyond(every)})
    return (*(_at(item, here) for item in every[: MOST - 1]), more)


def beside(actor: Actor, path: str) -> tuple[Item, ...]:
    """Give what stands beside the bar for everybody: the notices of those who hear any, and the account."""
    hears = may(actor, Permission.NOTICE_READ).allowed
    items = (*((_NOTICES,) if hears else ()), _ACCOUNT)
    here = _section(path, items)
    return tuple(_at(item, here) for item in items)


def more(actor: Actor) -> tuple[Item, ...]:
    """Give what the bar has no room for, or all of it where it has room for everything; never nothing."""
    every = _items(actor)
    return _beyond(every) or every or beside(actor, MORE)


def landing(actor: Actor) -> str:
    """Give the address where signing in lands."""
    return (*navigation(actor, "/"), *beside(actor, "/"))[0].href


def _items(actor: Actor) -> tuple[Item, ...]:
    named: dict[str, Item] = {}
    for item in (item for role in Role if role in actor.roles for item in _BY_ROLE.get(role, ())):
        named.setdefault(item.href, item)  # two roles may call one page by two names
    return tuple(named.values())


def _beyond(every: tuple[Item, ...]) -> tuple[Item, ...]:
    return every[MOST - 1 :] if len(every) > MOST else ()


def _section(path: str, items: tuple[Item, ...]) -> str:
    section = "/" + path.strip("/").split("/", maxsplit=1)[0]
    hrefs = {item.href for item in items}
    if path.startswith(_ACCESS.href) and _ACCESS.href in hrefs:  # a section of its own, below another
        return _ACCESS.href
    return next((href for href in (section, *_SECTIONS.get(section, ())) if href in hrefs), section)


def _at(item: Item, here: str) -> Item:
    return msgspec.structs.replace(item, current=item.href == here)
