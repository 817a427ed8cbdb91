"""Nobody left: what nobody at a partner may open is not sent there, and returns from there, in one sentence."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from colocations.rota.leave.tables import AbsenceRow
from lvws_core.referrals import OfferStatus
from notifications.duty.tables import DutyRow
from notifications.notices.tables import NoticeRow
from partners.offers.store import get
from tests.builders import CONSORTIUM, NOW, SHELTER
from tests.portal.people.conflicts.test_kept_away import connect
from tests.portal.people.stage import about
from tests.scene import HOUSING, Lead
from tests.staged import Staged

SENTENCE = "This team cannot take it – call"
WORKER, MANAGER = CONSORTIUM["shelter_worker"], CONSORTIUM["shelter_manager"]


def statuses(staged: Staged, *references: str) -> list[OfferStatus]:
    with staged.app.state.database.system(reading=True) as session:
        return [get(session, each).offer.status for each in references]  # type: ignore[arg-type]


def connect_everybody(staged: Staged, person: str) -> None:
    for key in ("shelter_worker", "shelter_manager"):
        connect(staged, person, SHELTER, key.replace("_", " "))


def away(staged: Staged, *keys: str, cover: str | None = None) -> None:
    with staged.app.state.database.system() as session:
        for number, key in enumerate(keys):
            session.add(
                AbsenceRow(
                    id=UUID(int=0x700 + number),
                    owner_organisation_id=SHELTER,
                    worker_id=CONSORTIUM[key].id,
                    cover_id=CONSORTIUM[cover].id if cover else None,
                    starts_on=NOW.date(),
                    ends_on=NOW.date(),
                    recorded_by=MANAGER.id,
                    recorded_at=NOW,
                )
            )


def test_route_08_a_sent_offer_returns_with_one_sentence_when_the_last_who_may_open_it_is_connected(
    staged_on_each: Staged,
) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["sent"]
    person, _ = about(staged, offer)
    connect(staged, person, SHELTER, "shelter worker")
    assert statuses(staged, offer) == [OfferStatus.SENT]
    connect(staged, person, SHELTER, "shelter manager")
    assert statuses(staged, offer) == [OfferStatus.EXPIRED]
    with staged.app.state.database.system(reading=True) as session:
        told = session.exec(select(NoticeRow).where(NoticeRow.kind == "cannot_take")).all()
    assert {each.audience for each in told} == {"team", "managers"}
    assert {each.owner_organisation_id for each in told} != {SHELTER}
    page = staged.visitor("caseworker").get("/unplaced").text
    assert SENTENCE in page
    assert "connected" not in page
    assert SENTENCE in staged.visitor("caseworker").get(f"/offers/{offer}").text
    assert staged.visitor("shelter_worker").get(f"/offers/{offer}").status_code == 404


def test_route_08_of_what_a_partner_has_taken_on_the_lead_is_told_and_nothing_moves(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    person, _ = about(staged, offer)
    connect_everybody(staged, person)
    assert statuses(staged, offer) == [OfferStatus.ACTIVE]
    assert SENTENCE in staged.visitor("caseworker").get("/notices").text


def test_route_08_sending_is_refused_with_the_same_sentence_whoever_is_connected_restricted_or_away(
    staged_on_each: Staged,
) -> None:
    staged, lead = staged_on_each, Lead(staged_on_each.visitor("caseworker"))
    ready = staged.scene.referral
    sending = f"{ready.path}?open=send"
    assert SENTENCE not in lead.visitor.get(sending).text
    away(staged, "shelter_worker", "shelter_manager")
    refused = lead.visitor.get(sending).text
    assert SENTENCE in refused
    with staged.app.state.database.system() as session:
        session.add(
            DutyRow(
                id=UUID(int=0x800),
                owner_organisation_id=SHELTER,
                user_id=WORKER.id,
                starts_at=NOW - timedelta(hours=1),
                ends_at=NOW + timedelta(hours=1),
            )
        )
    assert SENTENCE not in lead.visitor.get(sending).text  # on duty, whatever the leave says
    connect(staged, ready.person, SHELTER, "shelter worker")
    page = lead.visitor.get(sending).text
    assert SENTENCE in page
    assert "Conflict – call the lead." not in page
    sent = lead.visitor.submit(f"{ready.path}/send", {"version": ready.version, "digest": ready.digest})
    assert sent.status_code == 403
    assert SENTENCE in sent.text


def test_route_08_a_colleague_who_is_there_is_enough(staged: Staged) -> None:
    away(staged, "shelter_worker", cover="shelter_manager")
    lead = Lead(staged.visitor("caseworker"))
    assert statuses(staged, lead.send(lead.ready(lead.person(name="Isolde Newcomer", phone="07700 900777"), HOUSING)))
