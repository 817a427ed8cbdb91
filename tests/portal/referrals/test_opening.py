"""Who is open first, who is paused and who would be in conflict, when a referral is composed."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from lvws_core.consent.contact import Window
from lvws_core.errors import NotAllowed
from lvws_core.vocabulary import ConflictKind, PauseReason
from partners.directory import store as directory
from partners.directory.entry import store as entry
from partners.directory.entry.forms import Hours
from partners.directory.model import Pause, Terms
from portal.database import Database
from portal.referrals import service
from portal.referrals.pages import ComposePage, compose_page
from tests.builders import CONSORTIUM, GALOP, NOW, SHELTER, some_settings
from tests.portal.referrals.stage import CASEWORKER, Stage
from tests.scene import ADVOCACY, HOUSING, set_services

LATE = Window(days=frozenset(range(5)), opens=time(14), closes=time(17))
WEEKENDS = Window(days=frozenset({5, 6}), opens=time(9), closes=time(12))


@pytest.fixture
def stage(database: Database) -> Iterator[Stage]:
    """An open transaction of the lead's; Shelter opens this afternoon, Galop at the weekend."""
    with database.system() as session:
        set_services(session)
        entry.put_hours(session, HOUSING, SHELTER, Hours(windows=(LATE,), open_on_holidays=False))
        entry.put_hours(session, ADVOCACY, GALOP, Hours(windows=(WEEKENDS,), open_on_holidays=False))
    settings = some_settings(database.url.render_as_string(hide_password=False))
    with database.transaction(database.open(CASEWORKER.organisation_id)) as session:
        yield Stage(session, settings)


def page(stage: Stage) -> ComposePage:
    desk, draft = stage.desk(), stage.draft(stage.person())
    composed = service.compose(desk, draft.person_reference, draft.reference)
    return compose_page(composed, desk, asked="service")


def test_composing_says_who_is_open_first_and_when_each_would_return(stage: Stage) -> None:
    found = page(stage)
    opens = {helper.name: helper.opens for helper in found.able}
    assert found.open_first == "Open first: Shelter Team, Housing advice, today 14:00."
    assert opens == {
        "Shelter Team, Housing advice": (
            "Shelter Team is next open today 14:00; this would return to you tomorrow 10:00, without an answer."
        ),
        "Galop Team, Advocacy": (
            "Galop Team is next open Saturday 28 November, 09:00; "
            "this would return to you tomorrow 10:00, before it opens."
        ),
    }


def test_route_03_what_is_true_of_the_person_is_said_once_and_not_under_each_service(stage: Stage) -> None:
    found = page(stage)
    assert found.bear_in_mind == (
        "At high risk an IDVA is offered first and at once; a partner adds and never replaces.",
    )
    assert not any("IDVA" in line for helper in found.able for line in helper.fits)


def a_pause(database: Database, days: int) -> None:
    today = NOW.date()
    with database.system() as session:
        entry.add_pause(
            session,
            Pause(starts_on=today, ends_on=today + timedelta(days=days), reason=PauseReason.LEAVE),
            pause_id=UUID(int=77),
            service_id=HOUSING,
            organisation_id=SHELTER,
            said_by=CONSORTIUM["shelter_manager"].id,
            said_at=NOW,
        )


def test_route_01_a_paused_service_is_not_eligible_and_says_until_when(database: Database) -> None:
    with database.system() as session:
        set_services(session)
    a_pause(database, 3)
    with database.transaction(database.open(CASEWORKER.organisation_id)) as session:
        stage = Stage(session, some_settings(database.url.render_as_string(hide_password=False)))
        desk, draft = stage.desk(), stage.draft(stage.person())
        composed = service.compose(desk, draft.person_reference, draft.reference)
        with pytest.raises(NotAllowed) as error:
            service.choose_service(desk, composed, HOUSING)
    assert "service_paused" in {reason.code for reason in error.value.reasons}


def test_route_08_a_conflict_that_the_directory_knows_stands_in_the_way(database: Database) -> None:
    checks = frozenset({ConflictKind.RESTORATIVE_WHILE_ABUSE_LIVE})
    with database.system() as session:
        set_services(session)
        directory.add_remit(
            session,
            remit_id=UUID(int=78),
            service_id=HOUSING,
            organisation_id=SHELTER,
            valid_from=date(2026, 6, 1),
            valid_to=None,
            terms=Terms(organisation_name="Shelter Team", conflict_checks=checks),
        )
    with database.transaction(database.open(CASEWORKER.organisation_id)) as session:
        stage = Stage(session, some_settings(database.url.render_as_string(hide_password=False)))
        desk, draft = stage.desk(), stage.draft(stage.person())
        composed = service.compose(desk, draft.person_reference, draft.reference)
        helpers = compose_page(composed, desk, asked="service").able
        service.choose_service(desk, composed, HOUSING)
        chosen = service.compose(desk, draft.person_reference, draft.reference)
    shown = {helper.name: helper.check_first for helper in helpers}
    assert shown["Shelter Team, Housing advice"] == "Check first: no restorative work while abuse is a live risk."
    assert any(reason.rule == "ROUTE-08" for reason in chosen.obstacles)
