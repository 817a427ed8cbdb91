"""The pages of what was logged: what waits on the own site, and one contact with what is to be done with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from colocations.contacts import store
from colocations.contacts.apart.model import can_be_undone
from colocations.contacts.model import Contact, Words, link_due_at
from colocations.contacts.service import Desk
from colocations.contacts.sessions import service as sessions
from colocations.contacts.sessions.model import Activity
from colocations.sites import store as sites
from colocations.sites.model import Site
from colocations.sites.pages import Line
from lvws_core.forms import FieldError
from lvws_core.times import day_in_words, in_words, local, start_of_day


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of what was logged, is due, is to be linked, or is planned."""

    href: str
    when: str
    text: str
    take_in: str = ""
    log: str = ""
    late: str = ""


class OwnLog(msgspec.Struct, frozen=True, kw_only=True):
    """What "My site" shows of the log: today's contacts, what is due, what waits for a person, what is planned."""

    today: tuple[Entry, ...]
    due: tuple[Entry, ...]
    to_link: tuple[Entry, ...]
    planned: tuple[Entry, ...]
    news: str = ""


LATE: Final = "Waiting for more than a working day. Your coordinator sees how many such there are, and no more."
"""What its author reads of a contact that is not linked after a working day."""

_NEWS: Mapping[str, str] = {
    "logged": "Logged. Nothing more is to be done.",
    "to_link": "Logged. It waits under “To link” until you say whom it was about; nobody has been told.",
    "call_back": "Logged. The call back stands under “Due” until you say it is done.",
    "linked": "Linked. It now stands in that person’s record too, for those who may open it.",
    "called_back": "Done. It is off your list.",
    "confirmed": "Confirmed.",
    "not_apart": "It is not kept apart any more: it counts for the site again.",
    "kept_apart": "Kept apart. It is in no count, list or export that the host sees, and the ward is told nothing.",
}


def own_log(desk: Desk, done: str = "") -> OwnLog:
    """Give what the own site shows of the log; nothing sealed is opened."""
    me = desk.actor.id
    today = store.of_author(desk.session, me, start_of_day(desk.today))
    due, waiting = store.to_call(desk.session, me), store.to_link(desk.session, me)
    planned = sessions.coming(desk)
    there = {each.site_id for each in (*today, *due, *waiting)} | {each.site_id for each in planned}
    named = sites.named(desk.session, there)
    return OwnLog(
        today=tuple(_entry(each, _clock(each.at), named) for each in today),
        due=tuple(_due(each, desk.now, named) for each in due),
        to_link=tuple(_to_link(each, desk, named) for each in waiting),
        planned=tuple(_planned(each, desk.now, named) for each in planned),
        news=_NEWS.get(done, ""),
    )


def _clock(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def words_of(contact: Contact, named: Mapping[UUID, Site]) -> str:
    """Give a contact in a few words: how, where, how long and what came of it."""
    site = named.get(contact.site_id)
    where = contact.department or (site.name if site is not None else "")
    what = contact.manner.label if contact.manner is not None else contact.kind.label
    return ", ".join(part for part in (what, where, f"{contact.minutes} min", contact.outcome.label.lower()) if part)


def _entry(contact: Contact, when: str, named: Mapping[UUID, Site]) -> Entry:
    return Entry(href=f"/contacts/{contact.reference}", when=when, text=words_of(contact, named))


def _due(contact: Contact, now: datetime, named: Mapping[UUID, Site]) -> Entry:
    at = contact.call_back_at or now
    return Entry(
        href=f"/contacts/{contact.reference}",
        when=in_words(at, now),
        text=f"Call back: {words_of(contact, named)}",
    )


def _to_link(contact: Contact, desk: Desk, named: Mapping[UUID, Site]) -> Entry:
    entry = _entry(contact, in_words(contact.at, desk.now), named)
    late = LATE if link_due_at(contact, desk.calendar) <= desk.now else ""
    return msgspec.structs.replace(entry, take_in=f"/intake/new?contact={contact.reference}", late=late)


def _planned(activity: Activity, now: datetime, named: Mapping[UUID, Site]) -> Entry:
    site = named.get(activity.site_id)
    where = activity.department or (site.name if site is not None else "")
    parts = (f"{activity.kind.label}: {activity.purpose.label.lower()}", where, f"{activity.minutes} min")
    return Entry(
        href="/my-site/sessions",
        when=in_words(activity.starts_at, now),
        text=", ".join(part for part in parts if part),
        log=f"/contacts/new?planned={activity.id}",
    )


class ContactPage(msgspec.Struct, frozen=True, kw_only=True):
    """One contact of the reader's own, and what is to be done with it."""

    template: ClassVar[str] = "contacts/contact.html"

    title: str
    facts: tuple[Line, ...]
    action: str
    waits_for_link: bool
    waits_for_call: bool
    waits_for_word: bool
    may_keep_apart: bool
    may_undo_apart: bool
    take_in: str
    choose: str
    refer: str
    person: str
    told: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()


def contact_page(
    contact: Contact,
    words: Words,
    site: Site | None,
    now: datetime,
    *,
    undo_hours: int,
    typed: str = "",
    errors: tuple[FieldError, ...] = (),
) -> ContactPage:
    """Give the page of a contact; `typed` is a reference that was typed to link it, `now` is aware.

    Keeping apart can be undone for `undo_hours`.
    """
    path = f"/contacts/{contact.reference}"
    return ContactPage(
        title=f"Contact {contact.reference}",
        facts=tuple(Line(label=label, text=text) for label, text in facts_of(contact, words, site, now) if text),
        action=path,
        waits_for_link=contact.waits_for_link,
        waits_for_call=contact.waits_for_call,
        waits_for_word=contact.offline and contact.confirmed_at is None,
        may_keep_apart=contact.can_be_kept_apart,
        may_undo_apart=can_be_undone(contact, now, undo_hours),
        take_in=f"/intake/new?contact={contact.reference}" if contact.waits_for_link else "",
        choose=f"/contacts/choose?contact={contact.reference}",
        refer=f"/contacts/{contact.reference}/refer" if contact.person_id is not None else "",
        person=typed,
        told=host_told(contact),
        errors=errors,
    )


def host_told(contact: Contact) -> tuple[str, ...]:
    """Give what the ward may be told: that something was received, and nothing more; of its own staff nothing at all.

    Source: TOP-14, domain 4.7.
    """
    if contact.is_apart:
        return ("The ward is told nothing: the person works for the host.",)
    if contact.staff_role is None and contact.referral is None:
        return ()
    return ("To the ward you may say: “Thank you, we have received your referral.” Nothing else, even if they ask.",)


def facts_of(contact: Contact, words: Words, site: Site | None, now: datetime) -> Sequence[tuple[str, str]]:
    """Give what was logged, label and text, in the order of the form; an empty text was not said."""
    heads = ", ".join(f"{count} × {role.label.lower()}" for role, count in contact.audience.items())
    inpatient = {True: "Yes", False: "No", None: ""}[contact.is_inpatient]
    return (
        ("What", contact.kind.label),
        ("How", contact.manner.label if contact.manner is not None else ""),
        ("When", in_words(contact.at, now)),
        ("Where", ", ".join(part for part in (contact.department, site.name if site is not None else "") if part)),
        ("Length", f"{contact.minutes} minutes"),
        ("For", contact.purpose.label),
        ("What came of it", contact.outcome.label),
        ("About", contact.about.label if contact.about is not None else ""),
        ("Safe to contact again", contact.safe.label if contact.safe is not None else ""),
        ("Call back", in_words(contact.call_back_at, now) if contact.call_back_at is not None else ""),
        ("Called back", in_words(contact.called_back_at, now) if contact.called_back_at is not None else ""),
        ("Sent or asked by", contact.staff_role.label if contact.staff_role is not None else ""),
        ("Professional", words.professional),
        ("Told somebody on", day_in_words(contact.disclosed_on) if contact.disclosed_on is not None else ""),
        ("In hospital", inpatient),
        ("Leaves hospital on", day_in_words(contact.discharge_on) if contact.discharge_on is not None else ""),
        ("Staff spoken to", "" if contact.staff_spoken_to is None else str(contact.staff_spoken_to)),
        ("Trained", f"{contact.headcount}: {heads}" if heads else ""),
        ("Level", contact.level.label if contact.level is not None else ""),
        ("Feedback", contact.feedback.label if contact.feedback is not None else ""),
        ("Works for the host", "Yes: kept apart from everything the host sees" if contact.is_apart else ""),
        ("Written", "Without a network" if contact.offline else ""),
        ("Note", words.note),
    )
