"""What a file may look like, and what its lines may tell: accepted rightly, or refused with how to mend it."""

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.vocabulary import Borough, PoliceForce
from portal.intake.importing.columns.model import COLUMNS, template
from portal.intake.importing.entries.model import digest_of, read_entry
from portal.intake.importing.lines.model import encoding_of, read_lines
from portal.intake.importing.model import Entry, Fault, Line
from portal.intake.terms.model import NoAge, TakeUp
from portal.people.contact_plan.model import SafeContact
from tests.portal.intake.builders import TODAY
from tests.portal.intake.importing.files import FAULTS, a_file, a_line

WORKERS = {"sam@example.org": UserId(UUID(int=7))}
PLAIN = "case_ref,received_on,source,name\r\nCR-1,2026-11-20,police,Zoë £ Specimen\r\n"


def a_row(**changes: str) -> Line:
    return Line(row=2, values={key: value for key, value in a_line(1, **changes).items() if value})


def read(**changes: str) -> Entry | tuple[Fault, ...]:
    return read_entry(a_row(**changes), WORKERS, TODAY)


def accepted(**changes: str) -> Entry:
    entry = read(**changes)
    assert isinstance(entry, Entry), entry
    return entry


def lines_of(content: bytes) -> list[Line | Fault]:
    encoding = encoding_of([content[:40], content[40:]])
    return list(read_lines(content.decode(encoding).splitlines(keepends=True)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_whatever_encoding_it_was_saved_with_its_pound_sign(encoding: str) -> None:
    (line,) = lines_of(PLAIN.encode(encoding))
    assert isinstance(line, Line)
    assert line.values["name"] == "Zoë £ Specimen"


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"PK\x03\x04\x00", "not_text"), (b"a\x81", "not_text")])
def test_a_file_that_is_no_text_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        encoding_of([content] if content else [])


def test_old_headings_and_other_separators_mean_the_same() -> None:
    (line,) = lines_of(b"Case Reference;Date received;Referral-Source;Victim name\r\nCR-1;20/11/2026;Police;A B\r\n")
    assert line == Line(
        row=2, values={"case_ref": "CR-1", "received_on": "20/11/2026", "source": "Police", "name": "A B"}
    )


@pytest.mark.parametrize(
    ("headings", "place", "code"),
    [
        ("case_ref,received_on,source", "name", "column_missing"),
        ("case_ref,received_on,source,name,safe_cal", "column 5", "heading_unknown"),
        ("case_ref,received_on,source,name,full_name", "name", "heading_twice"),
    ],
)
def test_a_heading_that_is_missing_twice_or_misspelt_stops_the_whole_file(headings: str, place: str, code: str) -> None:
    (fault,) = lines_of(f"{headings}\r\nCR-1,2026-11-20,police,A B\r\n".encode())
    assert isinstance(fault, Fault)
    assert (fault.row, fault.column, fault.code) == (1, place, code)


def test_a_file_without_headings_is_refused_and_its_first_person_is_not_repeated() -> None:
    found = lines_of(b"CR-1,2026-11-20,police,Hazel Specimen\r\n")
    assert {each.code for each in found if isinstance(each, Fault)} == {"heading_unknown", "column_missing"}
    assert "Hazel" not in repr(found)


def test_broken_rows_are_told_and_rows_count_as_a_spreadsheet_does() -> None:
    head = b"case_ref,received_on,source,name\r\n"
    found = lines_of(head + b'\r\nCR-1,2026-11-20,police,A,B\r\nCR-2,2026-11-20,police,"two\nlines"\r\nCR-3,"x')
    assert [(each.row, each.code if isinstance(each, Fault) else "") for each in found] == [
        (3, "too_many_fields"),
        (4, ""),
        (5, "broken_quotes"),
    ]


@pytest.mark.parametrize("column", [*FAULTS])
def test_each_wrong_value_is_refused_in_its_column_with_how_to_mend_it_and_never_repeated(column: str) -> None:
    value, code = FAULTS[column]
    found = read(**{column: value, "birth_date": ""} if column == "age" else {column: value})
    assert isinstance(found, tuple)
    assert [(each.row, each.column, each.code) for each in found] == [(2, column, code)]
    assert len(found[0].text) >= 20
    assert not value or value not in found[0].text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_formula_is_refused_and_one_that_is_marked_as_text_stays_text(sign: str) -> None:
    refused = read(address=f"{sign}SUM(A1)")
    assert isinstance(refused, tuple)
    assert refused[0].code == "formula"
    assert accepted(address=f"'{sign}SUM(A1)").registration.identity.address == f"{sign}SUM(A1), E8 1EA"


@pytest.mark.parametrize("day", ["2026-01-06", "06/01/2026", "6.1.2026", "2026-01-06 00:00:00"])
def test_days_are_read_as_people_write_them(day: str) -> None:
    assert accepted(received_on=day).registration.received_on == date(2026, 1, 6)


@pytest.mark.parametrize("day", ["2026-02-30", "30/02/2026", "06/01/26", "46028", "soon", "2026-13-01"])
def test_days_that_do_not_exist_are_refused(day: str) -> None:
    found = read(received_on=day)
    assert isinstance(found, tuple)
    assert [(each.column, each.code) for each in found] == [("received_on", "not_a_date")]


def test_a_postcode_outside_london_says_where_somebody_lives_unless_the_borough_says_otherwise() -> None:
    assert accepted(postcode="m1 1ae", borough_gss="").registration.identity.borough is Borough.OUTSIDE_LONDON
    assert accepted(postcode="E81EA", borough_gss="").registration.identity.borough is Borough.UNKNOWN
    assert accepted(borough_gss="Hackney").registration.identity.borough is Borough.HACKNEY
    found = read(postcode="M1 1AE", borough_gss="E09000012")
    assert isinstance(found, tuple)
    assert found[0].code == "outside_london"


def test_keys_and_labels_mean_the_same_and_what_is_not_said_is_not_known() -> None:
    told = accepted(force="Metropolitan Police Service", birth_date="", taken_up="No", allocated_to="Sam@example.org")
    registration = told.registration
    assert registration.force is PoliceForce.METROPOLITAN_POLICE_SERVICE
    assert (registration.no_age, registration.take_up) == (NoAge.NOT_TOLD, TakeUp.NOT_TAKEN_UP)
    assert registration.allocated_to == WORKERS["sam@example.org"]


def test_top_10_a_file_is_nobodys_word_so_what_it_does_not_say_is_not_safe() -> None:
    contact = accepted(safe_call="yes", safe_text="", voicemail="").registration.contact
    assert contact is not None
    assert contact.plan.sensitive
    assert contact.plan.confirmed_at is None
    assert contact.plan.channels[Channel.SMS] is Safety.UNKNOWN
    assert accepted(safe_call="", safe_text="", voicemail="").registration.contact is None


def test_cont_01_the_hours_the_other_answers_and_the_name_of_the_service_that_a_file_tells_are_kept() -> None:
    told = accepted(
        safe_hours="Mon-Fri 10-14", if_other_answers="A survey", name_service="no", safe_post="yes", safe_email=""
    )
    contact = told.registration.contact
    assert contact is not None
    assert contact.plan.windows == (Window(days=frozenset(range(5)), opens=time(10), closes=time(14)),)
    assert (contact.plan.say_if_other_answers, contact.plan.name_service_ok) == ("A survey", Safety.NO)
    assert contact.plan.post_ok is Safety.YES


def test_cont_01_all_that_a_plan_can_say_a_file_can_tell_and_the_hours_to_leave_alone_win() -> None:
    told = accepted(
        safe_hours="Mon-Fri 10-14",
        not_when="Mon-Fri 15:30-16; Sat, Sun 10-12",
        withheld="no",
        safe_whatsapp="no",
        professional="The midwife",
        host_site="The ward",
        video="A link by text",
        shared_device="yes",
        monitored="no",
        safe_person="Her sister",
        unsafe_people="His brother; the neighbour",
        code_word="Marigold",
        service_word="Thistle",
    )
    contact = told.registration.contact
    assert contact is not None
    plan = contact.plan
    assert [window.days for window in plan.not_when] == [frozenset(range(5)), frozenset({5, 6})]
    assert (plan.withheld_ok, plan.safety_of(Channel.WHATSAPP)) == (Safety.NO, Safety.NO)
    assert (contact.shared_device, contact.monitored, contact.cloud_shared) == (Safety.YES, Safety.NO, Safety.UNKNOWN)
    assert (contact.safe_person, contact.unsafe_people) == ("Her sister", ("His brother", "the neighbour"))
    assert (contact.code_word, contact.service_word) == ("Marigold", "Thistle")
    for channel, way in (
        (Channel.VIA_PROFESSIONAL, "The midwife"),
        (Channel.IN_PERSON_AT_HOST, "The ward"),
        (Channel.VIDEO, "A link by text"),
    ):
        assert (plan.safety_of(channel), contact.ways[channel]) == (Safety.YES, way)
    said = " ".join(contact.sentences())
    assert "Never Mon–Fri 15:30–16:00 or Sat, Sun 10:00–12:00." in said
    assert "Never talk to: His brother, the neighbour." in said
    assert "leave nothing on it" in said


def test_the_template_has_a_column_for_everything_that_a_plan_says() -> None:
    columns = {
        "channels": "safe_call safe_text safe_email safe_post safe_whatsapp video professional host_site",
        "voicemail_ok": "voicemail",
        "text_ok": "safe_text",
        "post_ok": "safe_post",
        "name_service_ok": "name_service",
        "withheld_ok": "withheld",
        "windows": "safe_hours",
        "not_when": "not_when",
        "say_if_other_answers": "if_other_answers",
        "has_code_word": "code_word",
        "no_contact_requested": "no_contact",
        "ways": "phone email",
        "note": "contact_note",
    }
    of_the_portal = {"sensitive", "confirmed_at", "breach_open", "plan"}  # what no file may say
    known = {column.key for column in COLUMNS}
    for field in {*ContactPlan.__struct_fields__, *SafeContact.__struct_fields__} - of_the_portal:
        assert set(columns.get(field, field).split()) <= known, field


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"safe_hours": "Mon-Fri 14-10"}, "safe_hours", "Safe hours: write hours as Mon-Fri 10-14"),
        ({"safe_hours": "when the partner is out"}, "safe_hours", "or use contact_note"),
        ({"safe_hours": "Mon-Fri 10-14; Sat 9-12"}, "safe_hours", "or use contact_note"),
        ({"not_when": "Sat"}, "not_when", "Never at these hours: write hours as Mon-Fri 10-14"),
        ({"monitored": "perhaps"}, "monitored", "write yes or no, or nothing"),
        ({"safe_whatsapp": "yes", "phone": "", "safe_call": "no"}, "phone", "fill phone, or write no"),
        ({"safe_post": "yes", "address": ""}, "address", "fill address, or write no"),
        ({"safe_email": "yes"}, "email", "fill email, or write no"),
        ({"contact_note": "x" * 301}, "contact_note", "300"),
    ],
)
def test_what_a_file_says_of_safe_contact_and_cannot_be_is_refused_with_how_to_mend_it(
    changes: Mapping[str, str], column: str, words: str
) -> None:
    found = read(**changes)
    assert isinstance(found, tuple)
    assert [each.column for each in found] == [column]
    assert words in found[0].text


BAD: Mapping[str, tuple[str, str]] = {
    "received_on": ("31/02/2026", "must be a real date, written as 2026-11-22 or 22/11/2026"),
    "birth_date": ("1990-13-01", "must be a real date, written as"),
    "postcode": ("M1 1AE", "mend one, or write outside_london as borough"),
    "phone": ("ring the neighbour", "Enter a phone number, such as 07700 900123"),
    "name": ("=cmd()", "take the sign away, or write ' before it"),
    "epr": ("£", "write yes or no, or nothing"),
}
"""What the issue calls bad input, by column, and what mends it."""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_each_bad_input_names_its_row_its_column_and_how_to_mend_it_in_a_file_with_old_headings(encoding: str) -> None:
    old = {"received_on": "Date received", "birth_date": "DOB", "phone": "Telephone", "name": "Victim name"}
    head = [old.get(key, key) for key in a_line(0)]
    rows = [a_line(n, **{column: BAD[column][0]}) for n, column in enumerate(BAD)]
    text = "".join(f"{';'.join(fields)}\r\n" for fields in (head, *(row.values() for row in rows)))
    found = [read_entry(each, WORKERS, TODAY) for each in lines_of(text.encode(encoding)) if isinstance(each, Line)]
    assert [(faults[0].row, faults[0].column) for faults in found if isinstance(faults, tuple)] == [
        *enumerate(BAD, start=2)
    ]
    for column, faults in zip(BAD, found, strict=True):
        assert isinstance(faults, tuple)
        assert BAD[column][1] in faults[0].text


def test_what_the_source_has_to_tell_is_asked_by_the_same_rule_as_at_the_desk() -> None:
    found = read(source="police", force="", reported_on="", phone="", address="", postcode="", safe_call="")
    assert isinstance(found, tuple)
    assert [each.column for each in found] == ["force", "reported_on", "phone"]


@given(st.dictionaries(st.sampled_from([each.key for each in COLUMNS]), st.text(max_size=30)))
def test_whatever_stands_in_a_line_it_is_read_or_refused_in_a_column_that_exists(values: Mapping[str, str]) -> None:
    kept = {key: value.strip() for key, value in values.items() if value.strip()}
    found = read_entry(Line(row=9, values=kept), WORKERS, TODAY)
    if isinstance(found, tuple):
        assert {each.column for each in found} <= {each.key for each in COLUMNS}


def test_a_digest_tells_a_changed_line_and_not_another_order_of_columns() -> None:
    line = a_row()
    turned = Line(row=5, values=dict(reversed(line.values.items())))
    assert digest_of(turned) == digest_of(line)
    assert digest_of(a_row(name="hazel specimen")) != digest_of(a_row(name="Hazel Specimen"))


def test_the_template_is_a_file_that_can_be_taken_in() -> None:
    (line,) = read_lines(template().splitlines(keepends=True))
    assert isinstance(line, Line)
    assert isinstance(read_entry(line, {}, TODAY), Entry)


def test_the_made_files_are_right() -> None:
    found = list(read_lines(a_file(60).splitlines(keepends=True)))
    assert all(isinstance(each, Line) and isinstance(read_entry(each, {}, TODAY), Entry) for each in found)
