"""The sources, a table each: how its rows are found, opened, read out and erased; and what holds nobody.

A test fails when a table is in neither list: whoever adds one says here what it holds about a person (ADR 14).
"""

from collections.abc import Mapping
from typing import Final

from portal.rights.register.sources.person.store import PERSON
from portal.rights.register.sources.referral.store import CASE, CONFERENCE, SHARED
from portal.rights.register.sources.rights.store import RIGHTS

SOURCES: Final = (*PERSON, *RIGHTS, *CASE, *SHARED, *CONFERENCE)
"""Every table with something about a person, in the order of a pack."""

_DIRECTORY = "of services and organisations, about nobody who is helped"
_SITES = "of host sites and the staff who work there"
_STAFF = "about a member of staff"
EXEMPT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("organisation", "service", "remit", "capacity", "agreement"), _DIRECTORY),
    **dict.fromkeys(("opening_hours", "closed_date", "service_pause", "partner_session"), _DIRECTORY),
    **dict.fromkeys(("user", "credential", "session", "invitation", "case_worker"), _STAFF),
    **dict.fromkeys(("session_attendance", "notice_seen", "absence"), _STAFF),
    **dict.fromkeys(("delivery", "duty", "preference", "team_digest"), _STAFF),
    **dict.fromkeys(("passkey", "recovery_code", "challenge"), _STAFF),
    **dict.fromkeys(("site", "gate", "gate_step", "pack_item", "site_issue", "placement", "clearance"), _SITES),
    **dict.fromkeys(("shift", "cover_ask", "room", "booking", "room_wait", "calendar_feed"), _SITES),
    **dict.fromkeys(("activity", "quiet_time"), _SITES),
    "contact_draft": "a half-written form of a member of staff, sealed; gone when it is logged, or after a week",
    **dict.fromkeys(("seal_key", "permit"), _STAFF),
    "envelope": "an entry of a member of staff that waits for its author, sealed; once it is logged its contact has it",
    "notice": "a kind and a reference; those of a person go with it, by the reference",
    "delivery_item": "which notices a message counts, by reference; it goes with its message",
    "failing_job": "the name of a job and since when it fails",
    **dict.fromkeys(("aggregate", "aggregate_mark"), "counts of a month"),
    "offer_effect": "which clock has spoken, in codes",
    "submission": "the key of a form; gone after a week",
    "case_import": "a file that waits to be confirmed; gone after a day, and what it holds is then in the others",
    "imported_line": "keyed digests that lead back to nobody: the same file brings nobody back",
    "marac_meeting": "a panel and a day",
    "entry": "codes and names of fields, never a value; a pack has it as who saw what",
    "anchor": "the head of the audit",
    "emergency": "who was admitted to whom, in ids; the access review says why, and how it was looked at",
    "access_week": "that the sample of a week was drawn",
    "throttle": "how often a sign-in was tried, by keyed hashes of which nobody is read",
    "lease": "which process keeps the clock",
    "retention_sweep": "how far the look at records has come on a day",
    "suppression": "a one-way token that leads back to nobody",
}
"""Tables that hold nothing of a person, or must outlast them, each with the reason."""
