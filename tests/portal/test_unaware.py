"""Who cannot see a notice gets no message about it either, and whoever may see it still does."""

from uuid import UUID, uuid4

from sqlmodel import Session, delete

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.times import london_day
from notifications.deliveries import store as outbox
from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.planning.model import Planned
from notifications.deliveries.tables import DeliveryRow
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.notices.service import tell
from portal.dependencies import desk_at
from portal.staff import StaffStore
from tests.builders import CONSORTIUM, LEAD
from tests.notifications.outbox import Provider, a_post, everything
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


def sent_by_the_hour(staged: Staged, key: str = "caseworker") -> list[str]:
    """Send what waits three days later; give the subjects of what went to one of the lead."""
    provider = Provider()
    staged.clock.advance(days=3)
    deliver_due(a_post(staged.app.state.database, staged.clock, provider))
    return [each.subject for each in provider.taken if each.to == CONSORTIUM[key].email]


def gather(staged: Staged, *references: str, key: str = "caseworker") -> None:
    """Tell one of the lead news of each of these, in one message that waits for its hour."""
    with staged.app.state.database.system() as session:
        session.execute(delete(DeliveryRow))
        desk = desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock())
        for each in references:
            news = Told(
                organisation_id=LEAD, audience=Audience.TEAM, kind=NoticeKind.ACCEPTED, user_id=CONSORTIUM[key].id
            )
            tell(desk, news, Reference(each))
        assert [(each.kind, each.items) for each in everything(session)] == [("digest", len(references))]


def test_mar_50_whoever_is_connected_after_it_was_gathered_is_not_told_that_there_was_something(
    staged_on_each: Staged,
) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    person, _ = about(staged, offer)
    gather(staged, offer, person, "0000-00")
    assert sent_by_the_hour(staged) == ["You have 3 new items"]
    gather(staged, offer, person, "0000-00")
    connect(staged, person, LEAD, "caseworker")
    assert sent_by_the_hour(staged) == ["You have 1 new item"]
    with staged.app.state.database.system() as session:
        tell_of(staged, session, offer)
    assert sent_by_the_hour(staged) == []


def tell_of(staged: Staged, session: Session, offer: str) -> None:
    """Write to the outbox that something was not done, as it was planned before the caseworker was connected."""
    session.execute(delete(DeliveryRow))
    late = Planned(
        organisation_id=LEAD,
        user_id=CASEWORKER,
        key="late",
        kind=NoticeKind.ESCALATION.value,
        urgent=True,
        due_at=staged.clock(),
        notice_id=UUID(int=7),
        about=Reference(offer),
    )
    outbox.write(session, [late], uuid4)


def test_top_17_of_whom_is_restricted_after_it_was_gathered_the_team_alone_is_told(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["declined"]
    person, _ = about(staged, offer)
    gather(staged, offer, "0000-00", key="colleague")
    path = f"/people/{person}/team/restrict"
    assert staged.visitor("caseworker").submit(path, {"restricting": "staff_connected"}).status_code == 303
    assert sent_by_the_hour(staged, "colleague") == ["You have 1 new item"]
