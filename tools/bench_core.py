"""Decide as many cases as the service had in its first year, and say how many a second.

A case is the JSON of one referral. It is decoded and decided: score, MARAC, priority, sharing, and
routing over twelve services, which are decoded once. That is the figure to compare. Decoding alone, and
the whole way with the answers written as JSON again, are printed beside it.

Beside it the same is done with pydantic. The rules are not written again, for then two programs would
be compared and not two ways of modelling: the core's own modules are imported a second time with
pydantic's `BaseModel` in the place of `msgspec.Struct`, so that what comes in and what goes out are
pydantic models, frozen as ours are, each checked when it is made as pydantic does. Both take the same bytes, each with
its own JSON parser, and both must decide the same before anything is timed.

Run `make bench-core`, or `python -m tools.bench_core --cases 10000`.
"""

import argparse
import gc
import importlib
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from time import process_time
from types import ModuleType
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict, TypeAdapter

YEAR_ONE = 167_030
SERVICES = 12
AIM = 3.0
"""How many times as many cases as with pydantic are to be decoded and decided; below it the command fails."""
IN_TURN = 1000
TODAY = date(2026, 11, 20)
WORDS = {
    "decoding": "decoded from JSON",
    "deciding": "decoded and decided",
    "whole": "the answers as JSON too",
}
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


class Model(BaseModel):
    """What a Struct is when pydantic makes it: frozen, checked, refusing what `__post_init__` refuses."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, protected_namespaces=())

    def __init_subclass__(cls, *, kw_only: bool = False, forbid_unknown_fields: bool = False, **_: Any) -> None:
        """Take the options of a Struct."""
        if not kw_only:
            cls.__init__ = _by_position  # type: ignore[method-assign]
        if forbid_unknown_fields:
            cls.model_config["extra"] = "forbid"
        if "__post_init__" in vars(cls):
            cls.model_post_init = _checked  # type: ignore[method-assign]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Name the fields as a Struct does."""
        cls.__struct_fields__ = tuple(cls.model_fields)


def _by_position(self: Model, *values: object, **named: object) -> None:
    BaseModel.__init__(self, **dict(zip(type(self).model_fields, values, strict=False)), **named)


def _checked(self: Any, _: object) -> None:
    self.__post_init__()


def _replaced(model: BaseModel, **changes: object) -> BaseModel:
    return model.model_copy(update=changes)


class Library:
    """The core's modules that decide, with one way of modelling."""

    def __init__(self) -> None:
        """Import them from nothing."""
        self.dash = importlib.import_module("lvws_core.risk.dash")
        self.marac = importlib.import_module("lvws_core.risk.marac")
        self.priority = importlib.import_module("lvws_core.risk.priority")
        self.consent = importlib.import_module("lvws_core.consent")
        self.sharing = importlib.import_module("lvws_core.consent.sharing")
        self.routing = importlib.import_module("lvws_core.referrals.routing")
        self.structs = importlib.import_module("msgspec.structs")
        self.policy = importlib.import_module("lvws_core.policy").Policy()

    def referral(self, base: Any) -> Any:
        """Give the model of one case."""
        fields = {
            "answers": Mapping[str, self.dash.Answer],  # type: ignore[name-defined]
            "circumstances": self.marac.Circumstances,
            "facts": self.priority.VictimFacts,
            "request": self.sharing.ShareRequest,
            "consents": tuple[self.consent.Consent, ...],  # type: ignore[name-defined]
            "agreements": tuple[self.consent.Agreement, ...],  # type: ignore[name-defined]
            "need": self.routing.Need,
        }
        return type(base)("Referral", (base,), {"__annotations__": fields, "__module__": __name__}, kw_only=True)

    def decider(self, services: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
        """Give what decides everything on a case; it names the rules once, as a program that imports them does."""
        score, replace, policy = self.dash.score, self.structs.replace, self.policy
        decide_marac, enhanced_priority = self.marac.decide_marac, self.priority.enhanced_priority
        decide_sharing, match = self.sharing.decide_sharing, self.routing.match

        def decide(case: Any) -> tuple[Any, ...]:
            found = score(case.answers, policy)
            return (
                found,
                decide_marac(replace(case.circumstances, score=found), policy),
                enhanced_priority(case.facts),
                decide_sharing(case.request, case.consents, case.agreements, None, policy),
                match(case.need, services, TODAY, policy),
            )

        return decide


@contextmanager
def _with_pydantic() -> Iterator[None]:
    """Put pydantic's models in the place of Structs while the core is imported."""
    real = {name: module for name, module in sys.modules.items() if name.split(".")[0] in {"lvws_core", "msgspec"}}
    ours, structs = ModuleType("msgspec"), ModuleType("msgspec.structs")
    vars(ours).update({name: value for name, value in vars(msgspec).items() if not name.startswith("__")})
    structs.replace = _replaced  # type: ignore[attr-defined]
    ours.Struct, ours.structs = Model, structs  # type: ignore[attr-defined]
    for name in [name for name in real if name.startswith("lvws_core")]:
        del sys.modules[name]
    sys.modules |= {"msgspec": ours, "msgspec.structs": structs}
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.startswith("lvws_core")]:
            del sys.modules[name]
        sys.modules.update(real)


def some_cases(number: int, seed: int = 2019) -> list[bytes]:
    """Make the JSON of so many invented referrals, always the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 – the same cases again and again
    keys = [question.key for question in importlib.import_module("lvws_core.risk.dash").QUESTIONS]
    return [json.dumps(_a_case(chance, keys), default=str).encode() for _ in range(number)]


def _a_case(chance: random.Random, keys: Sequence[str]) -> dict[str, object]:
    age, ours, partner = chance.randint(14, 90), UUID(int=chance.getrandbits(64)), UUID(int=chance.randint(1, SERVICES))
    categories = chance.sample(["identity", "safe_contact", "need_types", "risk_level", "children", "health"], 4)
    given = NOW - timedelta(days=chance.randint(0, 400))
    return {
        "answers": {key: chance.choice(["yes", "no", "dont_know"]) for key in chance.sample(keys, 20)},
        "circumstances": {"victim_age": age, "police_incidents": chance.randint(0, 4), "on": TODAY},
        "facts": {"crime": chance.choice(["rape", "arson", "other_theft"]), "age_at_offence": age},
        "request": {
            "person_id": ours,
            "organisation_id": partner,
            "purpose": "support_referral",
            "categories": categories,
            "at": NOW,
            "recipient": "shelter",
        },
        "consents": [
            {
                "id": ours,
                "person_id": ours,
                "organisation_id": partner,
                "categories": categories[: chance.randint(1, 4)],
                "purpose": "support_referral",
                "explicit": True,
                "status": chance.choice(["active", "active", "active", "withdrawn"]),
                "valid_from": given,
            }
        ],
        "agreements": [
            {
                "id": partner,
                "organisation_id": partner,
                "categories": ["identity", "safe_contact", "need_types", "risk_level"],
                "status": "live",
                "starts_on": "2026-01-01",
            }
        ],
        "need": {
            "categories": chance.sample(["shelter_accommodation", "finance_benefits", "drugs_alcohol"], 2),
            "age": age,
            "borough": chance.choice(["hackney", "camden", "brent"]),
            "risk": chance.choice(["standard", "medium", "high"]),
        },
    }


def some_services() -> bytes:
    """Make the JSON of twelve services with different limits."""
    boroughs = [[], ["hackney", "camden"], ["brent"]]
    needs = [[], ["shelter_accommodation"], ["finance_benefits", "drugs_alcohol"]]
    listed = [
        {
            "id": UUID(int=number),
            "organisation_id": UUID(int=number),
            "name": f"Service {number}",
            "capacity": {"state": ["open", "limited", "waitlist", "closed"][number % 4], "said_at": NOW},
            "agreement_live": number != 5,
            "valid_from": "2026-01-01",
            "age_min": [None, 16, 18][number % 3],
            "boroughs": boroughs[number % 3],
            "need_categories": needs[number // 2 % 3],
        }
        for number in range(1, SERVICES + 1)
    ]
    return json.dumps(listed, default=str).encode()


class Rates(NamedTuple):
    """Cases a second."""

    decoding: float
    deciding: float
    whole: float


class Contestant:
    """A way of modelling: how it decodes, and what it decides with."""

    def __init__(
        self,
        library: Library,
        decode: Callable[[bytes], Any],
        encode: Callable[[Any], bytes],
        services: Sequence[Any],
    ) -> None:
        """Take what the runs need."""
        self.decode, self.encode, self.decide = decode, encode, library.decider(services)

    def decided(self, data: bytes) -> tuple[Any, ...]:
        """Decode and decide a case."""
        return self.decide(self.decode(data))

    def whole(self, data: bytes) -> bytes:
        """Decode and decide a case, and write the answers as JSON."""
        return self.encode(self.decided(data))


def race(ours: Contestant, theirs: Contestant, cases: Sequence[bytes]) -> tuple[Rates, Rates]:
    """Give how many cases a second of processor time each does: decoded; decided too; and encoded again too."""
    decoding = _rates(ours.decode, theirs.decode, cases)
    deciding = _rates(ours.decided, theirs.decided, cases)
    whole = _rates(ours.whole, theirs.whole, cases)
    one, other = (Rates(*rates) for rates in zip(decoding, deciding, whole, strict=True))
    return one, other


def _rates(
    one: Callable[[bytes], object], other: Callable[[bytes], object], cases: Sequence[bytes]
) -> tuple[float, float]:
    """Let both do the same, a heap of cases in turn: whatever else the machine does then slows both alike."""
    spent = [0.0, 0.0]
    for start in range(0, len(cases), IN_TURN):
        heap = cases[start : start + IN_TURN]
        for place, act in enumerate((one, other)):
            gc.collect()
            begun = process_time()
            for data in heap:
                act(data)
            spent[place] += process_time() - begun
    return len(cases) / spent[0], len(cases) / spent[1]


def contestants() -> tuple[Contestant, Contestant]:
    """Give the library as it is, and with pydantic."""
    ours = Library()
    decoder = msgspec.json.Decoder(ours.referral(msgspec.Struct))
    services = msgspec.json.decode(some_services(), type=tuple[ours.routing.Service, ...])
    with _with_pydantic():
        theirs = Library()
    model = theirs.referral(Model)
    listed = TypeAdapter(tuple[theirs.routing.Service, ...]).validate_json(some_services())
    answers = TypeAdapter(
        tuple[
            theirs.dash.Score,
            theirs.marac.MaracDecision,
            theirs.priority.EnhancedPriority,
            theirs.sharing.SharingDecision,
            tuple[theirs.routing.Match, ...],
        ]
    )
    encoder = msgspec.json.Encoder()
    return (
        Contestant(ours, decoder.decode, encoder.encode, services),
        Contestant(theirs, model.model_validate_json, answers.dump_json, listed),
    )


def same(ours: Contestant, theirs: Contestant, cases: Sequence[bytes]) -> bool:
    """Say whether both decide the same."""
    return all(
        msgspec.to_builtins(ours.decided(data), order="sorted", str_keys=True) == _plain(theirs.decided(data))
        for data in cases
    )


def _plain(answers: Sequence[BaseModel | Sequence[BaseModel]]) -> object:
    def plain(value: Any) -> Any:
        if isinstance(value, BaseModel):
            return {name: plain(getattr(value, name)) for name in sorted(type(value).model_fields)}
        if isinstance(value, Mapping):
            return {str(key): plain(part) for key, part in sorted(value.items())}
        if isinstance(value, (tuple, list)):
            return tuple(plain(part) for part in value)
        if isinstance(value, frozenset):
            return sorted(plain(part) for part in value)
        return msgspec.to_builtins(value)

    return plain(answers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print cases a second for both, and how many times one is the other; 1 where they differ or ours is too slow."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=YEAR_ONE)
    given = parser.parse_args(arguments)
    cases = some_cases(given.cases)
    ours, theirs = contestants()
    if not same(ours, theirs, cases[:: max(1, len(cases) // 1000)]):
        print("the two decide differently")
        return 1
    found = race(ours, theirs, cases)
    times = Rates(*(one / other for one, other in zip(*found, strict=True)))
    print(f"{len(cases):,} cases, {SERVICES} services; cases a second, by processor time")
    print(f"{'':<32}{'lvws_core':>12}{'pydantic':>12}")
    for name, words in WORDS.items():
        one, other = (getattr(rates, name) for rates in found)
        print(f"{words:<32}{one:>12,.0f}{other:>12,.0f}   ×{getattr(times, name):.2f}")
    if times.deciding < AIM:
        print(f"the aim is ×{AIM:g} decoded and decided")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
