"""The lawful basis of a disclosure: three separate answers, none of which implies another (TOP-08)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

import msgspec

from lvws_core.consent.categories import DataCategory, Flag
from lvws_core.times import london_day


class Article6(StrEnum):
    """Which basis lets the data be processed at all.

    Source: domain 4.2, UK GDPR Article 6(1).
    """

    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    RECOGNISED_LEGITIMATE_INTEREST = "recognised_legitimate_interest"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class Article9(StrEnum):
    """Which condition covers special-category data.

    Source: domain 4.3, UK GDPR Article 9(2)(a), (c), (g) and (f).
    """

    EXPLICIT_CONSENT = "explicit_consent"
    VITAL_INTERESTS = "vital_interests"
    SUBSTANTIAL_PUBLIC_INTEREST = "substantial_public_interest"
    LEGAL_CLAIMS = "legal_claims"


class Schedule1(StrEnum):
    """Which paragraph of Schedule 1 to the Data Protection Act 2018 the condition rests on.

    Source: domain 4.3: paragraphs 10, 17 and 18.
    """

    UNLAWFUL_ACTS = "para_10"
    COUNSELLING = "para_17"
    SAFEGUARDING = "para_18"

    @property
    def test(self) -> str:
        """The test in one sentence, for the person who picks (CONS-01)."""
        return _TESTS[self]


class Confidentiality(StrEnum):
    """What lifts the common-law duty of confidence.

    Source: domain 4.1, axis C.
    """

    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    OVERRIDING_PUBLIC_INTEREST = "overriding_public_interest"


class SharingPath(StrEnum):
    """The eight steps of the sharing decision, in the order in which they are tried.

    Source: domain 4.4.
    """

    COURT_ORDER = "court_order"
    DANGER_TO_LIFE = "danger_to_life"
    CHILD_AT_RISK = "child_at_risk"
    ADULT_AT_RISK = "adult_at_risk"
    MARAC_CRITERION = "marac_criterion"
    LACKS_CAPACITY = "lacks_capacity"
    CONSENT = "consent"
    NONE = "none"


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """The three answers that each disclosure stores, and the paragraph where the condition needs one.

    Source: TOP-08.
    """

    article_6: Article6
    article_9: Article9
    confidentiality: Confidentiality
    schedule_1: Schedule1 | None = None


_TESTS: Mapping[Schedule1, str] = {
    Schedule1.UNLAWFUL_ACTS: "It prevents or detects an unlawful act, and asking for consent would prejudice that.",
    Schedule1.COUNSELLING: "It is confidential support, and consent of the third party cannot be obtained.",
    Schedule1.SAFEGUARDING: "It protects a person under 18, or an adult with care and support needs who is at risk "
    "and cannot protect themselves because of those needs.",
}

RECOGNISED_FROM = date(2026, 2, 5)
"""The London day from which a recognised legitimate interest exists: Data (Use and Access) Act 2025, section 70."""

_ON_CONSENT = Basis(
    article_6=Article6.CONSENT,
    article_9=Article9.EXPLICIT_CONSENT,
    confidentiality=Confidentiality.CONSENT,
)
_ON_CONSENT_WITH_OTHERS = Basis(
    article_6=Article6.CONSENT,
    article_9=Article9.EXPLICIT_CONSENT,
    confidentiality=Confidentiality.CONSENT,
    schedule_1=Schedule1.COUNSELLING,
)
_NAMES_OTHERS = frozenset(category for category in DataCategory if Flag.THIRD_PARTY_DATA in category.flags)

_BY_DEFAULT: Mapping[SharingPath, Schedule1] = {
    SharingPath.DANGER_TO_LIFE: Schedule1.UNLAWFUL_ACTS,
    SharingPath.CHILD_AT_RISK: Schedule1.SAFEGUARDING,
    SharingPath.ADULT_AT_RISK: Schedule1.SAFEGUARDING,
    SharingPath.MARAC_CRITERION: Schedule1.UNLAWFUL_ACTS,
    SharingPath.LACKS_CAPACITY: Schedule1.SAFEGUARDING,
}


def in_force(article_6: Article6, at: datetime) -> bool:
    """Say whether a basis exists in law at that instant.

    Raises:
        Invalid: `at` is naive.

    Source: domain 4.2; recognised legitimate interest from 5 February 2026 (DUAA-S70).
    """
    return article_6 != Article6.RECOGNISED_LEGITIMATE_INTEREST or london_day(at) >= RECOGNISED_FROM


def basis_of_consent(categories: frozenset[DataCategory]) -> Basis:
    """Give the basis of sharing on explicit consent; others named in the file need paragraph 17 besides.

    Source: domain 4.2 and 4.3 (VS-LEGAL), TOP-06.
    """
    return _ON_CONSENT if categories.isdisjoint(_NAMES_OTHERS) else _ON_CONSENT_WITH_OTHERS


def basis_without_consent(
    path: SharingPath, at: datetime, *, cannot_consent: bool = False, picked: Schedule1 | None = None
) -> Basis:
    """Give the basis of sharing on one of the paths 1 to 6; `picked` is the paragraph the authoriser chose.

    Vital interests as an Article 9 condition stand only for a danger to life of somebody who
    cannot consent. Safeguarding is never picked for an adult of whom nobody said that they are
    at risk (CONS-01).

    Raises:
        Invalid: `at` is naive.

    Source: domain 4.2, 4.3 and 4.4, CONS-01, CONS-05.
    """
    if path == SharingPath.COURT_ORDER:
        return Basis(
            article_6=Article6.LEGAL_OBLIGATION,
            article_9=Article9.LEGAL_CLAIMS,
            confidentiality=Confidentiality.LEGAL_DUTY,
        )
    is_vital = path == SharingPath.DANGER_TO_LIFE and cannot_consent
    return Basis(
        article_6=_article_6(path, at),
        article_9=Article9.VITAL_INTERESTS if is_vital else Article9.SUBSTANTIAL_PUBLIC_INTEREST,
        confidentiality=Confidentiality.OVERRIDING_PUBLIC_INTEREST,
        schedule_1=None if is_vital else picked or _BY_DEFAULT[path],
    )


def _article_6(path: SharingPath, at: datetime) -> Article6:
    if path == SharingPath.DANGER_TO_LIFE:
        return Article6.VITAL_INTERESTS
    recognised = Article6.RECOGNISED_LEGITIMATE_INTEREST
    return recognised if in_force(recognised, at) else Article6.LEGITIMATE_INTERESTS
