"""What was missing or wrong goes back to its taker, kindly and counted."""

import html
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.intake.returns.model import FIELDS, Gap, by_month
from tests.builders import CONSORTIUM
from tests.portal.intake.entries import ENTRY, handed_over, taken_in
from tests.scene import PLAN, hidden
from tests.staged import Staged

gaps = st.frozensets(st.sampled_from(Gap), min_size=1)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(days, st.booleans(), gaps)))
def test_the_months_count_each_return_once_and_the_most_frequent_gap_first(
    returned: list[tuple[date, bool, frozenset[Gap]]],
) -> None:
    months = by_month(returned)
    assert sum(month.returned for month in months) == len(returned)
    assert sum(month.mended for month in months) == sum(mended for _, mended, _ in returned)
    assert sum(count for month in months for _, count in month.gaps) == sum(len(found) for *_, found in returned)
    assert [month.first_day for month in months] == sorted({day.replace(day=1) for day, *_ in returned}, reverse=True)
    for month in months:
        counts = [count for _, count in month.gaps]
        assert counts == sorted(counts, reverse=True)


def test_every_gap_is_mended_at_a_field_of_the_entry_form() -> None:
    assert set(FIELDS) == set(Gap)


def test_code_11_what_went_back_is_seen_mended_and_counted_and_then_there_is_none_again(staged: Staged) -> None:
    taker, worker = staged.visitor("intake"), staged.visitor("colleague")
    case = taken_in(taker)
    handed_over(taker, case, CONSORTIUM["colleague"].id)
    assert taker.get(f"/intake/{case}/mend").status_code == 404
    person = re.findall(r'href="/people/([A-Z0-9]{4}-[A-Z0-9]{2})"', worker.get(f"/cases/{case}").text)[0]
    feared = {**PLAN, "closes": "14:00", "unsafe_people": "his brother", "monitored": "yes"}
    staged.clock.advance(minutes=1)
    assert worker.submit(f"/people/{person}/contact-plan", feared).status_code == 303
    staged.clock.advance(minutes=1)
    form = {"gaps": ["safe_contact", "age"], "version": hidden(worker.get(f"/cases/{case}/return").text, "version")}
    assert worker.submit(f"/cases/{case}/return", {"version": form["version"]}).status_code == 422
    assert worker.submit(f"/cases/{case}/return", form).headers["location"] == f"/cases/{case}?done=returned"
    assert "You keep the case meanwhile." in worker.get(f"/cases/{case}?done=returned").text
    listed = taker.get("/intake").text
    assert listed.index("To mend") < listed.index(case)
    page = html.unescape(taker.get(f"/intake/{case}/mend").text)
    assert "Thank you for taking this in." in page
    assert "Which ways are safe, and when" in page
    assert 'value="Hazel Specimen"' in page
    assert 'value="Mon, Tue, Wed, Thu, Fri 10:00-14:00"' in page
    assert "A mental disorder" not in worker.get(f"/cases/{case}").text
    mended = {
        **ENTRY,
        "birth_date": "2 5 1991",
        "hours": "weekdays 9-12",
        "facts": "rfm",
        "version": hidden(page, "version"),
    }
    assert taker.submit(f"/intake/{case}/mend", mended, birth_date="soon").status_code == 422
    assert taker.submit(f"/intake/{case}/mend", mended).headers["location"] == "/intake?done=mended"
    assert taker.get(f"/intake/{case}/mend").status_code == 404
    assert taker.get(f"/cases/{case}").status_code == 404
    now = worker.get(f"/cases/{case}").text
    assert "Never talk to: his brother." in now, "what the form has no field for stays"
    assert "may be watched" in now
    assert "2 May 1991" in now
    assert "A mental disorder" in now, "CODE-11: what gives enhanced rights is looked at again"
    assert "09:00" in now or "9:00" in now
    counts = staged.visitor("lead_manager").get("/intake/returned").text
    assert "November 2026" in counts
    assert "Which ways are safe, and when: 1" in counts
    assert "Intake" not in counts.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_case_is_sent_back_once_and_not_when_it_is_closed(staged: Staged) -> None:
    worker = staged.visitor("caseworker")
    case = taken_in(worker)
    form = {"gaps": "name", "version": "1"}
    assert worker.submit(f"/cases/{case}/return", form).status_code == 303
    assert worker.submit(f"/cases/{case}/return", {**form, "version": "2"}).status_code == 409
    assert staged.visitor("intake").get(f"/intake/{case}/mend").status_code == 404
