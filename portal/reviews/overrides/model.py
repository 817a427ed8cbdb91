"""An override of a guard: what it sets aside, on which grounds, and how far it has come."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.basis import Basis, Schedule1, SharingPath, basis_without_consent
from lvws_core.consent.sharing import Ground, Override
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId, ServiceId, UserId
from lvws_core.vocabulary import Labelled

AT_ONCE = frozenset({Ground.COURT_ORDER, Ground.DANGER_TO_LIFE})
"""The grounds that wait for nobody; a danger to life is looked at afterwards (CONS-04)."""

NEEDS_SECOND = frozenset(Ground) - {Ground.COURT_ORDER}
"""The grounds at which a second person looks, before or after."""


class OverrideKind(Labelled):
    """Which guard was set aside. Source: lifecycle 6."""

    ELIGIBILITY = "eligibility", "The service’s rules do not fit"
    CONFLICT = "conflict", "The conflict check found something"
    DUPLICATE = "duplicate", "Somebody who may be the same person is referred already"
    SHARING = "sharing", "Shared without consent"
    WAITING_LIST = "waiting_list", "High risk on a waiting list"


class OverrideStatus(Labelled):
    """How far an override has come."""

    WAITING = "waiting", "Waits for a second person"
    IN_FORCE = "in_force", "In force"
    REFUSED = "refused", "Refused by the second person"


class ToldPerson(Labelled):
    """Whether the person was told. Source: CONS-03, MAR-22."""

    TOLD = "told", "Yes, the person knows"
    WILL_BE = "will_be", "Not yet: as soon as it is safe"
    NOT_SAFE = "not_safe", "No: telling would be unsafe or would defeat the purpose"


class Views(Labelled):
    """What the person says to it. Source: domain 4.4, steps 4 and 5; CONS-07."""

    AGREES = "agrees", "They agree"
    REFUSES = "refuses", "They do not want it"
    NOT_SAFE = "not_safe", "Not asked: asking would be unsafe or would defeat the purpose"
    NOT_ABLE = "not_able", "Not asked: they could not be reached or cannot answer now"


class Outweighs(Labelled):
    """What outweighs the refusal of somebody who can decide. Source: CONS-07."""

    SERIOUS_HARM = "serious_harm", "Serious harm to them"
    RISK_TO_OTHERS = "risk_to_others", "A risk to others"
    COERCION = "coercion", "They are coerced"
    SERIOUS_CRIME = "serious_crime", "A serious crime"


SEEKS_VIEWS = frozenset({Ground.ADULT_AT_RISK, Ground.MARAC_CRITERION, Ground.LACKS_CAPACITY})
"""The grounds on which the person is asked although the answer does not decide alone (domain 4.4)."""

RESPECTS_REFUSAL = frozenset({Ground.ADULT_AT_RISK, Ground.MARAC_CRITERION})
"""The grounds on which a refusal is normally respected (CONS-07)."""


class ReviewDecision(Labelled):
    """What information governance says of an override."""

    JUSTIFIED = "justified", "Justified"
    LESSON = "lesson", "Justified, with a lesson for next time"
    NOT_JUSTIFIED = "not_justified", "Not justified: it has to be put right"


GROUND_WORDS = {
    Ground.COURT_ORDER: "A court order or a statutory duty requires it",
    Ground.DANGER_TO_LIFE: "There is an immediate danger to life",
    Ground.CHILD_AT_RISK: "A child is suffering, or likely to suffer, harm",
    Ground.ADULT_AT_RISK: "An adult with care and support needs is at risk",
    Ground.MARAC_CRITERION: "A MARAC criterion is met",
    Ground.LACKS_CAPACITY: "The person lacks capacity for this decision",
}
"""Each ground as a claim. Source: domain 4.4."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was written and is sealed: why it is necessary, why the person was not told, what else was considered.

    `best_interests` says who decided for somebody who lacks capacity, on what (CONS-40).
    """

    why: str
    told_why: str = ""
    options: str = ""
    best_interests: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks to set aside, for one request and one service."""

    kind: OverrideKind
    request_id: RequestId
    person_id: PersonId
    place: Reference
    organisation_id: OrganisationId
    service_id: ServiceId
    grounds: frozenset[Ground] = frozenset()
    categories: frozenset[DataCategory] = frozenset()
    told: ToldPerson | None = None
    picked: Schedule1 | None = None
    views: Views | None = None
    outweighs: frozenset[Outweighs] = frozenset()

    @property
    def status_at_first(self) -> OverrideStatus:
        """Where it stands once it was asked for: sharing waits, unless a court ordered it (CONS-04)."""
        waits = self.kind is OverrideKind.SHARING and Ground.COURT_ORDER not in self.grounds
        return OverrideStatus.WAITING if waits else OverrideStatus.IN_FORCE


class KeptOverride(msgspec.Struct, frozen=True, kw_only=True):
    """An override as it is kept; instants are aware UTC, nothing that was written is in it.

    `offer_id` is given once something was sent under it.
    """

    id: UUID
    reference: Reference
    owner_id: OrganisationId
    asked: Asked
    status: OverrideStatus
    asked_at: datetime
    asked_by: UserId
    offer_id: UUID | None = None
    seconded_at: datetime | None = None
    seconded_by: UserId | None = None
    reviewed_at: datetime | None = None
    reviewed_by: UserId | None = None
    decision: ReviewDecision | None = None
    version: int = 1

    @property
    def path(self) -> SharingPath | None:
        """The sharing path of the weightiest ground, None where it is not about sharing."""
        return next((SharingPath(ground) for ground in Ground if ground in self.asked.grounds), None)

    @property
    def basis(self) -> Basis | None:
        """The basis on which it shares, None where it is not about sharing (TOP-08)."""
        path, cannot = self.path, Ground.LACKS_CAPACITY in self.asked.grounds
        if path is None:
            return None
        return basis_without_consent(path, self.asked_at, cannot_consent=cannot, picked=self.asked.picked)

    @property
    def as_core(self) -> Override:
        """The override as the sharing decision reads it; the words stay sealed, so their place stands for them."""
        is_in_force = self.status is OverrideStatus.IN_FORCE
        second = self.seconded_by if is_in_force else None
        return Override(
            reason=f"Override {self.reference}",
            authoriser_id=self.asked_by,
            second_person_id=second,
            picked=self.asked.picked,
        )

    def covers(self, organisation_id: OrganisationId, categories: frozenset[DataCategory]) -> bool:
        """Say whether it was asked for this organisation and at least these categories, and not refused."""
        is_about = self.asked.kind is OverrideKind.SHARING and self.asked.organisation_id == organisation_id
        return is_about and categories <= self.asked.categories and self.status is not OverrideStatus.REFUSED


def for_sharing(
    kept: Iterable[KeptOverride], organisation_id: OrganisationId, categories: frozenset[DataCategory]
) -> KeptOverride | None:
    """Give the override that sharing these categories with an organisation may rest on, one in force first."""
    found = [each for each in kept if each.covers(organisation_id, categories)]
    return min(found, key=lambda each: each.status is not OverrideStatus.IN_FORCE, default=None)


def words_for(kept: Iterable[KeptOverride], kind: OverrideKind, service_id: ServiceId) -> str:
    """Give what a guard is told of an override for a service: its reference, "" where there is none in force."""
    found = (
        f"Override {each.reference}"
        for each in kept
        if each.asked.kind is kind and each.asked.service_id == service_id and each.status is OverrideStatus.IN_FORCE
    )
    return next(found, "")
