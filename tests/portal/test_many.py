"""At a hundred thousand offers the inbox, what was sent and an opened offer cost what they cost with a few dozen.

Costs are statements, never seconds; and no statement reads the offers from end to end.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from partners.offers.lists.model import View
from tests.assurance import Trial, sizes
from tests.portal import bulk
from tests.portal.test_counts import analyse, heard, plan
from tests.scene import NAME, PHONE
from tests.staged import Staged

FEW, SEARCH_MOST = 100, 5
SEARCH = "/inbox/search"
_FOLLOWING = re.compile(r'href="(/(?:inbox|sent)\?[^"]*after=[^"]+)"')
_SCANS = (re.compile(r"SCAN offer\b"), re.compile(r"Seq Scan on offer\b"))
"""How SQLite and PostgreSQL say that they read a table, or an index, from end to end."""


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    """Each database in turn."""
    return staged_on_each


def addresses(staged: Staged) -> Iterator[tuple[str, str]]:
    """Give who opens which page."""
    for view in View:
        yield "shelter_worker", f"/inbox?show={view.value}"
    yield "caseworker", "/sent"
    for reached in ("acknowledged", "info_needed", "active"):
        for key in ("shelter_worker", "caseworker"):
            yield key, f"/offers/{staged.scene.offers[reached]}"


def searched(staged: Staged, form: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Search as a partner's worker, and give what it asked the database."""
    visitor = staged.visitor("shelter_worker")
    with heard(staged) as found:
        assert visitor.submit(SEARCH, form).status_code == 200
    return found


def looked_at(staged: Staged, key: str, path: str) -> tuple[list[tuple[str, Any]], str]:
    """Open a page, and give what it asked the database, and the page."""
    visitor = staged.visitor(key)
    with heard(staged) as found:
        answer = visitor.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return found, answer.text


@sizes(2_000, 100_000)
def test_t_load_no_page_costs_more_statements_for_more_offers_and_none_reads_them_all(
    staged: Staged, trial: Trial, size: int
) -> None:
    trial.of("many offers", offers=size, database=staged.app.state.database.engine.dialect.name)
    bulk.fill(staged, FEW)
    before = {(key, path): len(looked_at(staged, key, path)[0]) for key, path in addresses(staged)}
    bulk.fill(staged, size - FEW, first=FEW)
    analyse(staged)
    for key, path in addresses(staged):
        found, page = looked_at(staged, key, path)
        following = [each.replace("&amp;", "&") for each in _FOLLOWING.findall(page)[:1]]
        for address, statements in [(path, found), *((each, looked_at(staged, key, each)[0]) for each in following)]:
            assert len(statements) <= before[key, path], address
            scans = [each for each in statements if reads_all(staged, *each)]
            assert not scans, address
            trial.count(pages=1, statements=len(statements), scans=len(scans))
        trial.most(**{f"most statements of {path.partition('?')[0].split('/')[1]}": len(found)})

    for form in ({"reference": staged.scene.offer}, {"name": NAME}, {"phone": PHONE}) if has_search(staged) else ():
        found = searched(staged, form)
        assert len(found) <= SEARCH_MOST, form
        assert not [each for each in found if reads_all(staged, *each)], form
        trial.most(**{"most statements of search": len(found)})


def has_search(staged: Staged) -> bool:
    """Say whether the portal that is tried has the search of the inbox."""
    return any(route.path == SEARCH for route in staged.app.routes)


def reads_all(staged: Staged, statement: str, parameters: Any) -> bool:
    """Say whether a statement reads the offers from end to end."""
    if not re.search(r"\boffer\b", statement) or not statement.startswith("SELECT"):
        return False
    told = plan(staged, statement, parameters)
    return any(scan.search(told) for scan in _SCANS)
