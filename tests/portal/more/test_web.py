"""What the bar has no room for, over HTTP: each item leads to a page that its reader may open."""

from portal.navigation import MORE, beside, more, navigation
from tests.builders import CONSORTIUM
from tests.staged import Staged


def test_every_item_leads_to_a_page_that_its_role_may_open(staged: Staged) -> None:
    keys = ("shelter_worker", "shelter_manager", "intake", "caseworker", "idva", "lead_manager", "analyst")
    for key in (*keys, "governance", "coordinator"):
        visitor, actor = staged.visitor(key), CONSORTIUM[key].actor
        for item in (*navigation(actor, "/"), *beside(actor, "/"), *more(actor)):
            assert visitor.get(item.href).status_code == 200, (key, item.href)


def test_the_page_of_more_says_what_is_there_and_marks_its_item(staged: Staged) -> None:
    page = staged.visitor("lead_manager").get("/more").text
    for href in ("/directory", "/reports/partners", "/overrides/waiting"):
        assert f'href="{href}"' in page
    assert "Overrides of a guard that wait for a second person." in page
    for path in ("/more", "/directory/housing_advice", "/reports/partners", "/overrides/waiting"):
        bar = navigation(CONSORTIUM["lead_manager"].actor, path)
        assert [item.href for item in bar if item.current] == [MORE]
