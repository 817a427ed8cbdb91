"""Vocabulary: the closed lists of the domain, with the words that people read for each key.

The list of nationalities is long and decides nothing: it is loaded when somebody names it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lvws_core.vocabulary.crime import CrimeCategory, DomesticAbuseLevel, PoliceForce, ReferralSource
from lvws_core.vocabulary.labelled import Labelled
from lvws_core.vocabulary.languages import Language
from lvws_core.vocabulary.people import (
    AgeBand,
    EthnicGroup,
    Ethnicity,
    GenderSameAsBirth,
    Impairment,
    LimitingCondition,
    MarriageCivilPartnership,
    PregnancyMaternity,
    Religion,
    Sex,
    SexualOrientation,
)
from lvws_core.vocabulary.places import Borough
from lvws_core.vocabulary.support import (
    ByAndFor,
    CapacityState,
    ClosureReason,
    ConflictKind,
    DeclineReason,
    GenderRule,
    NeedCategory,
    PauseReason,
    SupportType,
    WhoseChoice,
)

if TYPE_CHECKING:
    from lvws_core.vocabulary.nations import Nationality

__all__ = [
    "AgeBand",
    "Borough",
    "ByAndFor",
    "CapacityState",
    "ClosureReason",
    "ConflictKind",
    "CrimeCategory",
    "DeclineReason",
    "DomesticAbuseLevel",
    "EthnicGroup",
    "Ethnicity",
    "GenderRule",
    "GenderSameAsBirth",
    "Impairment",
    "Labelled",
    "Language",
    "LimitingCondition",
    "MarriageCivilPartnership",
    "Nationality",
    "NeedCategory",
    "PauseReason",
    "PoliceForce",
    "PregnancyMaternity",
    "ReferralSource",
    "Religion",
    "Sex",
    "SexualOrientation",
    "SupportType",
    "WhoseChoice",
]


def __getattr__(name: str) -> Any:
    """Load the list of nationalities when it is first named."""
    if name == "Nationality":
        return import_module("lvws_core.vocabulary.nations").Nationality
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
