"""Numbers of a site, from the contacts that were logged there: sums, and one correlation that is called one.

None of them counts a member of the host's staff who was helped: what a host could be shown must not hold them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.contacts.choices.model import ABOUT_SOMEBODY
from colocations.contacts.model import ContactKind, Outcome, StaffRole
from lvws_core.suppression import Counts, protect

WEEKS: Final = 4
"""How many weeks the board looks back."""

FOLLOWING: Final = timedelta(days=14)
"""How long after a round or a session a referral is put beside it. Source: COLO-04; a project default."""

OUTREACH: Final = (ContactKind.WARD_ROUND, ContactKind.TRAINING)
"""What is done so that wards refer."""

TOLD: Final = (ContactKind.CLIENT, ContactKind.CONSULTATION, ContactKind.WARD_ROUND, ContactKind.TRAINING)
"""The kinds that a host's sponsor reads counts of."""

NO_WARD: Final = ""
"""The key of what was logged without a ward."""


class Recent(msgspec.Struct, frozen=True, kw_only=True):
    """The last four weeks of a site: contacts by week, the oldest first, referrals, and minutes."""

    weeks: tuple[int, ...] = (0,) * WEEKS
    referrals: int = 0
    client_minutes: int = 0
    minutes: int = 0

    @property
    def contacts(self) -> int:
        """How many contacts about somebody there were."""
        return sum(self.weeks)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted of one contact: codes and numbers; `day` is its London day."""

    kind: ContactKind
    day: date
    minutes: int
    department: str = NO_WARD
    audience: Mapping[StaffRole, int] = {}
    is_referral: bool = False


class Ward(msgspec.Struct, frozen=True, kw_only=True):
    """A ward in a month: contacts about somebody, and referrals that came of one."""

    department: str
    contacts: int
    referrals: int


class After(msgspec.Struct, frozen=True, kw_only=True):
    """A ward with its rounds and sessions in a month, and the referrals within fourteen days after one of them."""

    department: str
    sessions: int
    referrals: int


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a site; minutes are those logged, by kind."""

    wards: tuple[Ward, ...] = ()
    after: tuple[After, ...] = ()
    minutes: Mapping[ContactKind, int] = {}
    trained: Mapping[StaffRole, int] = {}
    trainings: int = 0

    @property
    def contacts(self) -> int:
        """Every contact about somebody."""
        return sum(each.contacts for each in self.wards)

    @property
    def referrals(self) -> int:
        """Every referral that came of one."""
        return sum(each.referrals for each in self.wards)

    @property
    def client_minutes(self) -> int:
        """What was spent on clients."""
        return self.minutes.get(ContactKind.CLIENT, 0)

    @property
    def other_minutes(self) -> int:
        """What was spent on everything else."""
        return sum(self.minutes.values()) - self.client_minutes


def is_referral(outcome: Outcome, referral: str | None) -> bool:
    """Say whether a contact led to a referral: one was made of it, or its outcome says so."""
    return referral is not None or outcome is Outcome.LED_TO_REFERRAL


def weeks_before(today: date) -> tuple[date, ...]:
    """Give the first days of the last four weeks that end today, the oldest first."""
    return tuple(today - timedelta(days=7 * back - 1) for back in range(WEEKS, 0, -1))


def numbers(entries: Sequence[Entry], first: date, last: date, departments: Sequence[str] = ()) -> Numbers:
    """Count a month of a site, from its first London day to its last.

    `entries` go on for fourteen days after it, for the referrals that followed a round. Wards stand in the order
    of the site, then those that it no longer has, then what was logged without one.
    """
    inside = [each for each in entries if first <= each.day <= last]
    heads: Counter[StaffRole] = Counter()
    spent: Counter[ContactKind] = Counter()
    for each in inside:
        heads.update(each.audience)
        spent[each.kind] += each.minutes
    return Numbers(
        wards=_wards(inside, departments),
        after=_after(entries, inside, departments),
        minutes={kind: spent[kind] for kind in ContactKind if spent[kind]},
        trained={role: heads[role] for role in StaffRole if heads[role]},
        trainings=sum(each.kind is ContactKind.TRAINING for each in inside),
    )


def _wards(inside: Iterable[Entry], departments: Sequence[str]) -> tuple[Ward, ...]:
    about = [each for each in inside if each.kind in ABOUT_SOMEBODY]
    contacts = Counter(each.department for each in about)
    referrals = Counter(each.department for each in about if each.is_referral)
    return tuple(
        Ward(department=name, contacts=contacts[name], referrals=referrals[name])
        for name in _ordered(contacts, departments)
    )


def _after(entries: Sequence[Entry], inside: Iterable[Entry], departments: Sequence[str]) -> tuple[After, ...]:
    """Give what followed in each ward; a referral after two rounds counts once."""
    rounds: dict[str, list[date]] = {}
    for each in inside:
        if each.kind in OUTREACH and each.department:
            rounds.setdefault(each.department, []).append(each.day)
    return tuple(
        After(
            department=name,
            sessions=len(rounds[name]),
            referrals=sum(
                each.is_referral
                and each.department == name
                and any(day < each.day <= day + FOLLOWING for day in rounds[name])
                for each in entries
            ),
        )
        for name in _ordered(rounds, departments)
    )


def _ordered(found: Iterable[str], departments: Sequence[str]) -> tuple[str, ...]:
    order = {name: place for place, name in enumerate(departments)}
    return tuple(sorted(found, key=lambda name: (name == NO_WARD, order.get(name, len(order)), name)))


def for_host(entries: Iterable[Entry]) -> Counts[str, ContactKind]:
    """Count contacts by ward and kind for the host's sponsor: small figures hidden, and what would give them away.

    Source: MON-01.
    """
    rows: dict[str, Counter[ContactKind]] = {}
    for each in entries:
        if each.kind in TOLD:
            rows.setdefault(each.department, Counter())[each.kind] += 1
    return protect(rows, TOLD)


def quarter_before(today: date) -> tuple[date, date]:
    """Give the first and last day of the last whole quarter: periods that a sponsor reads never overlap.

    Two that did could be subtracted from one another.

    Source: MON-01.
    """
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    last = first - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def by_site(entries: Iterable[tuple[UUID, Entry]]) -> dict[UUID, list[Entry]]:
    """Give the entries of each site."""
    found: dict[UUID, list[Entry]] = {}
    for site_id, entry in entries:
        found.setdefault(site_id, []).append(entry)
    return found
