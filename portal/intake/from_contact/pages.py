"""What the pages say of a contact from which somebody came."""

from datetime import datetime

from colocations.contacts.linking.pages import host_told
from lvws_core.times import day_in_words, in_words, london_day
from portal.intake.from_contact.service import Origin


def origin_words(origin: Origin | None, now: datetime) -> tuple[str, ...]:
    """Give where somebody came from, who sent them, how long after they first told, and what the ward may be told.

    Of somebody who works for the host it names neither ward nor host. `now` is aware.

    Source: TOP-14, domain 6.4.
    """
    if origin is None:
        return ()
    contact, site = origin.contact, origin.site
    place = (contact.department, site.name) if site is not None else ()
    where = ", ".join(part for part in place if part)
    came = f"From the contact of {in_words(contact.at, now)}{f', {where}' if where else ''}."
    sent = contact.staff_role is not None and not contact.is_apart
    return (
        came,
        *((f"Sent by: {contact.staff_role.label.lower()}.",) if sent and contact.staff_role is not None else ()),
        *_told(origin),
        *(("In hospital.",) if contact.is_inpatient else ()),
        *((f"Leaves hospital on {day_in_words(contact.discharge_on)}.",) if contact.discharge_on is not None else ()),
        *host_told(contact),
    )


def _told(origin: Origin) -> tuple[str, ...]:
    day = origin.contact.disclosed_on
    if day is None:
        return ()
    days = (london_day(origin.contact.at) - day).days
    later = {0: "the same day", 1: "a day before"}.get(days, f"{days} days before")
    return (f"First told somebody there on {day_in_words(day)}, {later}.",)
