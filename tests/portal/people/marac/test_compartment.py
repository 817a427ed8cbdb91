"""The compartment: nobody else's code reads the papers of MARAC, and no offer may carry them."""

from pathlib import Path

from lvws_core.consent import DataCategory
from lvws_core.consent.minimum import default_minimum
from lvws_core.consent.sharing import RecipientKind

ROOT = Path(__file__).parents[4]
ADMITTED = {
    *("portal/app.py", "portal/criteria.py", "portal/database.py"),
    *("portal/demo/marac.py", "portal/demo/seeding.py", "portal/people/web.py"),
    *("portal/caseload/day/model.py", "portal/caseload/day/service.py", "portal/unaware.py"),
    *("portal/rights/erasure/store.py", "portal/rights/register/store.py"),
    "portal/rights/register/sources/referral/store.py",
}
"""Who may name it besides: what follows its events, the gate and list of tables, the demonstration, the page of a
person, which shows the flag, the author's own day, who is kept from a notice, and erasing. None of these opens what
is written. The register of personal data does, for the pack of a person, which holds it back by default."""


def test_mar_24_no_other_slice_reads_the_papers() -> None:
    sources = [path for package in ("partners", "notifications", "portal") for path in (ROOT / package).rglob("*.py")]
    outside = [path for path in sources if "marac" not in path.relative_to(ROOT).parts]
    found = {str(path.relative_to(ROOT)) for path in outside if "people.marac" in path.read_text(encoding="utf-8")}
    assert found <= ADMITTED


def test_mar_24_no_recipient_is_given_the_papers_by_default() -> None:
    assert all(DataCategory.MARAC_MATERIAL not in default_minimum(kind) for kind in RecipientKind)
