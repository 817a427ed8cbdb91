"""Who cannot see a notice gets no message about it either, and whoever may see it still does."""

from sqlmodel import delete

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.times import london_day
from notifications.deliveries.tables import DeliveryRow
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.notices.service import tell
from portal.dependencies import desk_at
from portal.staff import StaffStore
from tests.builders import CONSORTIUM, LEAD
from tests.notifications.outbox import everything
from tests.portal.people.conflicts.test_kept_away import connect
from tests.portal.people.stage import about
from tests.staged import Staged

CASEWORKER, COLLEAGUE = CONSORTIUM["caseworker"].id, CONSORTIUM["colleague"].id
MANAGER = CONSORTIUM["lead_manager"].id


def who_hears(staged: Staged, reference: str) -> frozenset[UserId]:
    """Give whom of the lead a notice about a reference may reach."""
    with staged.app.state.database.system(reading=True) as session:
        store = StaffStore(session, london_day(staged.clock()))
        found = store.recipients(frozenset({OrganisationId(LEAD)}), Reference(reference))
    return frozenset(each.id for each in found)


def written_to(staged: Staged, reference: str) -> frozenset[UserId]:
    """Tell the lead's team that something was not done in time; give who gets a message."""
    with staged.app.state.database.system() as session:
        session.execute(delete(DeliveryRow))
        late = Told(organisation_id=LEAD, audience=Audience.TEAM, kind=NoticeKind.ESCALATION)
        tell(desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock()), late, Reference(reference))
        return frozenset(each.user_id for each in everything(session))


def test_mar_50_whoever_is_connected_gets_no_message_about_the_person_and_the_others_do(
    staged_on_each: Staged,
) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    person, _ = about(staged, offer)
    everybody = who_hears(staged, "")
    assert {CASEWORKER, COLLEAGUE, MANAGER} <= everybody
    assert who_hears(staged, offer) == who_hears(staged, person) == everybody
    assert CASEWORKER in written_to(staged, offer)
    connect(staged, person, LEAD, "caseworker")
    assert who_hears(staged, offer) == who_hears(staged, person) == everybody - {CASEWORKER}
    assert {COLLEAGUE, MANAGER} <= written_to(staged, offer) == written_to(staged, person)
    assert CASEWORKER not in written_to(staged, offer)
    assert CASEWORKER in written_to(staged, "0000-00")  # of somebody else


def test_top_17_of_a_restricted_person_the_team_alone_gets_messages(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["declined"]
    person, _ = about(staged, offer)
    path = f"/people/{person}/team/restrict"
    assert staged.visitor("caseworker").submit(path, {"restricting": "staff_connected"}).status_code == 303
    assert who_hears(staged, offer) == who_hears(staged, person) == {CASEWORKER}
    assert written_to(staged, offer) == {CASEWORKER}
