from pathlib import Path

from lvws_core.policy import Policy
from lvws_core.referrals.presence import CANNOT_TAKE

PAGE = (Path(__file__).parents[2] / "docs" / "need-to-know.md").read_text(encoding="utf-8")


def test_the_page_of_need_to_know_says_the_numbers_of_the_policy() -> None:
    policy = Policy()
    said = (
        f"| {policy.records_watched + 1}st |",
        f"| {policy.records_stopped}th |",
        f"| {policy.records_stopped + 1}st |",
        f"for {policy.emergency_minutes} minutes",
        f"at least {policy.reason_characters} characters",
        f"{policy.sample_percent} % of what",
        f"“{CANNOT_TAKE.text}”",
    )
    assert [each for each in said if each not in PAGE] == []
