import pytest

from lvws_core.consent import DataCategory
from lvws_core.consent.minimum import limit
from lvws_core.consent.sharing import NEVER_BY_DEFAULT, RecipientKind, addable, condition, default_minimum, part

D, R = DataCategory, RecipientKind
COLUMNS = (R.SHELTER, R.DA_SPECIALIST, R.BY_AND_FOR, R.RESTORATIVE_JUSTICE, R.WITNESS, R.HOST)
TABLE = {
    # y yes, p a part of it, i if needed, chosen or domestic abuse, - no: the columns of domain 4.7
    D.IDENTITY: "yyyyyp",
    D.SAFE_CONTACT: "yyyyyy",
    D.ACCESS_NEEDS: "yyyyyy",
    D.LOCATION_BOROUGH: "yyyyy-",
    D.FULL_ADDRESS: "ii----",
    D.NEED_TYPES: "yyy-y-",
    D.INCIDENT_SUMMARY: "-yyyp-",
    D.RISK_LEVEL: "yyyyyp",
    D.RISK_ASSESSMENT_FULL: "-yi---",
    D.SAFETY_PLAN: "-yi--p",
    D.CHILDREN: "pyi---",
    D.PERPETRATOR_IDENTITY: "pyiy-p",
    D.ETHNICITY_RELIGION: "-ii---",
    D.ORIENTATION_GENDER: "-ii---",
    D.DISABILITY_DETAIL: "-ii---",
    D.HEALTH: "iii---",
    D.IMMIGRATION: "ii----",
    D.OWN_OFFENDING: "------",
    D.CASE_NOTES: "------",
    D.COUNSELLING_NOTES: "------",
    D.MARAC_MATERIAL: "------",
    D.POLICE_INTELLIGENCE: "------",
}


def cell(recipient: RecipientKind, category: DataCategory) -> str:
    if category in default_minimum(recipient):
        return "p" if part(recipient, category) else "y"
    return "i" if category in addable(recipient) else "-"


@pytest.mark.parametrize("category", DataCategory)
def test_cons_30_the_minimum_is_the_table_cell_by_cell(category: DataCategory) -> None:
    assert "".join(cell(recipient, category) for recipient in COLUMNS) == TABLE[category]


@pytest.mark.parametrize("recipient", RecipientKind)
def test_cons_30_what_may_be_added_says_when_and_what_is_default_does_not(recipient: RecipientKind) -> None:
    assert {category for category in DataCategory if condition(recipient, category)} == addable(recipient)
    assert default_minimum(recipient).isdisjoint(addable(recipient))
    assert recipient.label


def test_cons_31_immigration_is_in_no_default_and_four_categories_are_in_no_limit() -> None:
    for recipient in (None, *RecipientKind):
        assert DataCategory.IMMIGRATION not in default_minimum(recipient)
        assert limit(recipient).isdisjoint(NEVER_BY_DEFAULT)


def test_without_a_kind_of_recipient_nothing_is_ticked_and_all_but_the_never_list_may_be_added() -> None:
    assert default_minimum(None) == frozenset()
    assert addable(None) == frozenset(DataCategory) - NEVER_BY_DEFAULT
    assert (part(None, D.IDENTITY), condition(None, D.HEALTH)) == ("", "")


def test_a_host_is_given_the_name_only() -> None:
    assert part(R.HOST, D.IDENTITY) == "name only"
