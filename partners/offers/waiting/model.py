"""The waiting list: when a place is expected, in the few words that anybody can say honestly."""

from datetime import date, timedelta

from lvws_core.vocabulary import Labelled


class DateBand(Labelled):
    """When a place is expected. The lengths are project defaults."""

    TWO_WEEKS = "two_weeks", "Within two weeks"
    FOUR_WEEKS = "four_weeks", "Within four weeks"
    THREE_MONTHS = "three_months", "Within three months"
    NOT_KNOWN = "not_known", "Later, or not known"

    def ends_on(self, today: date) -> date | None:
        """Give the last day of the band, None where it has none."""
        days = _DAYS.get(self)
        return None if days is None else today + timedelta(days=days)


_DAYS = {DateBand.TWO_WEEKS: 14, DateBand.FOUR_WEEKS: 28, DateBand.THREE_MONTHS: 91}
