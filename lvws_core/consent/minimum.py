"""The minimum: what each kind of recipient is given by default, and what may be added.

The two tables are the columns of domain 4.7 (every cell a project default). A word behind a
category in the first table says which part of it may leave; in the second, when it may be added.
"""

from collections.abc import Mapping
from enum import StrEnum

from lvws_core.consent.categories import DataCategory as Of


class RecipientKind(StrEnum):
    """Who receives, as the columns of domain 4.7 group them."""

    SHELTER = "shelter"
    DA_SPECIALIST = "da_specialist"
    BY_AND_FOR = "by_and_for"
    RESTORATIVE_JUSTICE = "restorative_justice"
    WITNESS = "witness"
    HOST = "host"

    @property
    def label(self) -> str:
        """The words for a page, such as "Housing advice"."""
        return _LABELS[self]


_LABELS: Mapping[RecipientKind, str] = {
    RecipientKind.SHELTER: "Housing advice",
    RecipientKind.DA_SPECIALIST: "Domestic abuse specialist",
    RecipientKind.BY_AND_FOR: "By and for service",
    RecipientKind.RESTORATIVE_JUSTICE: "Restorative justice",
    RecipientKind.WITNESS: "Witness service",
    RecipientKind.HOST: "Hospital or other host",
}

NEVER_BY_DEFAULT = frozenset({Of.CASE_NOTES, Of.COUNSELLING_NOTES, Of.MARAC_MATERIAL, Of.POLICE_INTELLIGENCE})
"""What no decision of this library lets leave; MAR-24 says why for MARAC material."""

_REACHED = {Of.IDENTITY: "", Of.SAFE_CONTACT: "", Of.ACCESS_NEEDS: "", Of.LOCATION_BOROUGH: "", Of.RISK_LEVEL: ""}
_CHOSEN = {Of.ETHNICITY_RELIGION: "if chosen", Of.ORIENTATION_GENDER: "if chosen", Of.DISABILITY_DETAIL: "if chosen"}
_RELEVANT = dict.fromkeys(_CHOSEN, "the relevant one, if chosen")

_DEFAULT: Mapping[RecipientKind, Mapping[Of, str]] = {
    RecipientKind.SHELTER: {
        **_REACHED,
        Of.NEED_TYPES: "",
        Of.CHILDREN: "household size",
        Of.PERPETRATOR_IDENTITY: "name to avoid",
    },
    RecipientKind.DA_SPECIALIST: {
        **_REACHED,
        Of.NEED_TYPES: "",
        Of.INCIDENT_SUMMARY: "",
        Of.RISK_ASSESSMENT_FULL: "",
        Of.SAFETY_PLAN: "",
        Of.CHILDREN: "",
        Of.PERPETRATOR_IDENTITY: "",
    },
    RecipientKind.BY_AND_FOR: {**_REACHED, Of.NEED_TYPES: "", Of.INCIDENT_SUMMARY: ""},
    RecipientKind.RESTORATIVE_JUSTICE: {**_REACHED, Of.INCIDENT_SUMMARY: "", Of.PERPETRATOR_IDENTITY: ""},
    RecipientKind.WITNESS: {**_REACHED, Of.NEED_TYPES: "", Of.INCIDENT_SUMMARY: "offence type only"},
    RecipientKind.HOST: {
        Of.IDENTITY: "name only",
        Of.SAFE_CONTACT: "",
        Of.ACCESS_NEEDS: "",
        Of.RISK_LEVEL: "alert only",
        Of.SAFETY_PLAN: "relevant part",
        Of.PERPETRATOR_IDENTITY: "alert only",
    },
}

_ADDABLE: Mapping[RecipientKind, Mapping[Of, str]] = {
    RecipientKind.SHELTER: {
        Of.FULL_ADDRESS: "if needed",
        Of.HEALTH: "if it gives housing priority",
        Of.IMMIGRATION: "if needed",
    },
    RecipientKind.DA_SPECIALIST: {
        **_CHOSEN,
        Of.FULL_ADDRESS: "if needed",
        Of.HEALTH: "if chosen",
        Of.IMMIGRATION: "if chosen",
    },
    RecipientKind.BY_AND_FOR: {
        **_RELEVANT,
        Of.RISK_ASSESSMENT_FULL: "if domestic abuse",
        Of.SAFETY_PLAN: "if domestic abuse",
        Of.CHILDREN: "if domestic abuse",
        Of.PERPETRATOR_IDENTITY: "if domestic abuse",
        Of.HEALTH: "if chosen",
    },
    RecipientKind.RESTORATIVE_JUSTICE: {},
    RecipientKind.WITNESS: {},
    RecipientKind.HOST: {},
}


def default_minimum(recipient: RecipientKind | None) -> frozenset[Of]:
    """Give the categories that are ticked when a referral to this kind of recipient is composed.

    Without a kind nothing is ticked: no column, no default. Immigration is in none (CONS-31).

    Source: CONS-30 and domain 4.7.
    """
    return frozenset() if recipient is None else frozenset(_DEFAULT[recipient])


def addable(recipient: RecipientKind | None) -> frozenset[Of]:
    """Give the categories that are outside the default and may be added when consented.

    Without a kind it is everything but what never leaves by default.

    Source: CONS-30 and domain 4.7, the cells that say "if".
    """
    return frozenset(Of) - NEVER_BY_DEFAULT if recipient is None else frozenset(_ADDABLE[recipient])


_LIMIT: Mapping[RecipientKind | None, frozenset[Of]] = {
    recipient: default_minimum(recipient) | addable(recipient) for recipient in (None, *RecipientKind)
}


def limit(recipient: RecipientKind | None) -> frozenset[Of]:
    """Give every category that may reach this kind of recipient on consent, ticked or added.

    Source: CONS-30; None adds no limit but the categories that never leave.
    """
    return _LIMIT[recipient]


def part(recipient: RecipientKind | None, category: Of) -> str:
    """Give the part of a category that may leave, such as "name only"; empty where all of it may.

    Source: domain 4.7, the cells with a word instead of "yes".
    """
    return "" if recipient is None else _DEFAULT[recipient].get(category, "")


def condition(recipient: RecipientKind | None, category: Of) -> str:
    """Give the words that say when an addable category may be added; empty where there are none.

    Source: domain 4.7, the cells that say "if".
    """
    return "" if recipient is None else _ADDABLE[recipient].get(category, "")
