"""What can be shared, and what for: the closed lists of domain 4.6 and 4.7 with their plain words."""

from collections.abc import Mapping
from enum import StrEnum


class Flag(StrEnum):
    """What makes a category need more care than others.

    Source: CONS-02 (project default).
    """

    SPECIAL_CATEGORY = "special_category"
    OFFENCE_DATA = "offence_data"
    CHILD_DATA = "child_data"
    THIRD_PARTY_DATA = "third_party_data"


class DataCategory(StrEnum):
    """A kind of personal data that is consented to, agreed and shared by itself; nothing implies another.

    Source: domain 4.7.
    """

    IDENTITY = "identity"
    SAFE_CONTACT = "safe_contact"
    ACCESS_NEEDS = "access_needs"
    LOCATION_BOROUGH = "location_borough"
    FULL_ADDRESS = "full_address"
    NEED_TYPES = "need_types"
    INCIDENT_SUMMARY = "incident_summary"
    RISK_LEVEL = "risk_level"
    RISK_ASSESSMENT_FULL = "risk_assessment_full"
    SAFETY_PLAN = "safety_plan"
    CHILDREN = "children"
    PERPETRATOR_IDENTITY = "perpetrator_identity"
    ETHNICITY_RELIGION = "ethnicity_religion"
    ORIENTATION_GENDER = "orientation_gender"
    DISABILITY_DETAIL = "disability_detail"
    HEALTH = "health"
    IMMIGRATION = "immigration"
    OWN_OFFENDING = "own_offending"
    CASE_NOTES = "case_notes"
    COUNSELLING_NOTES = "counselling_notes"
    MARAC_MATERIAL = "marac_material"
    POLICE_INTELLIGENCE = "police_intelligence"

    @property
    def label(self) -> str:
        """The words for a page, such as "Name and age"."""
        return _LABELS[self]

    @property
    def flags(self) -> frozenset[Flag]:
        """What makes this category need more care; empty for an ordinary one.

        Source: CONS-02. Where the table says "may be", the flag is set.
        """
        return _FLAGS.get(self, frozenset())

    @property
    def is_special(self) -> bool:
        """Whether it is, or may be, special-category data under Article 9.

        Source: CONS-02 and domain 4.7.
        """
        return Flag.SPECIAL_CATEGORY in self.flags

    @property
    def warning(self) -> str:
        """The sentence to read before this category is ticked; empty where there is none.

        Source: CONS-31 for immigration, CONS-02 for the others.
        """
        if self is DataCategory.IMMIGRATION:
            return "Fear that this reaches immigration enforcement stops people from asking for help."
        return "Special category: share only what the person has chosen to share." if self.is_special else ""


class Purpose(StrEnum):
    """What data is shared for; a consent for one purpose is none for another.

    Source: domain 4.6. Evaluation and survey are separate from support.
    """

    SUPPORT_REFERRAL = "support_referral"
    JOINT_WORK = "joint_work"
    RJ = "rj"
    WITNESS_SUPPORT = "witness_support"
    EVALUATION = "evaluation"
    SURVEY_CONTACT = "survey_contact"

    @property
    def label(self) -> str:
        """The words for a page, such as "Referral for support"."""
        return _PURPOSES[self]


_LABELS: Mapping[DataCategory, str] = {
    DataCategory.IDENTITY: "Name and age",
    DataCategory.SAFE_CONTACT: "How to make contact safely",
    DataCategory.ACCESS_NEEDS: "Language, format and mobility needs",
    DataCategory.LOCATION_BOROUGH: "Borough",
    DataCategory.FULL_ADDRESS: "Full address",
    DataCategory.NEED_TYPES: "What support is needed",
    DataCategory.INCIDENT_SUMMARY: "What happened, in two or three lines",
    DataCategory.RISK_LEVEL: "Risk level and risk to visiting staff",
    DataCategory.RISK_ASSESSMENT_FULL: "Full risk assessment",
    DataCategory.SAFETY_PLAN: "Safety plan",
    DataCategory.CHILDREN: "Children",
    DataCategory.PERPETRATOR_IDENTITY: "Who caused the harm",
    DataCategory.ETHNICITY_RELIGION: "Ethnicity and religion",
    DataCategory.ORIENTATION_GENDER: "Sexual orientation and gender identity",
    DataCategory.DISABILITY_DETAIL: "Disability in detail",
    DataCategory.HEALTH: "Health",
    DataCategory.IMMIGRATION: "Immigration status",
    DataCategory.OWN_OFFENDING: "The person's own offending",
    DataCategory.CASE_NOTES: "Case notes",
    DataCategory.COUNSELLING_NOTES: "Counselling notes",
    DataCategory.MARAC_MATERIAL: "MARAC material",
    DataCategory.POLICE_INTELLIGENCE: "Police intelligence",
}

_SPECIAL = frozenset({Flag.SPECIAL_CATEGORY})
_FLAGS: Mapping[DataCategory, frozenset[Flag]] = {
    DataCategory.ACCESS_NEEDS: _SPECIAL,
    DataCategory.INCIDENT_SUMMARY: _SPECIAL,
    DataCategory.RISK_ASSESSMENT_FULL: _SPECIAL,
    DataCategory.SAFETY_PLAN: _SPECIAL,
    DataCategory.CHILDREN: frozenset({Flag.CHILD_DATA, Flag.THIRD_PARTY_DATA}),
    DataCategory.PERPETRATOR_IDENTITY: frozenset({Flag.OFFENCE_DATA, Flag.THIRD_PARTY_DATA}),
    DataCategory.ETHNICITY_RELIGION: _SPECIAL,
    DataCategory.ORIENTATION_GENDER: _SPECIAL,
    DataCategory.DISABILITY_DETAIL: _SPECIAL,
    DataCategory.HEALTH: _SPECIAL,
    DataCategory.OWN_OFFENDING: frozenset({Flag.OFFENCE_DATA}),
    DataCategory.CASE_NOTES: _SPECIAL,
    DataCategory.COUNSELLING_NOTES: _SPECIAL,
    DataCategory.MARAC_MATERIAL: frozenset({Flag.SPECIAL_CATEGORY, Flag.OFFENCE_DATA, Flag.THIRD_PARTY_DATA}),
    DataCategory.POLICE_INTELLIGENCE: frozenset({Flag.SPECIAL_CATEGORY, Flag.OFFENCE_DATA, Flag.THIRD_PARTY_DATA}),
}

_PURPOSES: Mapping[Purpose, str] = {
    Purpose.SUPPORT_REFERRAL: "Referral for support",
    Purpose.JOINT_WORK: "Working together on the same case",
    Purpose.RJ: "Restorative justice",
    Purpose.WITNESS_SUPPORT: "Support as a witness",
    Purpose.EVALUATION: "Evaluation of the service",
    Purpose.SURVEY_CONTACT: "Contact for a survey",
}
