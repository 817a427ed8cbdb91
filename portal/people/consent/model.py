"""Consents as they were given: the core's consent, and how, where and by whom it was taken."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from lvws_core.consent import (
    Consent,
    ConsentStatus,
    DataCategory,
    Purpose,
    ask_again_by_default,
    expires_by_default,
    review_by_default,
    supersede,
    withdraw,
)
from lvws_core.consent.capacity import ConsentAbility
from lvws_core.errors import Invalid
from lvws_core.given import require_aware
from lvws_core.ids import ConsentId, OrganisationId, PersonId, UserId
from lvws_core.policy import Policy
from lvws_core.referrals import Direction
from lvws_core.times import LONDON, london_day, utc
from lvws_core.vocabulary.labelled import Labelled
from portal.people.consent.footing.model import Footing

NOTICE_VERSION = "2026-11"
"""The privacy notice that is handed out now."""


class Method(Labelled):
    """How a consent was given. Source: domain 4.6."""

    VERBAL = "verbal", "In words, spoken"
    WRITTEN = "written", "In writing"
    E_SIGN = "e_sign", "Signed on a screen"
    INTERPRETER = "interpreter_assisted", "Through a professional interpreter"


class Alone(Labelled):
    """Whether the person could speak freely (CONS-44); next of kin and perpetrators never consent for them."""

    YES = "yes", "Yes, alone and not overheard"
    PROFESSIONAL = "professional", "Only with a professional they chose, such as an interpreter"
    NO = "no", "No, somebody else was there"
    UNKNOWN = "unknown", "Not known"


class RecordedConsent(msgspec.Struct, frozen=True, kw_only=True):
    """A consent and how it was taken; `captured_at` is aware UTC, `version` rises from 1 with each change.

    `review_on` is the London day by which a yes is asked about again, `ask_again_on` the first on which
    somebody who said no may be.

    Raises:
        Invalid: The instant is naive.

    Source: domain 4.6.
    """

    consent: Consent
    captured_at: datetime
    captured_by: UserId
    method: Method
    alone: Alone
    limits_explained: bool
    notice_version: str = NOTICE_VERSION
    version: int = 1
    review_on: date | None = None
    ask_again_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a naive instant."""
        require_aware("captured_at", self.captured_at)

    @property
    def is_history(self) -> bool:
        """Whether a newer answer took its place."""
        return self.consent.status is ConsentStatus.SUPERSEDED

    def review_day(self, policy: Policy) -> date:
        """Give the London day by which the person is asked whether a yes still stands (domain 4.6)."""
        return self.review_on or london_day(review_by_default(self.consent.valid_from, policy))


def in_force(recorded: Iterable[RecordedConsent]) -> list[RecordedConsent]:
    """Keep the newest of each organisation and purpose; what was superseded is history."""
    newest: dict[tuple[OrganisationId, Purpose], RecordedConsent] = {}
    for each in recorded:
        consent = each.consent
        if not each.is_history:
            newest.setdefault((consent.organisation_id, consent.purpose), each)
    return list(newest.values())


class PartnerOrganisation(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that a person can agree to share with."""

    id: OrganisationId
    name: str


def referred_to(organisations: Sequence[PartnerOrganisation], direction: Direction) -> str:
    """Name whom a person is referred to: onward any partner, inward the lead by its name."""
    names = " or ".join(o.name for o in organisations) if direction == Direction.INWARD else ""
    return names or ("a partner" if direction == Direction.ONWARD else "the lead")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said when asked about one organisation: yes to some categories, or no.

    `until` is the last London day on which a yes counts, None for the longest that the policy allows;
    `review_on` the day by which it is asked about again, None for the policy's. `raised` says that the
    person came back to it themselves.

    Raises:
        Invalid: A yes to nothing.
    """

    organisation_id: OrganisationId
    agreed: bool
    purpose: Purpose = Purpose.SUPPORT_REFERRAL
    categories: frozenset[DataCategory] = frozenset()
    method: Method
    alone: Alone
    limits_explained: bool
    notice_version: str = NOTICE_VERSION
    until: date | None = None
    review_on: date | None = None
    raised: bool = False
    footing: Footing = Footing()

    def __post_init__(self) -> None:
        """Refuse a yes to nothing."""
        if self.agreed and not self.categories:
            raise Invalid("categories", "required")

    @property
    def ability(self) -> ConsentAbility:
        """Whether a yes counts as the person's own, with the reasons of the core (CONS-40 to CONS-45)."""
        return self.footing.ability(informed=self.limits_explained)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded when a person was asked; `withdrew` says that a live yes became a no by it.

    A yes that was not `taken` did not count as the person's own: nothing changed by it.
    `earlier` are the yeses that the new one took the place of; they had not run out.
    """

    consent: Consent
    withdrew: bool = False
    taken: bool = True
    earlier: tuple[Consent, ...] = ()

    @property
    def drops(self) -> bool:
        """Say whether the new yes leaves out what an earlier one covered: that closes in what was sent (TOP-07)."""
        return any(not each.categories <= self.consent.categories for each in self.earlier)

    def changes_end(self, policy: Policy) -> bool:
        """Say whether the new yes ends on another moment than the one before."""
        ends = self.consent.ends_at(policy)
        return any(each.ends_at(policy) != ends for each in self.earlier)

    @property
    def closes_offers(self) -> bool:
        """Say whether what was sent to the organisation is closed to it from now on (TOP-07)."""
        return self.withdrew and self.consent.purpose is Purpose.SUPPORT_REFERRAL


def consent_from(said: Said, *, consent_id: ConsentId, person_id: PersonId, at: datetime, policy: Policy) -> Consent:
    """Give the consent that was said at this instant; a yes ends with its day or when the policy ends it.

    It is explicit because each category was put to the person by name (TOP-06).

    Raises:
        Invalid: It would end before it begins.

    Source: domain 4.6, CONS-21.
    """
    latest = expires_by_default(at, policy)
    return Consent(
        id=consent_id,
        person_id=person_id,
        organisation_id=said.organisation_id,
        categories=said.categories,
        purpose=said.purpose,
        explicit=said.agreed,
        status=ConsentStatus.ACTIVE if said.agreed else ConsentStatus.DECLINED,
        valid_from=at,
        expires_at=min(latest, _end_of(said.until)) if said.until else latest,
    )


def set_aside(earlier: Consent, said: Said, at: datetime, policy: Policy) -> Consent:
    """Give what an earlier yes for the same organisation and purpose becomes when the person is asked again.

    A new yes supersedes it, a no withdraws it, and one that had run out is marked as expired.

    Source: domain 4.6; TOP-07.
    """
    if not earlier.is_live(at, policy):
        return replace(earlier, status=ConsentStatus.EXPIRED)
    return supersede(earlier, at, policy) if said.agreed else withdraw(earlier, at)


def review_day(said: Said, consent: Consent, policy: Policy) -> date | None:
    """Give the London day by which a yes is asked about again, never after it ends; None for a no.

    Source: domain 4.6.
    """
    if not said.agreed:
        return None
    ends = london_day(consent.ends_at(policy) - timedelta(microseconds=1))
    return min(said.review_on or london_day(review_by_default(consent.valid_from, policy)), ends)


def ask_again_day(said: Said, at: datetime, policy: Policy) -> date | None:
    """Give the first London day on which somebody who said no may be asked again; None for a yes.

    A no under pressure, or in another's words, is no answer of the person: they may be asked as soon as
    they can speak freely.

    Source: CONS-21, CONS-44, CONS-45.
    """
    if said.agreed or not said.footing.is_persons_own:
        return None
    return ask_again_by_default(at, policy)


def _end_of(day: date) -> datetime:
    return utc(datetime.combine(day + timedelta(days=1), time(), ZoneInfo(LONDON)))
