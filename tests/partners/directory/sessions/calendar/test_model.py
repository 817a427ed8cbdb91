"""The calendar file: RFC 5545 to the letter, and not a word about anybody."""

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.calendar_file import escape, folded, written
from partners.directory.sessions.calendar.pages import calendar_file
from tests.builders import NOW
from tests.partners.directory.sessions.builders import a_meeting

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


@given(TEXTS)
def test_rfc_5545_3_1_a_folded_line_is_at_most_75_octets_and_unfolds_to_itself(line: str) -> None:
    parts = folded(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert unfolded(folded(line)) == line


@given(st.text("ab;,\\\n:", max_size=30))
def test_rfc_5545_3_3_11_an_escaped_text_has_no_bare_mark_and_reads_back(text: str) -> None:
    found = escape(text)
    assert "\n" not in found
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", found)
    assert re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], found) == text


def test_a_file_is_one_event_in_utc_that_says_only_when_and_where_to_look() -> None:
    meeting = a_meeting(title="Canary, the group", place="1 Canary Row", about="Canaries", version=3)
    file = calendar_file(meeting, NOW)
    text = file.content.decode()
    assert file.file_name == f"{meeting.reference}.ics"
    assert "canar" not in text.lower()
    assert "meet.example" not in text
    assert text.endswith("END:VCALENDAR\r\n")
    lines = unfolded(text).split("\r\n")
    assert f"SUMMARY:Advice surgery {meeting.reference}" in lines
    assert f"DTSTART:{NOW + timedelta(days=2):%Y%m%dT%H%M%SZ}" in lines
    assert {"CLASS:PRIVATE", "STATUS:CONFIRMED", "SEQUENCE:2", f"UID:{meeting.id}"} <= set(lines)
    assert any(r"is and who holds it\, and" in line for line in lines)
    assert "\n" not in text.replace("\r\n", "")


def test_a_session_that_is_called_off_is_cancelled_in_the_calendar_too() -> None:
    assert b"STATUS:CANCELLED\r\n" in calendar_file(a_meeting(called_off_at=NOW), NOW).content


def test_every_line_ends_as_the_rule_wants() -> None:
    assert written(("A:1", "B:2")) == b"A:1\r\nB:2\r\n"
