"""What a host's sponsor reads: counts, never a name, and never so few that one could be meant."""

import pytest

from colocations.board.counts.pages import people_words
from tests.builders import CONSORTIUM
from tests.colocations.conftest import Sited
from tests.scene import SITES


@pytest.mark.parametrize(("count", "words"), [(0, "Fewer than 5"), (4, "Fewer than 5"), (5, "5"), (12, "12")])
def test_mon_01_a_count_under_five_people_is_not_told(count: int, words: str) -> None:
    assert people_words(count) == words


def test_a_sponsor_reads_counts_of_the_own_sites_and_no_word_that_was_typed(sited: Sited) -> None:
    held = {"owner": "Rosalind Owner", "side": "host", "holder": "Harold Holder", "blocker": "A secret blocker"}
    keeper = sited.visitor("coordinator")
    assert keeper.submit(f"/co-locations/{SITES[0]}/gates/sponsor", held, version="1").status_code == 303
    page = sited.visitor("sponsor").get("/our-sites").text
    assert "0 of 14" in page
    assert "Agreeing" in page
    assert "Fewer than 5" in page
    typed = ("Rosalind", "Harold", "secret", CONSORTIUM["idva"].name, SITES[0])
    assert not any(words in page for words in typed)
    assert sited.visitor("sponsor").get(f"/co-locations/{SITES[0]}").status_code == 403
