"""Open sessions as values: how many may be open, and what a browser says of itself in two words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from portal.auth.sessions.model import MOST, OpenSession, device_in_words, too_many
from tests.builders import CONSORTIUM, NOW


def opened(minutes: int) -> OpenSession:
    began = NOW + timedelta(minutes=minutes)
    return OpenSession(
        id_hash=minutes.to_bytes(32), user_id=CONSORTIUM["idva"].id, name="", began_at=began, seen_at=began, device=""
    )


@given(st.lists(st.integers(0, 10_000), unique=True, max_size=9).map(lambda all_: [opened(each) for each in all_]))
def test_the_newest_three_stay_and_whatever_is_older_ends(mine: list[OpenSession]) -> None:
    gone = too_many(mine, b"")
    left = [each for each in mine if each not in gone]
    assert len(left) == min(len(mine), MOST)
    assert all(old.began_at < new.began_at for old in gone for new in left)


def test_the_one_that_begins_stays_even_beside_others_of_the_same_moment() -> None:
    mine = [replace(opened(each), began_at=NOW) for each in range(9)]
    assert all(new not in too_many(mine, new.id_hash) for new in mine)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.1 Safari/605.1",
            "Safari on Mac",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/142.0 Mobile Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox on Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 16093.0.0) Chrome/142.0 Safari/537.36", "Chrome on Chromebook"),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, words: str) -> None:
    assert device_in_words(agent) == words


@given(st.text(max_size=300))
def test_nothing_of_what_a_browser_sends_is_kept_but_words_of_ours(agent: str) -> None:
    browser, _, system = device_in_words(agent).partition(" on ")
    assert browser in {"A browser", "Edge", "Opera", "Samsung Internet", "Firefox", "Chrome", "Safari"}
    assert system in {"", "iPhone", "iPad", "Android", "Windows", "Chromebook", "Mac", "Linux"}
