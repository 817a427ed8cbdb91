"""Reading risk over time."""

from collections.abc import Mapping

import msgspec

from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.model import PersonRecord
from portal.people.risk import store
from portal.people.risk.model import PastAssessment
from portal.people.service import Desk


class RiskOverTime(msgspec.Struct, frozen=True, kw_only=True):
    """What counts now, every assessment newest first, and the worker's word for each perpetrator by number."""

    record: PersonRecord
    past: tuple[PastAssessment, ...]
    harmers: Mapping[int, str]


def risk_over_time(desk: Desk, reference: Reference) -> RiskOverTime:
    """Give all that is known of a person's risk; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: RISK-35, RISK-38.
    """
    record, key = people.record_of(desk.session, desk.vault, reference), people.key_of(desk.session, reference)
    desk.note("person.read", record.person.id, fields=("contact_plan", "risk_assessment"))
    return RiskOverTime(
        record=record,
        past=store.series(desk.session, record.person.id),
        harmers=store.harmers(desk.session, desk.vault, key),
    )
