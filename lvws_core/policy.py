"""Policy: every number without a published source, in one versioned value.

A number here is a project default (`[project default]` in the domain reference) that the people
who run the service agree, write into a TOML file and store, by version, with each decision.
"""

from collections.abc import Iterator
from datetime import time, timedelta

import msgspec

from lvws_core.errors import Invalid
from lvws_core.reading import read_toml
from lvws_core.risk.thresholds import MaracThreshold, refuse_overlaps

LARGEST = 10_000
"""The largest number that makes sense in a policy, whatever its unit: far beyond any, far below what overflows."""


class Length(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a clock runs: real time, or working days in London, or calendar days; exactly one.

    Raises:
        Invalid: None or more than one is given, or a length is not positive.
    """

    hours: int = 0
    working_days: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        """Refuse a length that is none, two, or backwards."""
        given = [n for n in (self.hours, self.working_days, self.days) if n]
        if len(given) != 1 or given[0] < 0:
            raise Invalid("length", "not_one_positive")

    @property
    def real(self) -> timedelta | None:
        """The elapsed time of a real-time length, None for working days."""
        return None if self.working_days else timedelta(hours=self.hours, days=self.days)


class Lengths(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clock's length for each displayed risk level; None means that the clock may not start."""

    high: Length | None
    medium: Length
    standard: Length


def _lengths(high: Length | None, medium: Length, standard: Length) -> Lengths:
    return Lengths(high=high, medium=medium, standard=standard)


def _hours(n: int) -> Length:
    return Length(hours=n)


def _working(n: int) -> Length:
    return Length(working_days=n)


def _days(n: int) -> Length:
    return Length(days=n)


class AttemptRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often and how spread a person is tried before nobody tries again: working days and counts.

    Raises:
        Invalid: Not positive, more than three times of day, or the first is due after the last.

    Source: domain 5.4 (project defaults; three within a week for high risk is UAVA's).
    """

    first_working_days: int
    within_working_days: int
    attempts: int = 3
    times_of_day: int = 1
    one_evening: bool = False
    last_by_text: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense."""
        if min(self.first_working_days, self.attempts, self.times_of_day) < 1 or self.times_of_day > 3:
            raise Invalid("attempts", "out_of_range")
        if not self.first_working_days <= self.within_working_days <= LARGEST:
            raise Invalid("within_working_days", "out_of_order")


class AttemptRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rule of each priority of domain 5.4."""

    da_high: AttemptRule = AttemptRule(first_working_days=1, within_working_days=5, times_of_day=3)
    epr_or_sexual_violence: AttemptRule = AttemptRule(first_working_days=1, within_working_days=5, times_of_day=2)
    da_low_medium: AttemptRule = AttemptRule(
        first_working_days=2, within_working_days=7, times_of_day=2, one_evening=True
    )
    non_epr: AttemptRule = AttemptRule(first_working_days=3, within_working_days=10, last_by_text=True)
    witness: AttemptRule = AttemptRule(first_working_days=3, within_working_days=10)


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every default of the rules; `Policy()` is what the library does when nobody says otherwise.

    Units are in the names; times of day are London time; clock lengths are those of lifecycle
    section 5 (high risk in real hours, others in working days).

    Raises:
        Invalid: A number that makes no sense (negative, zero where it must not be, too large, out of order).
    """

    version: str = "2026-11"

    # risk (domain section 1)
    visible_high_risk_count: int = 14
    medium_risk_count: int = 10
    judgement_characters: int = 30
    escalation_incidents: int = 3
    repeat_months: int = 12
    marac_thresholds: tuple[MaracThreshold, ...] = ()
    risk_stale_days: int = 90
    review_high_days: int = 28
    review_medium_days: int = 60
    review_other_days: int = 90

    # consent and contact (domain sections 4 and 5)
    consent_review_months: int = 6
    consent_expiry_months: int = 12
    consent_ask_again_days: int = 28
    consent_warn_days: int = 14
    plan_stale_days: int = 30
    contact_attempts: AttemptRules = AttemptRules()
    no_channel_working_days: int = 1
    call_back_working_days: int = 1
    trial_working_days: int = 10
    afternoon_from: time = time(12, 0)
    evening_from: time = time(17, 0)

    # clocks (lifecycle section 5)
    close_of_day: time = time(17, 0)
    acknowledge: Lengths = _lengths(_hours(2), _working(1), _working(1))
    decide: Lengths = _lengths(_hours(24), _working(2), _working(3))
    answer: Lengths = _lengths(_hours(4), _working(1), _working(2))
    first_contact: Lengths = _lengths(_hours(24), _working(3), _working(5))
    waiting_review: Lengths = _lengths(None, _days(7), _days(14))
    update: Lengths = _lengths(_days(7), _days(28), _days(28))
    outcome: Lengths = _lengths(_working(5), _working(10), _working(10))
    loop: Lengths = _lengths(_working(2), _working(5), _working(5))
    stop: Lengths = _lengths(_hours(4), _working(1), _working(1))
    info_needed_limit: Length = _working(10)
    decide_reminders: tuple[float, ...] = (0.5, 0.8)

    # referrals
    recall_minutes: int = 10
    place_again_working_days: int = 1
    breach_partner_hours: int = 24
    breach_regulator_hours: int = 72
    draft_days: int = 90
    visible_after_expiry_days: int = 14

    # by when the person is told their rights, help in a crisis and an answer (project defaults)
    tell_rights_working_days: int = 10
    tell_crisis_working_days: int = 2
    tell_answer_working_days: int = 2

    # MARAC (domain 2.6, 2.7): one in so many that an IDVA submits alone is looked at by another
    marac_feedback_working_days: int = 2
    marac_peer_check_one_in: int = 5
    marac_peer_check_working_days: int = 5

    # retention and rights (domain 9.4 and 9.5): the lengths of Victim Support's notice, and of the law on access
    keep_declined_days: int = 42
    keep_not_reached_months: int = 6
    keep_service_user_years: int = 6
    hold_review_days: int = 90
    access_months: int = 1
    access_longer_months: int = 2

    # caseloads (domain 8.7, 18): what an open case weighs, and how much a worker has at most
    case_points_high: int = 3
    case_points_enhanced: int = 2
    case_points_other: int = 1
    caseload_points: int = 60

    # co-locations (domain section 6): by when a gate is due and an issue is seen to, where nobody says otherwise
    gate_working_days: int = 20
    site_issue_working_days: int = 3
    dbs_months: int = 36
    apart_undo_hours: int = 24

    # entries without a network: how long a device may seal new ones, how long they are taken, and how many an hour
    permit_hours: int = 72
    envelope_days: int = 30
    seal_key_days: int = 30
    envelopes_an_hour: int = 120

    # need to know (assurance P5, P6): what a reason has at least, and how many records an hour are watched and stopped
    reason_characters: int = 30
    emergency_minutes: int = 60
    records_watched: int = 30
    records_stopped: int = 60
    sample_percent: int = 5

    # notices outside the portal: no mail at night or on days off but what cannot wait (London time)
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 0)
    digest_in_the_morning: time = time(9, 0)
    digest_in_the_afternoon: time = time(14, 0)
    undelivered_hours: int = 24
    keep_delivered_days: int = 90

    # sign-in: for how long nobody is asked again to show that it is they, before something leaves or is lifted
    step_up_minutes: int = 15

    # routing (domain section 7.4); the points add up to 100
    capacity_stale_days: int = 14
    need_points: int = 40
    by_and_for_points: int = 20
    language_points: int = 15
    continuity_points: int = 10
    capacity_open_points: int = 15
    capacity_limited_points: int = 10
    capacity_unknown_points: int = 5

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense, each by its own name."""
        for name in self.__struct_fields__:
            numbers = tuple(_numbers(getattr(self, name)))
            if min(numbers, default=1) <= 0:
                raise Invalid(name, "not_positive")
            if max(numbers, default=1) > LARGEST:
                raise Invalid(name, "too_large")
        if not self.medium_risk_count < self.visible_high_risk_count <= 24:
            raise Invalid("medium_risk_count", "out_of_order")
        if not self.records_watched < self.records_stopped:
            raise Invalid("records_watched", "out_of_order")
        if not self.quiet_until < self.quiet_from:
            raise Invalid("quiet_until", "out_of_order")
        if any(not 0 < share < 1 for share in self.decide_reminders):
            raise Invalid("decide_reminders", "not_a_fraction")
        refuse_overlaps(self.marac_thresholds)

    @classmethod
    def from_toml(cls, text: str) -> "Policy":
        """Read a policy from TOML; what it does not name keeps its default.

        Raises:
            Invalid: Not TOML, an unknown field, or a nonsensical value; `code` says which, `line` where.
        """
        return read_toml(text, cls)


def _numbers(value: object) -> Iterator[int]:
    """Give the whole numbers of a field, those of its lengths included."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, Length):
        yield max(value.hours, value.working_days, value.days)
    elif isinstance(value, Lengths):
        for length in (value.high, value.medium, value.standard):
            yield from _numbers(length)


DEFAULT = Policy()
"""The policy of a rule that is handed none: one for all of them, since each is checked when it is made."""
