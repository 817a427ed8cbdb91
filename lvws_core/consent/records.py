"""Consents and agreements: the two records without which nothing routine is shared."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from lvws_core.consent.categories import DataCategory, Purpose
from lvws_core.consent.instants import months_after
from lvws_core.errors import Invalid
from lvws_core.given import require_aware, require_keys
from lvws_core.ids import AgreementId, ConsentId, OrganisationId, PersonId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.times import utc


class ConsentStatus(StrEnum):
    """Where a consent stands; only `active` can allow anything.

    Source: domain 4.6. `declined` is kept so that nobody asks again each week (CONS-21).
    """

    ACTIVE = "active"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        """The word for a page."""
        return "Given" if self is ConsentStatus.ACTIVE else self.value.capitalize()


class AgreementStatus(StrEnum):
    """Where an information sharing agreement stands; only `live` can allow anything.

    Source: domain 4.9.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    WITH_SIGNATORY = "with_signatory"
    SIGNED = "signed"
    LIVE = "live"
    EXPIRED = "expired"
    TERMINATED = "terminated"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.replace("_", " ").capitalize()


_CATEGORIES, _PURPOSES = frozenset(DataCategory), frozenset(Purpose)
_STATUSES, _AGREEMENT_STATUSES = frozenset(ConsentStatus), frozenset(AgreementStatus)
_NO_MONTH = 27  # days, fewer than any month has, even without the hour that the clocks take: no calendar is asked
_ACTIVE, _WITHDRAWN, _LIVE = ConsentStatus.ACTIVE, ConsentStatus.WITHDRAWN, AgreementStatus.LIVE


def require_categories(field: str, categories: frozenset[DataCategory]) -> None:
    """Refuse a set that holds a key which is no data category, so that none is ever ignored.

    Raises:
        Invalid: A key does not exist, code `unknown_category`; or it is no set, code `not_a_set`.
    """
    require_keys(field, categories, _CATEGORIES, "unknown_category")


def expires_by_default(given_at: datetime, policy: Policy = DEFAULT) -> datetime:
    """Give the instant, in UTC, from which a consent given then counts no more.

    Raises:
        Invalid: `given_at` is naive.

    Source: domain 4.6, twelve months (project default); the case's closure ends it earlier.
    """
    return months_after(given_at, policy.consent_expiry_months)


def review_by_default(given_at: datetime, policy: Policy = DEFAULT) -> datetime:
    """Give the instant, in UTC, by which the person is asked whether the consent still stands.

    Raises:
        Invalid: `given_at` is naive.

    Source: domain 4.6, six months (project default).
    """
    return months_after(given_at, policy.consent_review_months)


class Consent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one person said about sharing some categories with one organisation for one purpose.

    Instants are aware; the period is half-open, from `valid_from` to before the end. A consent
    without `expires_at` ends by default; none outlives the default.

    Raises:
        Invalid: An instant is naive, it ends before it starts, or a category, a purpose or a status does not exist.

    Source: domain 4.6, CONS-22.
    """

    id: ConsentId
    person_id: PersonId
    organisation_id: OrganisationId
    categories: frozenset[DataCategory]
    purpose: Purpose
    explicit: bool
    status: ConsentStatus
    valid_from: datetime
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse naive instants, an end before the start, and keys that do not exist."""
        if self.purpose not in _PURPOSES:
            raise Invalid("purpose", "unknown_purpose")
        if self.status not in _STATUSES:
            raise Invalid("status", "unknown_status")
        require_aware("valid_from", self.valid_from)
        if self.withdrawn_at is not None:
            require_aware("withdrawn_at", self.withdrawn_at)
        if self.expires_at is not None:
            require_aware("expires_at", self.expires_at)
            if utc(self.expires_at) < utc(self.valid_from):
                raise Invalid("expires_at", "before_start")
        require_categories("categories", self.categories)

    def ends_at(self, policy: Policy = DEFAULT) -> datetime:
        """Give the instant, in UTC, from which it counts no more, withdrawal left aside.

        Source: domain 4.6: the hard expiry, or `expires_at` where that is earlier.
        """
        latest = expires_by_default(self.valid_from, policy)
        return latest if self.expires_at is None else min(utc(self.expires_at), latest)

    def has_ended(self, at: datetime, policy: Policy = DEFAULT) -> bool:
        """Say whether it counted no more at that instant, withdrawal left aside.

        Raises:
            Invalid: `at` is naive.

        Source: domain 4.6.
        """
        instant = utc(at)
        if self.expires_at is None and (instant - utc(self.valid_from)).days < _NO_MONTH * policy.consent_expiry_months:
            return False
        return instant >= self.ends_at(policy)

    def is_withdrawn(self, at: datetime) -> bool:
        """Say whether it had been withdrawn by then; the instant of withdrawal counts as withdrawn.

        Source: TOP-07, effective at once.
        """
        by_then = self.withdrawn_at is not None and utc(self.withdrawn_at) <= utc(at)
        return by_then or self.status == _WITHDRAWN

    def is_live(self, at: datetime, policy: Policy = DEFAULT) -> bool:
        """Say whether it stood at that instant: active, begun, not ended and not withdrawn.

        Raises:
            Invalid: `at` is naive.

        Source: domain 4.6.
        """
        instant = utc(at)
        if self.status != _ACTIVE or self.is_withdrawn(instant):
            return False
        return utc(self.valid_from) <= instant and not self.has_ended(instant, policy)

    def covers(
        self,
        category: DataCategory,
        organisation_id: OrganisationId,
        purpose: Purpose,
        at: datetime,
        policy: Policy = DEFAULT,
    ) -> bool:
        """Say whether it is a live, explicit yes to this category, organisation and purpose.

        Raises:
            Invalid: `at` is naive.

        Source: TOP-06, CONS-22.
        """
        is_about = self.purpose == purpose and self.organisation_id == organisation_id
        return category in self.categories and is_about and self.explicit and self.is_live(at, policy)


class Agreement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An information sharing agreement with one organisation; both its days are London days, inclusive.

    Raises:
        Invalid: It ends before it starts, or a category or a status does not exist.

    Source: domain 4.9.
    """

    id: AgreementId
    organisation_id: OrganisationId
    categories: frozenset[DataCategory]
    status: AgreementStatus
    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the start and keys that do not exist."""
        if self.status not in _AGREEMENT_STATUSES:
            raise Invalid("status", "unknown_status")
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise Invalid("ends_on", "before_start")
        require_categories("categories", self.categories)

    def is_live(self, on: date) -> bool:
        """Say whether it is live on that London day.

        Source: CONS-50.
        """
        begun = self.starts_on <= on and self.status == _LIVE
        return begun and (self.ends_on is None or on <= self.ends_on)
