"""What is typed when somebody is taken in, and what happens to it over HTTP."""

from collections.abc import Mapping
from typing import Any

from lvws_core.ids import Reference
from tests.kit import Visitor
from tests.scene import hidden, led_to

ENTRY: Mapping[str, Any] = {
    "source": "self_referral",
    "involvement": "victim",
    "received_on": "23/11/2026",
    "name": "Hazel Specimen",
    "birth_date": "2 5 1990",
    "phone": "07700 900321",
    "borough": "hackney",
    "address": "1 Nowhere Lane, E8 1AA",
    "crime_category": "violence_with_injury",
    "abuse": "yes",
    "risk": "medium",
    "facts": "rf",
    "needs": "26",
    "call": "yes",
    "texts": "no",
    "voicemail": "no",
    "hours": "Mon-Fri 10-14",
    "if_other_answers": "Wrong number",
    "code_word": "bluebell",
}
"""A self-referral that is complete."""
POLICE: Mapping[str, Any] = {
    **ENTRY,
    "source": "police",
    "force": "metropolitan_police_service",
    "reported_on": "16/11/2026",
    "source_reference": "CRIS 0123456",
    "source_da_level": "high",
    "source_epr": "no",
}
"""A referral of the police, which came late."""


def taken_in(visitor: Visitor, form: Mapping[str, Any] = ENTRY, **changes: Any) -> Reference:
    """Take somebody in whom nobody knows, and give the reference of the case."""
    return Reference(led_to(visitor.submit("/intake/new", form, **changes)).removeprefix("/cases/"))


def handed_over(visitor: Visitor, case: Reference, worker: object, **changes: Any) -> str:
    """Hand a case over, and give where that led."""
    version = hidden(visitor.get(f"/cases/{case}/allocate").text, "version")
    answer = visitor.submit(f"/cases/{case}/allocate", {"worker": str(worker), "version": version}, **changes)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])
