"""Invented people, drawn with a fixed seed from the proportions of the evaluation's tables."""

import csv
import random
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

import msgspec

from lvws_core.risk.dash import QUESTIONS, Answer, Band
from lvws_core.vocabulary import Borough, CrimeCategory, NeedCategory

SEED = 2019
_GIVEN = [
    "Rowan",
    "Sorrel",
    "Hazel",
    "Linden",
    "Juniper",
    "Bryony",
    "Clover",
    "Aster",
    "Myrtle",
    "Tansy",
    "Yarrow",
    "Alder",
    "Poppy",
    "Laurel",
    "Reed",
    "Fern",
]
_FAMILY = ("Example", "Sample", "Specimen", "Invented", "Placeholder", "Pretend", "Fictional", "Imaginary")
_STREETS = ["Nowhere Lane", "Imaginary Road", "Pretend Street", "Example Close"]
_INCIDENTS = (
    "Shouted at and pushed outside the home, for the third time this month. Reported to the police.",
    "Repeated messages and waiting outside work after the relationship ended.",
    "Door forced while at home; does not feel able to sleep there.",
    "Threatened in the street because of who they are; afraid to use the bus.",
    "Robbed of phone and rent money; landlord is asking for the arrears.",
)
_COMMON = (
    NeedCategory.MENTAL_PHYSICAL_HEALTH,
    NeedCategory.SHELTER_ACCOMMODATION,
    NeedCategory.FINANCE_BENEFITS,
    NeedCategory.SOCIAL_INTERACTIONS,
)
_AGES = {"17 and under": (16, 17), "18 to 24": (18, 24), "25 to 34": (25, 34), "35 to 44": (35, 44)}
_OLDER = {"45 to 54": (45, 54), "55 to 64": (55, 64), "65 and over": (65, 88)}


class Invented(msgspec.Struct, frozen=True, kw_only=True):
    """An invented person with a need, as the demonstration adds them."""

    name: str
    born: date
    phone: str
    address: str
    borough: Borough
    domestic_abuse: bool
    crime: CrimeCategory | None
    level: Band
    answers: dict[str, Answer]
    needs: frozenset[NeedCategory]
    incident: str


def _table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("portal.reports.twin") / "seed_tables" / f"{name}.csv").read_text().splitlines()))


def _draw(rng: random.Random, table: Sequence[dict[str, str]], column: str) -> dict[str, str]:
    return rng.choices(table, weights=[int(row[column]) for row in table])[0]


_JOURNEYS = 123
"""The last digits of the number that the main job itself uses."""


class Drawer:
    """Draws people one after the other; the same seed gives the same people again."""

    def __init__(self, today: date, seed: int = SEED) -> None:
        self._rng, self._today = random.Random(seed), today
        self._crimes = [r for r in _table("table2_crime_category") if r["row_type"] != "total"]
        self._boroughs = _table("table3_borough")
        ages = _AGES | _OLDER
        self._ages = [r for r in _table("table4_age") if r["age_band"] in ages]
        self._bounds = ages
        self._taken = {_JOURNEYS}

    def draw(self) -> Invented:
        """Give the next person; take-up decides the weights, for these are the people who accepted support."""
        rng = self._rng
        crime = _draw(rng, self._crimes, "take_up")
        abuse = crime["row_type"] == "da"
        level = self._level(abuse=abuse, high=crime["crime_category"].startswith("High"))
        return Invented(
            name=f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}",
            born=self._born(),
            phone=f"07700 900{self._number():03}",
            address=f"{rng.randrange(1, 200)} {rng.choice(_STREETS)}",
            borough=Borough(_key(_draw(rng, self._boroughs, "da_referrals")["borough"])),
            domestic_abuse=abuse,
            crime=None if abuse else CrimeCategory(_crime_key(crime["crime_category"])),
            level=level,
            answers=self._answers(level),
            needs=frozenset({rng.choice(_COMMON), *rng.sample(list(NeedCategory), k=rng.choice((0, 1, 1, 2)))}),
            incident=rng.choice(_INCIDENTS),
        )

    def _number(self) -> int:
        """Give the last three digits of a number that nobody drawn before has: two with one number look alike."""
        number = self._rng.randrange(1000)
        while number in self._taken and len(self._taken) < 1000:
            number = (number + 1) % 1000
        self._taken.add(number)
        return number

    def _level(self, *, abuse: bool, high: bool) -> Band:
        if abuse:
            return Band.HIGH if high else self._rng.choice((Band.MEDIUM, Band.STANDARD))
        return self._rng.choices((Band.STANDARD, Band.MEDIUM), weights=(4, 1))[0]

    def _answers(self, level: Band) -> dict[str, Answer]:
        bounds = {Band.STANDARD: (1, 9), Band.MEDIUM: (10, 13), Band.HIGH: (14, 19)}[level]
        keys = [q.key for q in QUESTIONS]
        self._rng.shuffle(keys)
        yes = self._rng.randint(*bounds)
        given = dict.fromkeys(keys[:yes], Answer.YES) | dict.fromkeys(keys[yes:22], Answer.NO)
        return given | dict.fromkeys(keys[22:], Answer.DONT_KNOW) if level is not Band.HIGH else given

    def _born(self) -> date:
        youngest, oldest = self._bounds[_draw(self._rng, self._ages, "take_up_cases")["age_band"]]
        years = self._rng.randint(max(youngest, 18), max(oldest, 18))
        return date(self._today.year - years - 1, self._rng.randint(1, 12), self._rng.randint(1, 28))


def _key(name: str) -> str:
    return name.lower().replace(" ", "_").replace("'", "")


def _crime_key(name: str) -> str:
    plain = name.replace("&", "").replace(" - ", " ").replace("-", " ").lower().split()
    return "_".join(word for word in plain if word != "the")
