"""Saved filters: each change is kept with the account and recorded."""

from lvws_core.ports import Habits
from partners.offers.filters.model import with_saved
from partners.offers.service import Desk


def save(desk: Desk, habits: Habits, codes: str) -> None:
    """Save a filter for the reader; event `filter.saved`."""
    _keep(desk, habits, with_saved(habits.filters, codes), "filter.saved")


def forget(desk: Desk, habits: Habits, codes: str) -> None:
    """Forget a saved filter; event `filter.forgotten`."""
    _keep(desk, habits, tuple(each for each in habits.filters if each != codes), "filter.forgotten")


def _keep(desk: Desk, habits: Habits, filters: tuple[str, ...], kind: str) -> None:
    habits.keep_filters(filters)
    desk.note(kind, desk.actor.id, saved=len(filters))
