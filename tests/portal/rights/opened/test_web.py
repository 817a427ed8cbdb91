"""Who opened a record, and what a worker opened: for information governance, and never what is in the record."""

from portal.rights.readings.model import WAYS
from tests.builders import CONSORTIUM
from tests.portal.people.emergency.test_emergency import break_glass
from tests.portal.people.team.test_team import restricted
from tests.scene import NAME, PHONE
from tests.staged import Staged


def test_p6_governance_sees_who_opened_a_record_and_what_a_worker_opened(staged: Staged) -> None:
    scene, governance = staged.scene, staged.visitor("governance")
    staged.visitor("colleague").get(f"/people/{scene.person}")
    record = governance.get(f"/reviews/access/records?reference={scene.person}")
    assert "Colleague" in record.text
    assert NAME not in record.text
    assert PHONE not in record.text
    offer = governance.get(f"/reviews/access/records?reference={scene.offers['active']}")
    assert "Shelter Worker" in offer.text
    worker = governance.get(f"/reviews/access/staff/{CONSORTIUM['colleague'].id}")
    assert "Person: Identity" in worker.text
    assert scene.person not in worker.text
    assert governance.get(f"/reviews/access/staff/{CONSORTIUM['shelter_worker'].id}").status_code == 404
    assert governance.get(f"/reviews/access/records?reference={scene.foreign_person}").status_code == 404


def test_t5_what_was_read_in_an_emergency_says_so_to_the_person_too(staged: Staged) -> None:
    team, scene = restricted(staged)
    colleague = staged.visitor("colleague")
    break_glass(colleague, scene.person)
    colleague.get(f"/people/{scene.person}")
    assert team.submit(f"/people/{scene.person}/team/lift", {}).status_code == 303
    shown = staged.visitor("governance").get(f"/rights/{scene.rights}/readings").text
    assert "Opened in an emergency" in shown
    assert "Read (emergency access)" in shown
    assert "emergency.opened" in WAYS
