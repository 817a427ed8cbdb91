"""The question and the answer of sharing: what somebody wants to share, on what grounds, and what was decided."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from lvws_core.consent.basis import Basis, Schedule1, SharingPath
from lvws_core.consent.categories import DataCategory, Purpose
from lvws_core.consent.minimum import RecipientKind
from lvws_core.consent.records import require_categories
from lvws_core.errors import Invalid
from lvws_core.given import require_aware, require_keys
from lvws_core.ids import AgreementId, ConsentId, OrganisationId, PersonId, UserId
from lvws_core.reasons import Reason


class Ground(StrEnum):
    """A fact that may justify sharing without consent; each is the path of the same key.

    Source: domain 4.4, steps 1 to 6.
    """

    COURT_ORDER = "court_order"
    DANGER_TO_LIFE = "danger_to_life"
    CHILD_AT_RISK = "child_at_risk"
    ADULT_AT_RISK = "adult_at_risk"
    MARAC_CRITERION = "marac_criterion"
    LACKS_CAPACITY = "lacks_capacity"


_GROUNDS, _PURPOSES, _RECIPIENTS = frozenset(Ground), frozenset(Purpose), frozenset({None, *RecipientKind})


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody shares without consent, who answers for it, and who has looked at it besides.

    It may be incomplete: the decision then says what is missing. `picked` is the paragraph of
    Schedule 1 that the authoriser chose; without it the usual one of the path stands (CONS-01).

    Source: CONS-03, CONS-04.
    """

    reason: str
    authoriser_id: UserId
    second_person_id: UserId | None = None
    picked: Schedule1 | None = None

    @property
    def has_reason(self) -> bool:
        """Whether the reason holds at least a letter or a digit."""
        return any(character.isalnum() for character in self.reason)

    @property
    def has_second_person(self) -> bool:
        """Whether somebody other than the authoriser has looked at it; an id as text and as UUID is one person."""
        return self.names_second_person and str(self.second_person_id) != str(self.authoriser_id)

    @property
    def names_second_person(self) -> bool:
        """Whether a second person is named at all, be it the authoriser; blank text names nobody."""
        return self.second_person_id is not None and bool(str(self.second_person_id).strip())

    @property
    def is_complete(self) -> bool:
        """Whether it has both, as every ground but a court order and a danger to life needs first."""
        return self.has_reason and self.has_second_person


class ShareRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What somebody wants to share about one person with one organisation, at an aware instant.

    Raises:
        Invalid: `at` is naive, or a category, purpose, ground or kind of recipient does not exist.
    """

    person_id: PersonId
    organisation_id: OrganisationId
    purpose: Purpose
    categories: frozenset[DataCategory]
    at: datetime
    grounds: frozenset[Ground] = frozenset()
    recipient: RecipientKind | None = None

    def __post_init__(self) -> None:
        """Refuse a naive instant and keys that do not exist."""
        require_aware("at", self.at)
        require_categories("categories", self.categories)
        require_keys("grounds", self.grounds, _GROUNDS, "unknown_ground")
        if self.purpose not in _PURPOSES:
            raise Invalid("purpose", "unknown_purpose")
        if self.recipient not in _RECIPIENTS:
            raise Invalid("recipient", "unknown_recipient")


class SharingDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What may leave and why, or why nothing may.

    `categories` and the keys of `withheld` together are what was asked for, and never meet. `parts`
    says which part of a category may leave where that is not all of it. `consent_ids` and
    `agreement_ids` are all that it rests on, the widest first; the two single ids are those widest.

    Source: domain 4.4, CONS-03, CONS-10.
    """

    allowed: bool
    path: SharingPath
    categories: frozenset[DataCategory] = frozenset()
    withheld: Mapping[DataCategory, Reason] = {}
    basis: Basis | None = None
    needs_second_person: bool = False
    consent_id: ConsentId | None = None
    agreement_id: AgreementId | None = None
    reasons: tuple[Reason, ...] = ()
    person_id: PersonId | None = None
    organisation_id: OrganisationId | None = None
    parts: Mapping[DataCategory, str] = {}
    consent_ids: tuple[ConsentId, ...] = ()
    agreement_ids: tuple[AgreementId, ...] = ()
