"""The columns of an import: headings, what each holds, and the old headings that mean the same."""

from collections.abc import Mapping
from typing import Final

from lvws_core.spreadsheets import Column, Layout


def _column(key: str, label: str, holds: str, example: str = "", *aliases: str) -> Column:
    return Column(key=key, label=label, holds=holds, example=example, aliases=aliases)


_DAY = "a day, as 2026-11-22 or 22/11/2026"
_SAID = "yes, no, or empty where nobody asked"

COLUMNS: Final = (
    _column(
        *("case_ref", "Case reference", "the source’s own number, once for each person and referral", "CR-0001"),
        *("case_reference", "case_number", "reference", "urn", "crime_reference"),
    ),
    _column("received_on", "Day of receipt", _DAY, "2026-11-20", "date_received", "referral_date", "received"),
    _column("reported_on", "Day of report", _DAY, "2026-11-19", "date_reported", "report_date", "reported"),
    _column("source", "Source", "a key of the list of sources", "police", "referral_source", "referred_by"),
    _column("force", "Police force", "a key of the list of forces", "metropolitan_police_service", "police_force"),
    _column("agency", "Agency", "who sent it, where the source is other_agency", "", "referring_agency"),
    _column(
        *("crime_category", "Crime", "a key of the list of crimes", "violence_with_injury"),
        *("crime", "crime_type", "offence", "offence_type"),
    ),
    _column("involvement", "Victim or witness", "victim, witness or both; empty is victim", "victim", "role"),
    _column("da_level", "Domestic abuse level", "high or low_medium; empty where there is none", "", "da", "da_risk"),
    _column(
        "epr", "Enhanced priority", "the source’s own flag: yes, no or empty", "no", "epr_flag", "enhanced_priority"
    ),
    _column("borough_gss", "Borough", "the code of the borough, its name, or outside_london", "E09000012", "borough"),
    _column("age", "Age", "whole years on the day of receipt", "", "age_at_referral"),
    _column("no_age", "Why there is no age", "a key of the list of reasons; empty is not_told", ""),
    _column("trial_on", "Day of the trial", "of a witness: a day, as 2026-11-22 or 22/11/2026", "", "trial_date"),
    _column("taken_up", "Taken up", "yes, no, no_contact or empty", "", "take_up", "support_accepted"),
    _column("taken_up_on", "Day of take-up", _DAY, "", "take_up_date"),
    _column("support_type", "Support", "immediate or ongoing", "", "type_of_support"),
    _column("allocated_to", "Allocated to", "the e-mail address of a colleague’s account", "", "caseworker", "worker"),
    _column("closed_on", "Day of closure", _DAY, "", "date_closed", "closure_date"),
    _column("closure_reason", "Reason for closing", "a key of the list of reasons", "", "reason_closed"),
    _column("name", "Name", "the name the person uses", "Hazel Specimen", "full_name", "victim_name", "client_name"),
    _column("birth_date", "Date of birth", _DAY, "1990-05-02", "dob", "date_of_birth"),
    _column(
        *("phone", "Phone number", "7 to 15 digits", "07700 900321"),
        *("telephone", "mobile", "phone_number", "contact_number"),
    ),
    _column("address", "Address", "the address without its postcode, or with it", "1 Sample Street", "home_address"),
    _column("postcode", "Postcode", "of the address", "E8 1EA", "post_code"),
    _column("language", "Language", "the name or the ISO 639-3 code", "", "preferred_language"),
    _column("interpreter", "Interpreter", "yes or no", "", "interpreter_needed"),
    _column("access_needs", "Access needs", "in words", ""),
    _column("pronouns", "Pronouns", "in words", ""),
    _column("safe_call", "Safe to call", _SAID, "yes", "safe_to_call", "safe_to_phone"),
    _column("safe_text", "Safe to text", _SAID, "no", "safe_to_text"),
    _column("voicemail", "Safe to leave a voicemail", _SAID, "no", "safe_voicemail", "safe_to_leave_message"),
    _column("safe_post", "Safe to write by post", _SAID, "", "safe_to_write"),
    _column("name_service", "Safe to name the service", _SAID, "", "safe_to_name_service"),
    _column("safe_hours", "Safe hours", "when it is safe, as Mon-Fri 10-14; empty is any time", "", "safe_times"),
    _column("if_other_answers", "If somebody else answers", "what to say then", "", "cover_story"),
    _column("email", "E-mail address", "of the person", "", "e_mail", "email_address"),
    _column("safe_email", "Safe to e-mail", _SAID, "", "safe_to_email"),
    _column("no_contact", "Asked for no contact", "yes where the person wants none", "", "do_not_contact"),
    _column("code_word", "Agreed word", "what the person says to prove who speaks", ""),
    _column(
        "not_when", "Never at these hours", "when nobody may call, as Mon-Fri 15-16; Sat 10-12", "", "unsafe_times"
    ),
    _column("withheld", "Safe to withhold our number", _SAID, "", "safe_to_withhold_number"),
    _column("safe_whatsapp", "Safe on WhatsApp", _SAID, "", "safe_to_whatsapp"),
    _column("video", "Safe by video", "the name or link, where video is safe", ""),
    _column("professional", "Safe through a professional", "who, where contact through them is safe", ""),
    _column("host_site", "Safe in person", "where, where meeting the person there is safe", ""),
    _column("shared_device", "Phone or computer shared", _SAID, ""),
    _column("monitored", "Calls or accounts watched", _SAID, ""),
    _column("cloud_shared", "Photos, mail or backups shared", _SAID, ""),
    _column("safe_person", "Safe to talk to", "somebody whom the person trusts", ""),
    _column(
        "unsafe_people", "Never talk to", "one or several, with semicolons between them", "", "not_safe_to_talk_to"
    ),
    _column("service_word", "Our word", "what we say to prove who speaks", ""),
    _column("contact_note", "Note on contact", "one sentence more", "", "safe_contact_note"),
)
"""Every column of an import, in the order of the template. Source: design 5.1; domain 5.1, 8.1."""

LAYOUT: Final = Layout(columns=COLUMNS, needed=("case_ref", "received_on", "source", "name"))
"""What a file of cases holds."""

LABELS: Final[Mapping[str, str]] = LAYOUT.labels
"""The words for a column in a fault."""


def template() -> str:
    """Give the template: the headings and one invented line, as a file for a spreadsheet."""
    return LAYOUT.template()
