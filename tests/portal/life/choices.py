"""What chance chooses from: who acts, on which side, how long it takes, and what somebody says."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from hypothesis import strategies as st

from tests.builders import GALOP, SHELTER
from tests.partners.offers.test_web import MARKS
from tests.portal.life import checks
from tests.scene import TEAM

Here = TypeVar("Here")
Chosen = ParamSpec("Chosen")

NO = 0
"""What somebody says about sharing: no, yes for so many days, or yes for as long as may be (None)."""

picks, chances = st.integers(0, 40), st.integers(0, 2000)
readers = st.sampled_from(("lead", "lead", "team", "team", "team", "stranger"))
people, partners = st.integers(0, 2), st.sampled_from((SHELTER, SHELTER, SHELTER, GALOP, GALOP, TEAM))
waits = st.sampled_from([{"minutes": 5}, {"minutes": 11}, {"hours": 5}, {"days": 1}, {"days": 4}, {"days": 12}])
words = st.sampled_from((None, NO, 30, 3, NO))
lengths = st.sampled_from((None, 3, 30))
acts = st.sampled_from([(act, path) for act, path in sorted(MARKS.items()) if path in checks.ADDRESSES])
grounds = st.sampled_from(("child_at_risk", "danger_to_life", "court_order"))
causes = st.sampled_from(("breach", "unexpected_answerer"))


def where(
    able: Callable[[Here], object],
) -> Callable[[Callable[Concatenate[Here, Chosen], None]], Callable[Concatenate[Here, Chosen], None]]:
    """Let a rule do nothing where it cannot be done.

    Not a precondition: when two press at the same moment chance outside of Hypothesis says who was first,
    and what is drawn must not hang on that.
    """

    def narrowed(rule: Callable[Concatenate[Here, Chosen], None]) -> Callable[Concatenate[Here, Chosen], None]:
        @wraps(rule)
        def perhaps(here: Here, *args: Chosen.args, **chosen: Chosen.kwargs) -> None:
            if able(here):
                rule(here, *args, **chosen)

        return perhaps

    return narrowed
