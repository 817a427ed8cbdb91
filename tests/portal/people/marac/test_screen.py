"""What a referral needs and when it is a repeat, as its own page says it."""

from datetime import date

import pytest

from tests.kit import Visitor
from tests.portal.people.marac.test_web import moved, words
from tests.scene import MARAC, hidden, led_to
from tests.staged import Staged

REPEAT = "Further abuse within 12 months of the last MARAC; a repeat goes back whatever the count"


@pytest.fixture
def author(staged: Staged) -> Visitor:
    return staged.visitor("caseworker")


def on(day: date, name: str) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def changed(author: Visitor, path: str, form: dict[str, object]) -> str:
    """Write the referral anew, and give its page."""
    version = hidden(author.get(f"{path}/edit").text, "version")
    assert author.submit(f"{path}/edit", {**form, "version": version}).status_code == 303
    return words(author.get(path))


def test_mar_01_mar_20_mar_21_mar_22_mar_25_what_is_missing_is_said_and_it_does_not_leave(
    staged: Staged, author: Visitor
) -> None:
    new = f"/people/{staged.scene.person}/marac/new"
    asked = {"borough": "hackney", "harmer": "Somebody Example", "relationship": "other", "aware": "yes"}
    path = led_to(author.submit(new, asked)).partition("?")[0]
    page = words(author.get(path))
    for text in (
        "MARAC hears abuse by a partner, a former partner or family.",
        "Say whether the person agrees, or why asking was unsafe.",
        "Say whether the person was told what is done: how and when, or why not.",
        "Say whether the person was given the privacy information.",
    ):
        assert text in page
    unasked = {**MARAC, "agreement": "not_asked"}
    assert "Without the person’s agreement, choose the ground and say why sharing is necessary." in changed(
        author, path, unasked
    )
    assert moved(author, path, "ask_review").status_code == 422
    grounds = {"ground": "danger_to_life", "necessity": "He has said that he will come tonight."}
    assert "Before it can leave:" not in changed(author, path, {**unasked, **grounds})
    assert moved(author, path, "ask_review").status_code == 303


def test_mar_31_mar_32_mar_34_a_repeat_bypasses_the_count_and_an_old_one_or_another_harmer_is_new(
    staged: Staged, author: Visitor
) -> None:
    few = {**MARAC, "police_incidents": "0", **on(date(2026, 11, 20), "incident_on")}
    within, before = on(date(2025, 11, 20), "last_referral_on"), on(date(2025, 11, 19), "last_referral_on")
    new = f"/people/{staged.scene.person}/marac/new"
    path = led_to(author.submit(new, {**few, **within})).partition("?")[0]
    assert REPEAT in words(author.get(path))
    page = changed(author, path, {**few, **before})
    assert "The abuse is not within 12 months after the last MARAC, so this is no repeat" in page
    assert REPEAT not in page
    page = changed(author, path, {**few, **within, "same_harmer": "no"})
    assert "A different perpetrator makes this a new referral, no repeat" in page
