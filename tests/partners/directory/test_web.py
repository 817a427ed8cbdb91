"""The directory over HTTP: who sees what, and each change with and without a fault."""

from collections.abc import Callable

import pytest
from litestar import Litestar
from sqlmodel import select

from partners.directory import store
from partners.directory.tables import AgreementRow
from portal.audit.tables import Entry
from tests.builders import GALOP, NOW, Clock, Ids
from tests.kit import Visitor
from tests.partners.statements import counted
from tests.scene import set_services
from tests.staged import later_ids

As = Callable[[str], Visitor]
HOUSING, ADVOCACY = "/directory/housing_advice", "/directory/advocacy"
PAUSE = {"reason": "leave", "ends_on_day": "3", "ends_on_month": "12", "ends_on_year": "2026"}
HOURS = {f"opens_{n}": "10:00" for n in range(5)} | {f"closes_{n}": "17:00" for n in range(5)}
REMIT = {
    "begins_on_day": "1",
    "begins_on_month": "12",
    "begins_on_year": "2026",
    "age_min": "16",
    "gender_rule": "all",
    "need_categories": ["shelter_accommodation", "finance_benefits"],
    "boroughs": "hackney",
}
AGREEMENT = {
    "status": "live",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2026",
    "owner": "Partnerships",
    "categories": "identity",
    "who_1": "Their signatory",
    "what_1": "The annex on retention",
    "since_1_day": "2",
    "since_1_month": "11",
    "since_1_year": "2026",
    "version": "1",
}


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


@pytest.fixture
def new_id() -> Ids:
    """Ids that the services of the scene have not used."""
    return later_ids()


@pytest.fixture(autouse=True)
def services(app: Litestar) -> None:
    with app.state.database.system() as session:
        set_services(session)


def audited(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence)))


def hidden(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_the_directory_says_in_plain_words_what_each_service_takes(client_for: As) -> None:
    page = client_for("caseworker").get("/directory")
    assert page.status_code == 200
    for words in (
        "Housing advice",
        "Shelter Team",
        "2 places, said 3 days ago",
        "Live since 1 January 2026",
        "Up to 17",
    ):
        assert words in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("need=shelter_accommodation", ["Housing advice", "Advocacy", "Youth work"]),
        ("need=drugs_alcohol", ["Youth work"]),
        ("borough=hackney&open=yes", ["Housing advice", "Advocacy", "Youth work"]),
    ],
)
def test_the_filter_lives_in_the_address(client_for: As, query: str, shown: list[str]) -> None:
    page = client_for("shelter_worker").get(f"/directory?{query}").text
    found = [name for name in ("Housing advice", "Advocacy", "Youth work") if f">{name}</a>" in page]
    assert found == shown


@pytest.mark.parametrize("query", ["need=everything", "borough=atlantis"])
def test_a_filter_that_does_not_exist_is_refused(client_for: As, query: str) -> None:
    assert client_for("caseworker").get(f"/directory?{query}").status_code == 422


def test_a_service_that_is_not_there_is_not_found(client_for: As) -> None:
    assert client_for("caseworker").get("/directory/nothing").status_code == 404


def test_route_11_old_capacity_is_not_known_and_one_press_says_it_again(
    app: Litestar, client_for: As, clock: Clock
) -> None:
    clock.advance(days=17)
    worker = client_for("shelter_worker")
    page = worker.get(HOUSING).text
    assert "Capacity not known (last said 20 days ago)" in page
    assert "You last said: 2 places" in page
    answer = worker.submit(f"{HOUSING}/still-right", said_at=hidden(page, "said_at"))
    assert answer.headers["location"] == f"{HOUSING}?done=right"
    assert "2 places, said today" in worker.get(HOUSING).text
    assert audited(app)[-1] == "capacity.said"
    assert worker.submit(f"{HOUSING}/still-right", said_at=hidden(page, "said_at")).status_code == 409


def test_capacity_is_changed_or_shown_again_with_what_is_wrong(client_for: As) -> None:
    manager = client_for("shelter_manager")
    wrong = manager.submit(f"{HOUSING}/capacity", state="unknown", places="-1")
    assert wrong.status_code == 422
    assert 'value="-1"' in wrong.text
    assert manager.submit(f"{HOUSING}/capacity", state="limited", places="0").status_code == 303
    assert "Limited, 0 places, said today" in manager.get(HOUSING).text


def test_a_paused_service_says_so_until_its_manager_ends_the_pause(app: Litestar, client_for: As) -> None:
    manager, lead = client_for("shelter_manager"), client_for("caseworker")
    assert manager.submit(f"{HOUSING}/pause", PAUSE, ends_on_day="22", ends_on_month="11").status_code == 422
    assert manager.submit(f"{HOUSING}/pause", PAUSE).status_code == 303
    assert "Paused until 3 December 2026: staff on leave" in lead.get(HOUSING).text
    assert ">Housing advice</a>" not in lead.get("/directory?open=yes").text
    assert manager.submit(f"{HOUSING}/pause", PAUSE).status_code == 409
    assert manager.submit(f"{HOUSING}/resume").status_code == 303
    assert "Paused" not in lead.get(HOUSING).text
    assert audited(app)[-2:] == ["service.paused", "service.resumed"]


def test_a_new_remit_begins_on_its_day_and_the_old_one_ends_the_day_before(client_for: As, clock: Clock) -> None:
    manager = client_for("shelter_manager")
    assert manager.submit(f"{HOUSING}/remit", REMIT).status_code == 303
    page = manager.get(HOUSING).text
    assert "From 1 January 2026 to 30 November 2026" in page
    assert "From 1 December 2026 and on" in page
    clock.advance(days=8)
    assert "16 and over" in client_for("caseworker").get("/directory").text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"begins_on_month": "10"}, "the past stays as it was"),
        ({"begins_on_month": "13"}, "must be a real date"),
        ({"age_min": "30", "age_max": "20"}, "must not be below"),
        ({"gender_rule": ""}, "Select whom it is for"),
        ({"boroughs": "atlantis"}, "Select from the list"),
    ],
)
def test_a_remit_with_a_fault_is_shown_again_as_it_was_typed(
    client_for: As, changes: dict[str, str], says: str
) -> None:
    answer = client_for("shelter_manager").submit(f"{HOUSING}/remit", REMIT, **changes)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="hackney" checked' in answer.text or changes.get("boroughs")


def test_a_remit_that_overlaps_is_refused(client_for: As) -> None:
    manager = client_for("shelter_manager")
    manager.submit(f"{HOUSING}/remit", REMIT)
    answer = manager.submit(f"{HOUSING}/remit", REMIT, begins_on_month="11", begins_on_day="30")
    assert answer.status_code == 422
    assert "A remit begins on 1 December 2026 already" in answer.text


def test_hours_and_closed_days_say_when_the_service_is_next_open(client_for: As, clock: Clock) -> None:
    manager = client_for("shelter_manager")
    assert "Opening hours not known" in manager.get("/our-services").text
    assert manager.submit(f"{HOUSING}/hours", HOURS).status_code == 303
    page = manager.get(HOUSING).text
    assert "Open now" in page
    assert "Monday to Friday" in page
    closed = {"closed_day": "24", "closed_month": "11", "closed_year": "2026"}
    assert manager.submit(f"{HOUSING}/closed-days", closed).status_code == 303
    clock.advance(hours=8)
    assert "Next open Wednesday 25 November, 10:00" in client_for("caseworker").get(HOUSING).text
    manager = client_for("shelter_manager")
    assert manager.submit(f"{HOUSING}/open-days", on="2026-11-24").status_code == 303
    assert "Next open tomorrow 10:00" in manager.get(HOUSING).text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("hours", {"opens_0": "noon", "closes_0": "17:00"}),
        ("hours", {"opens_0": "17:00", "closes_0": "10:00"}),
        ("hours", {"opens_0": "10:00"}),
        ("hours", {"opens_0": "24:00", "closes_0": "25:00"}),
        ("hours", {"opens_0": "9:00", "closes_0": "12:00", "opens_0_2": "11:59", "closes_0_2": "14:00"}),
        ("closed-days", {"closed_day": "31", "closed_month": "2", "closed_year": "2027"}),
        ("closed-days", {"closed_day": "1", "closed_month": "1", "closed_year": "2020"}),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(client_for: As, path: str, form: dict[str, str]) -> None:
    answer = client_for("shelter_manager").submit(f"{HOUSING}/{path}", form)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_a_forged_day_is_refused(client_for: As) -> None:
    assert client_for("shelter_manager").submit(f"{HOUSING}/open-days", on="yesterday").status_code == 422


def test_only_the_partner_and_the_lead_read_what_holds_an_agreement_up(app: Litestar, client_for: As) -> None:
    lead = client_for("lead_manager")
    assert lead.get(f"{HOUSING}/agreement").status_code == 200
    assert lead.submit(f"{HOUSING}/agreement", AGREEMENT).status_code == 303
    assert audited(app)[-1] == "agreement.changed"
    seen = {
        key: "The annex on retention, for 21 days" in client_for(key).get(HOUSING).text
        for key in ("shelter_worker", "caseworker", "galop_worker", "intake")
    }
    assert seen == {"shelter_worker": True, "caseworker": True, "galop_worker": False, "intake": False}
    assert lead.submit(f"{HOUSING}/agreement", AGREEMENT).status_code == 409


def test_an_agreement_with_faults_is_shown_again(client_for: As) -> None:
    wrong = {"status": "", "ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2025", "since_1_year": "2027"}
    answer = client_for("lead_manager").submit(f"{HOUSING}/agreement", AGREEMENT, **wrong)
    assert answer.status_code == 422
    for words in ("Select where it stands", "must not be before the first", "must not be after today"):
        assert words in answer.text


def test_cons_50_an_agreement_that_ended_lets_nothing_leave(client_for: As) -> None:
    ended = {"ends_on_day": "1", "ends_on_month": "11", "ends_on_year": "2026"}
    assert client_for("lead_manager").submit(f"{HOUSING}/agreement", AGREEMENT, **ended).status_code == 303
    assert "Ended on 1 November 2026: nothing can be sent" in client_for("caseworker").get("/directory").text


@pytest.mark.parametrize("path", ["capacity", "pause", "remit", "hours"])
def test_another_partners_entry_is_not_there_to_be_changed(client_for: As, path: str) -> None:
    manager = client_for("shelter_manager")
    assert manager.get(f"{HOUSING}/{path}").status_code == 200
    assert manager.get(f"{ADVOCACY}/{path}").status_code == 404
    assert client_for("lead_manager").get(f"{HOUSING}/{path}").status_code == 403


def test_a_worker_says_what_room_there_is_and_changes_nothing_else(client_for: As) -> None:
    worker = client_for("shelter_worker")
    found = {path: worker.get(f"{HOUSING}/{path}").status_code for path in ("capacity", "pause", "remit", "hours")}
    assert found == {"capacity": 200, "pause": 403, "remit": 403, "hours": 403}
    assert "Pause referrals" not in worker.get(HOUSING).text


def test_the_inbox_asks_whether_the_own_capacity_is_still_right(client_for: As, clock: Clock) -> None:
    clock.advance(days=3)
    worker = client_for("shelter_worker")
    page = worker.get("/inbox").text
    assert "Is your capacity still right?" in page
    assert "2 places, said 6 days ago" in page
    answer = worker.submit(f"{HOUSING}/still-right", said_at=hidden(page, "said_at"), back="inbox")
    assert answer.headers["location"] == "/inbox"
    assert "2 places, said today" in worker.get("/inbox").text


def test_a_way_back_that_nobody_offered_leads_to_the_service(client_for: As) -> None:
    worker = client_for("shelter_worker")
    said_at = hidden(worker.get("/inbox").text, "said_at")
    answer = worker.submit(f"{HOUSING}/still-right", said_at=said_at, back="https://elsewhere.example")
    assert answer.headers["location"] == f"{HOUSING}?done=right"


def test_the_directory_takes_four_statements_beside_the_sign_in(app: Litestar, client_for: As) -> None:
    lead = client_for("caseworker")
    with counted(app.state.database) as statements:
        lead.get("/directory")
    assert len(statements) == 5


def test_the_own_capacities_take_one_statement(app: Litestar) -> None:
    database = app.state.database
    with database.transaction(database.open(GALOP, reading=True)) as session, counted(database) as statements:
        found = store.own_capacities(session, GALOP, NOW)
    assert [(key, said.places) for key, _, said in found] == [("advocacy", 2), ("youth_work", 2)]
    assert len(statements) == 1


def test_a_partner_without_an_agreement_is_given_one_by_the_lead(app: Litestar, client_for: As) -> None:
    with app.state.database.system() as session:
        for row in session.exec(select(AgreementRow)):
            session.delete(row)
    lead = client_for("lead_manager")
    assert "No agreement recorded" in lead.get(HOUSING).text
    assert "Change the agreement" in lead.get(HOUSING).text
    assert lead.submit(f"{HOUSING}/agreement", AGREEMENT, version="0").status_code == 303
    assert "Live since 1 January 2026" in lead.get(HOUSING).text


def test_a_day_has_several_hours_in_whatever_order_they_are_typed(client_for: As) -> None:
    manager = client_for("shelter_manager")
    hours = {"opens_0": "14:00", "closes_0": "17:00", "opens_0_2": "9:00", "closes_0_2": "12:00"}
    assert manager.submit(f"{HOUSING}/hours", hours).status_code == 303
    page = manager.get(HOUSING).text
    assert page.index("09:00 to 12:00") < page.index("14:00 to 17:00")
    form = manager.get(f"{HOUSING}/hours").text
    assert form.index('value="09:00"') < form.index('value="14:00"')
    overlap = {"opens_0_3": "11:00", "closes_0_3": "13:00"}
    wrong = manager.submit(f"{HOUSING}/hours", {**hours, **overlap})
    assert "Monday has hours that overlap: one begins at 11:00, before 12:00" in wrong.text


def test_route_11_old_capacity_is_never_taken_for_room(client_for: As, clock: Clock) -> None:
    clock.advance(days=20)
    lead = client_for("caseworker")
    assert ">Housing advice</a>" not in lead.get("/directory?open=yes").text
    page = lead.get(HOUSING).text
    assert "Capacity not known (last said 23 days ago)" in page
    assert "Yes, but ask first: its room is not known." in page


def test_the_lead_reads_in_words_why_nothing_can_be_sent_and_who_holds_it_up(client_for: As) -> None:
    manager, lead = client_for("shelter_manager"), client_for("lead_manager")
    assert "Yes, for whoever fits what it takes." in lead.get(HOUSING).text
    lead.submit(f"{HOUSING}/agreement", AGREEMENT, status="in_review")
    manager.submit(f"{HOUSING}/pause", PAUSE)
    manager.submit(f"{HOUSING}/capacity", state="closed")
    page = client_for("caseworker").get(HOUSING).text
    for words in (
        "No, nothing can be sent today.",
        "The agreement is not live: in review.",
        "Waiting on Their signatory for 21 days: The annex on retention.",
        "It takes no referrals until 3 December 2026: staff on leave.",
        "It says that it is closed to new referrals.",
        "Another partner refers through the lead.",
    ):
        assert words in page
    assert "Their signatory" not in client_for("galop_worker").get(HOUSING).text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "–"),
        ({"ends_on_day": "24", "ends_on_month": "11", "ends_on_year": "2026"}, "Ends in 1 day, on 24 November 2026"),
        ({"ends_on_day": "10", "ends_on_month": "1", "ends_on_year": "2027"}, "Ends in 48 days"),
        ({"ends_on_day": "1", "ends_on_month": "11", "ends_on_year": "2026"}, "Ended on 1 November 2026: nothing"),
        (
            {"review_on_day": "1", "review_on_month": "11", "review_on_year": "2026"},
            "Review was due on 1 November 2026",
        ),
        ({"status": "signed"}, "Signed: nothing can be sent"),
    ],
)
def test_the_register_says_what_needs_attention_first(client_for: As, changes: dict[str, str], says: str) -> None:
    lead = client_for("lead_manager")
    review = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}
    assert lead.submit(f"{HOUSING}/agreement", {**AGREEMENT, **review, **changes}).status_code == 303
    page = lead.get("/directory/agreements").text
    row = page.partition(">Shelter Team</a>")[2].partition("</tr>")[0]
    assert says in row
    assert "Partnerships" in row
    assert "Their signatory: The annex on retention, for 21 days" in row
    assert client_for("shelter_manager").get("/directory/agreements").status_code == 403


def test_a_review_before_the_first_day_is_refused(client_for: As) -> None:
    wrong = {"review_on_day": "1", "review_on_month": "1", "review_on_year": "2020"}
    answer = client_for("lead_manager").submit(f"{HOUSING}/agreement", {**AGREEMENT, **wrong})
    assert "The next review must not be before the first day" in answer.text


SERVICE = {
    "name": "Legal & benefits clinic",
    "recipient": "shelter",
    "gender_rule": "all",
    "begins_on_day": "23",
    "begins_on_month": "11",
    "begins_on_year": "2026",
}


def test_a_partners_manager_adds_a_service_of_its_own_and_no_other(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    answer = manager.submit("/directory/new", SERVICE, organisation=str(GALOP))
    assert answer.headers["location"] == "/directory/legal_benefits_clinic?done=added"
    assert "Shelter Team" in manager.get("/directory/legal_benefits_clinic").text
    assert "Pause referrals" in manager.get("/directory/legal_benefits_clinic").text
    assert (
        manager.submit("/directory/new", SERVICE).headers["location"] == "/directory/legal_benefits_clinic_2?done=added"
    )
    assert audited(app)[-2:] == ["service.added", "service.added"]
    assert client_for("shelter_worker").submit("/directory/new", SERVICE).status_code == 403


def test_the_lead_adds_a_service_for_any_partner_from_a_later_day_on(client_for: As, clock: Clock) -> None:
    lead = client_for("lead_manager")
    assert "Select whose service it is" in lead.submit("/directory/new", SERVICE).text
    later = {"organisation": str(GALOP), "begins_on_day": "24", "name": "Sessions"}
    assert lead.submit("/directory/new", {**SERVICE, **later}).headers["location"] == "/directory?done=added_later"
    assert "from its first day on" in lead.get("/directory?done=added_later").text
    assert "Begins on 24 November 2026" in client_for("galop_manager").get("/our-services").text
    clock.advance(days=1)
    assert "Galop Team" in client_for("caseworker").get("/directory/sessions_2").text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "24/7"}, "The name must have a letter"),
        ({"recipient": ""}, "Select what kind of service it is"),
        ({"age_min": "30", "age_max": "20"}, "must not be below"),
        ({"begins_on_year": "2025"}, "today or later"),
    ],
)
def test_a_service_with_a_fault_is_shown_again(client_for: As, changes: dict[str, str], says: str) -> None:
    answer = client_for("shelter_manager").submit("/directory/new", {**SERVICE, **changes})
    assert answer.status_code == 422
    assert says in answer.text


LAST = {"last_day": "30", "last_month": "11", "last_year": "2026"}


def test_a_service_ends_on_its_last_day_and_what_was_planned_is_dropped(
    app: Litestar, client_for: As, clock: Clock
) -> None:
    manager = client_for("shelter_manager")
    manager.submit(f"{HOUSING}/remit", REMIT)
    assert manager.submit(f"{HOUSING}/close", LAST).status_code == 303
    page = manager.get(HOUSING).text
    assert "Takes referrals until 30 November 2026" in page
    assert "From 1 December 2026" not in page
    assert (
        "It ends on 30 November 2026 already" in manager.submit(f"{HOUSING}/close", {**LAST, "last_month": "12"}).text
    )
    assert audited(app)[-1] == "service.closed"
    clock.advance(days=8)
    assert client_for("caseworker").get(HOUSING).status_code == 404
    assert "Closed since 30 November 2026" in client_for("shelter_manager").get("/our-services").text


def test_the_lead_closes_any_service_and_another_partner_none(client_for: As) -> None:
    assert client_for("galop_manager").get(f"{HOUSING}/close").status_code == 404
    assert client_for("galop_manager").submit(f"{HOUSING}/close", LAST).status_code == 404
    past = {**LAST, "last_day": "22"}
    lead = client_for("lead_manager")
    assert "The last day must be today or later" in lead.submit(f"{HOUSING}/close", past).text
    assert lead.submit(f"{HOUSING}/close", LAST).status_code == 303


def test_domain_7_1_a_planned_change_can_be_dropped_until_it_begins(
    app: Litestar, client_for: As, clock: Clock
) -> None:
    manager = client_for("shelter_manager")
    manager.submit(f"{HOUSING}/remit", REMIT)
    planned = hidden(manager.get(HOUSING).text, "remit")
    assert 'name="remit"' not in client_for("caseworker").get(HOUSING).text
    assert client_for("galop_manager").submit(f"{HOUSING}/remit/undo", remit=planned).status_code == 404
    assert manager.submit(f"{HOUSING}/remit/undo", remit=planned).headers["location"] == f"{HOUSING}?done=undone"
    page = manager.get(HOUSING).text
    assert "From 1 January 2026 and on (now)" in page
    assert "December" not in page
    assert audited(app)[-1] == "remit.undone"
    manager.submit(f"{HOUSING}/remit", REMIT)
    planned = hidden(manager.get(HOUSING).text, "remit")
    clock.advance(days=8)
    begun = client_for("shelter_manager").submit(f"{HOUSING}/remit/undo", remit=planned)
    assert begun.status_code == 409
    assert "It holds already." in begun.text


def test_a_service_that_has_a_last_day_can_stay_open_after_all(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    assert "Keep it open" not in manager.get(HOUSING).text
    assert manager.submit(f"{HOUSING}/reopen").status_code == 409
    manager.submit(f"{HOUSING}/close", LAST)
    assert "Keep it open after its last day" in manager.get(HOUSING).text
    assert manager.submit(f"{HOUSING}/reopen").headers["location"] == f"{HOUSING}?done=reopened"
    page = manager.get(HOUSING).text
    assert "Takes referrals until" not in page
    assert "From 1 January 2026 and on (now)" in page
    assert audited(app)[-1] == "service.reopened"


@pytest.mark.parametrize("key", ["shelter_manager", "lead_manager"])
def test_a_closed_service_opens_again_from_today_with_what_it_took_last(client_for: As, clock: Clock, key: str) -> None:
    client_for("shelter_manager").submit(f"{HOUSING}/close", LAST)
    clock.advance(days=10)
    visitor, stranger = client_for(key), client_for("galop_manager")
    assert "Reopen Housing advice" in visitor.get("/directory/closed").text
    assert "Reopen Housing advice" not in stranger.get("/directory/closed").text
    assert stranger.submit(f"{HOUSING}/reopen").status_code == 404
    assert visitor.submit(f"{HOUSING}/reopen").status_code == 303
    page = client_for("caseworker").get(HOUSING).text
    assert "From 3 December 2026 and on (now)" in page
    assert "From 1 January 2026 to 30 November 2026" in page
    assert "No service is closed." in client_for(key).get("/directory/closed").text


def test_a_planned_remit_is_told_from_the_one_that_holds_now(client_for: As) -> None:
    manager = client_for("shelter_manager")
    manager.submit(f"{HOUSING}/remit", REMIT)
    page = manager.get(HOUSING).text
    assert "From 1 December 2026 and on (planned)" in page
    assert "to 30 November 2026 (now)" in page
