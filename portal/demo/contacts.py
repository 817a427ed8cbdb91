"""An invented fortnight of contacts at the live site: talks, advice, a round, a training, and what is planned."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import msgspec
from sqlmodel import Session

from colocations.board.numbers.model import quarter_before
from colocations.contacts import service
from colocations.contacts.choices.model import ContactKind, Purpose
from colocations.contacts.forms import parse_contact
from colocations.contacts.model import Contact, Logged
from colocations.contacts.sessions import service as sessions
from colocations.contacts.sessions.forms import Planned, Quiet
from colocations.placements import store as placements
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from lvws_core.actors import Actor
from lvws_core.desk import Desk
from lvws_core.forms import Many
from lvws_core.ids import Reference
from lvws_core.ports import FindPerson
from lvws_core.times import LONDON, london_day, zone_of

DeskOf = Callable[[Actor, datetime], Desk[Session]]
Said = dict[str, Many]
_FORTNIGHT = timedelta(days=14)

_TALK: Said = {"kind": "client", "manner": "bedside", "purpose_client": "support", "outcome_client": "supported"}
_ADVICE: Said = {"kind": "consultation", "purpose_consultation": "advice", "outcome_consultation": "advised"}
_LED: Said = {**_ADVICE, "purpose_consultation": "how_to_refer", "outcome_consultation": "led_to_referral"}
_DAYS: tuple[tuple[Said, ...], ...] = (
    (
        {**_TALK, "minutes": "30", "department": "A&E", "safe": "yes", "staff_role": "nurse"},
        {**_LED, "minutes": "10", "department": "Maternity", "staff_role_consultation": "midwife"},
        {**_TALK, "minutes": "5", "manner": "phone", "purpose_client": "check_in", "outcome_client": "not_reached"},
    ),
    (
        {
            "kind": "ward_round",
            "minutes": "45",
            "department": "Maternity",
            "purpose": "visibility",
            "staff_spoken_to": "11",
        },
        {**_TALK, "minutes": "60", "department": "Maternity", "purpose_client": "risk"},
        {**_LED, "minutes": "15", "department": "A&E", "staff_role_consultation": "doctor"},
    ),
    (
        {"kind": "meeting", "minutes": "60", "purpose": "safeguarding"},
        {**_TALK, "minutes": "15", "manner": "drop_in", "department": "Sexual health", "purpose_client": "information"},
        {"kind": "desk_work", "minutes": "45", "purpose": "case_notes"},
    ),
    (
        {
            "kind": "training",
            "minutes": "45",
            "department": "A&E",
            "purpose": "asking",
            "level": "practice",
            "audience_nurse": "9",
            "audience_doctor": "3",
            "audience_student": "4",
            "feedback": "very_good",
        },
        {**_ADVICE, "minutes": "10", "department": "A&E", "outcome_consultation": "will_refer"},
        {**_TALK, "minutes": "30", "department": "A&E", "purpose_client": "discharge"},
    ),
    (
        {"kind": "promotion", "minutes": "30", "purpose": "materials"},
        {**_TALK, "minutes": "45", "department": "Maternity", "purpose_client": "risk", "safe": "no"},
    ),
)
"""What a day holds; the days take turns."""

_AT = (time(9, 40), time(11, 5), time(14, 20))


class Diary(msgspec.Struct, frozen=True, kw_only=True):
    """Whose contacts are logged, and where: `people` are the references of those whom they talk to."""

    desk_of: DeskOf
    author: Actor
    site: Site
    people: Sequence[Reference]
    find_person: FindPerson

    def log(self, said: Said, at: datetime) -> None:
        """Log a contact of a moment (aware), as its form would."""
        desk = self.desk_of(self.author, at)
        read = parse_contact(Typed(values={**said, "site": self.site.reference}), at)
        assert isinstance(read, Logged), read  # noqa: S101 - what is invented here is complete
        logged = service.log(desk, desk.new_id(), read, self.find_person)
        assert isinstance(logged, Contact), logged  # noqa: S101 - and its author is placed there

    def about(self, said: Said, turn: int) -> Said:
        """Give whom a talk is about: one of the people, and now and then nobody with a reference yet."""
        if said["kind"] != "client" or turn % 7 == 0:
            return {}
        return {"person": self.people[turn % len(self.people)]}


def was_placed(diary: Diary, now: datetime) -> bool:
    """Say whether the author was placed at the site all the fortnight."""
    found = placements.of_worker(diary.desk_of(diary.author, now).session, diary.author.id)
    first, today = (now - _FORTNIGHT).date(), now.date()
    return any(each.site_id == diary.site.id and each.covers(first) and each.covers(today) for each in found)


def log_a_fortnight(diary: Diary, now: datetime) -> None:
    """Log every working day of the last fortnight, and today so far; plan two sessions, and say when wards are quiet.

    Most talks are about one of the people; a few wait to be linked, and somebody is to be called back.
    """
    turn = count()
    for days_ago in range(14, 0, -1):
        day = (now - timedelta(days=days_ago)).date()
        if day.weekday() < 5:
            for said, clock in zip(_DAYS[day.toordinal() % len(_DAYS)], _AT, strict=False):
                diary.log({**said, **diary.about(said, next(turn))}, _moment(day, clock))
    for minutes_ago, said in ((150, _NEW), (95, _ADVICE_TODAY), (40, _CALL)):
        diary.log(said, now - timedelta(minutes=minutes_ago))
    _plan(diary.desk_of(diary.author, now), diary.site)


def log_a_quarter(diary: Diary, now: datetime) -> None:
    """Log the last whole quarter, a day a week as far as the author was placed: what the host's sponsor reads.

    Sexual health has so few contacts that they are not told.
    """
    first, last = quarter_before(london_day(now))
    placed = placements.of_worker(diary.desk_of(diary.author, now).session, diary.author.id)
    since = max(first, *(each.starts_on for each in placed if each.site_id == diary.site.id))
    weeks = range(((last - since).days + 1) // 7)
    for week in weeks:
        day = since + timedelta(days=7 * week + 1)
        for said, clock in zip(_QUARTER if week == 0 else _QUARTER[:-1], (*_AT, time(15, 30), time(16)), strict=False):
            diary.log({**said, **diary.about(said, 1 + week % 6)}, _moment(day, clock))


def _plan(desk: Desk[Session], site: Site) -> None:
    for department, opens in (("Maternity", time(14)), ("A&E", time(7, 30))):
        closes = time(opens.hour + 2, opens.minute)
        quiet = Quiet(department=department, days=frozenset(range(5)), opens=opens, closes=closes)
        sessions.put_quiet(desk, site, quiet)
    for days, kind, purpose, department in (
        (1, ContactKind.WARD_ROUND, Purpose.VISIBILITY, "Maternity"),
        (3, ContactKind.TRAINING, Purpose.PATHWAY, "A&E"),
    ):
        planned = Planned(
            site=site.reference,
            kind=kind,
            purpose=purpose,
            department=department,
            starts_at=_moment((desk.now + timedelta(days=days)).date(), time(14, 30)),
            minutes=30,
        )
        sessions.plan(desk, planned)


_QUARTER: tuple[Said, ...] = (
    {**_TALK, "minutes": "30", "department": "A&E"},
    {**_ADVICE, "minutes": "10", "department": "Maternity", "staff_role_consultation": "midwife"},
    {"kind": "ward_round", "minutes": "30", "department": "A&E", "purpose": "visibility"},
    {**_TALK, "minutes": "45", "department": "Maternity", "purpose_client": "risk"},
    {**_TALK, "minutes": "15", "manner": "drop_in", "department": "Sexual health"},
)
"""What a day of the last quarter holds; the last of these happens once."""

_NEW: Said = {**_TALK, "minutes": "30", "department": "A&E", "staff_role": "nurse", "note": "Asked on the ward round."}
_ADVICE_TODAY: Said = {**_ADVICE, "minutes": "10", "department": "Maternity", "staff_role_consultation": "midwife"}
_CALL: Said = {**_TALK, "minutes": "15", "manner": "phone", "purpose_client": "check_in", "outcome_client": "call_back"}


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, zone_of(LONDON)).astimezone(UTC)
