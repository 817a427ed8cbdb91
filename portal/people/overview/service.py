"""Gathering what a person's page shows beside the record."""

from portal.people import store as people
from portal.people.at_sites import service as at_sites
from portal.people.characteristics import store as characteristics
from portal.people.characteristics.model import Meter, askable
from portal.people.model import PersonRecord, age_on
from portal.people.needs import store as needs
from portal.people.overview.model import Beside
from portal.people.service import Desk
from portal.people.team import store as teams
from portal.people.tell import store as tell
from portal.people.told.service import standing_of_id

FIELDS = ("told_about",)
"""What this part shows besides the fields of the record."""


def beside(desk: Desk, record: PersonRecord) -> Beside:
    """Give what is known beside a record; whoever calls it has recorded the read of `FIELDS`.

    What the person says of themselves stays sealed: only how many questions were asked is read.
    """
    person = record.person
    key = people.key_of(desk.session, person.reference)
    born = person.identity.birth_date
    asked = askable(age_on(born, desk.today) if born else None)
    return Beside(
        needs=needs.series(desk.session, desk.vault, key),
        told=standing_of_id(desk, person.reference, person.id),
        to_tell=tell.of_person(desk.session, person.id),
        meter=Meter(asked=characteristics.asked_of(desk.session, person.id), of=len(asked)),
        team=teams.of_person(desk.session, person.id),
        at_sites=at_sites.count_of(desk, person.id),
    )
