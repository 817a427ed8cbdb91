"""The tables about the person, in the order of a pack."""

from typing import Any, Final

import msgspec

from colocations.contacts.model import Words as ContactWords
from colocations.contacts.tables import ContactRow
from partners.offers.tables import (
    SafetyStopRow,
)
from portal.people.characteristics.tables import CharacteristicsRow
from portal.people.consent.footing.model import Footing
from portal.people.consent.footing.tables import ConsentNotTakenRow
from portal.people.model import Identity
from portal.people.needs.tables import NeedsAssessmentRow
from portal.people.risk.forms import AssessmentForm
from portal.people.risk.stalking.model import FollowedUp
from portal.people.risk.triggers.model import NotedTrigger
from portal.people.tables import (
    ConflictRow,
    ConsentRow,
    ContactAttemptRow,
    ContactPlanRow,
    LikenessRow,
    PersonRow,
    RiskAssessmentRow,
    RiskDraftRow,
    RiskFollowUpRow,
    RiskTriggerRow,
)
from portal.people.team.tables import CaseTeamRow, RestrictionRow
from portal.people.tell.tables import ToTellRow
from portal.people.told.tables import ToldAboutRow
from portal.referrals.model import Composition, Words
from portal.referrals.tables import RequestRow
from portal.reviews.access.tables import AccessReviewRow
from portal.reviews.overrides.model import Written
from portal.reviews.tables import OverrideRow
from portal.rights.register.model import Becomes, KeyOf, Sealed, Source
from portal.rights.register.sources.model import (
    HARM,
    HARMER,
    HELD,
    OTHERS,
    answers_of,
    assessment_of,
    at_place,
    by_id,
    json_of,
    plan_of,
)

_LEFT_OF_A_CONTACT: Final = {
    **dict.fromkeys(("person_id", "sealed_key", "sealed_words", "safe", "disclosed_on", "is_inpatient")),
    **dict.fromkeys(("discharge_on", "call_back_at", "referral")),
    "audience": b"{}",
    "digest": b"",
}
"""What nothing is left of: that somebody worked for so long at a site stays, for counts."""

PERSON: Final = (
    Source(
        row=PersonRow,
        name="Who you are",
        at="created_at",
        by="created_by",
        links=("id",),
        sealed=(at_place("sealed_identity", "person.identity", json_of(Identity)),),
        erased={
            "sealed_key": None,
            "sealed_identity": b"",
            "name_index": b"",
            "birth_index": None,
            "phone_index": None,
            "told_by": b"{}",
            "created_at": Becomes.MONTH,
        },
    ),
    Source(
        row=ContactPlanRow,
        name="How to contact you safely",
        at="created_at",
        by="created_by",
        sealed=(by_id("sealed_plan", "contact_plan.plan", plan_of),),
    ),
    Source(
        row=CharacteristicsRow,
        name="How you describe yourself",
        at="recorded_at",
        by="recorded_by",
        sealed=(by_id("sealed_answers", "characteristics.answers", answers_of),),
    ),
    Source(
        row=ConsentRow,
        name="What you agreed to share",
        at="captured_at",
        by="captured_by",
        shows=(
            "organisation_id",
            "categories",
            "purpose",
            "status",
            "valid_from",
            "expires_at",
            "withdrawn_at",
            "method",
        ),
        sealed=(by_id("sealed_footing", "consent.footing", json_of(Footing)),),
    ),
    Source(
        row=ConsentNotTakenRow,
        name="A yes of yours that we did not take",
        at="asked_at",
        by="asked_by",
        shows=("organisation_id", "purpose", "reasons"),
        sealed=(by_id("sealed_footing", "consent.footing", json_of(dict[str, Any])),),
    ),
    Source(
        row=RiskAssessmentRow,
        name="Risk assessment",
        at="assessed_at",
        by="assessed_by",
        sealed=(by_id("sealed_assessment", "risk_assessment.assessment", assessment_of, (HARMER,)),),
        erased={"sealed_assessment": b"", "assessed_at": Becomes.MONTH, "recorded_at": Becomes.MONTH},
    ),
    Source(
        row=RiskTriggerRow,
        name="Something that changed the risk",
        at="noted_at",
        by="noted_by",
        sealed=(by_id("sealed_trigger", "risk_trigger.trigger", json_of(NotedTrigger)),),
    ),
    Source(
        row=RiskFollowUpRow,
        name="Questions about stalking",
        at="assessed_at",
        by="assessed_by",
        sealed=(by_id("sealed_follow_up", "risk_follow_up.follow_up", json_of(FollowedUp)),),
    ),
    Source(
        row=RiskDraftRow,
        name="A risk assessment that is not finished",
        at="kept_at",
        by="kept_by",
        sealed=(
            Sealed(
                column="sealed_draft",
                place=lambda row: f"risk_draft.draft:{row.kept_by}",
                reads=json_of(AssessmentForm),
                harmers=("harmer", "perpetrator_age"),
            ),
        ),
    ),
    Source(
        row=NeedsAssessmentRow,
        name="What you need",
        at="assessed_at",
        by="assessed_by",
        shows=("occasion",),
        sealed=(by_id("sealed_scores", "needs_assessment.scores", json_of(dict[str, int | None])),),
    ),
    Source(
        row=ToldAboutRow,
        name="What you were told",
        at="recorded_at",
        by="recorded_by",
        shows=("topic", "answer", "told_on"),
    ),
    Source(
        row=ToTellRow,
        name="News of a referral, to be told to you",
        at="raised_at",
        by="told_by",
        shows=("organisation_id", "news", "closed_at"),
    ),
    Source(
        row=ContactAttemptRow,
        name="A try to reach you",
        at="tried_at",
        by="recorded_by",
        shows=("channel", "outcome", "minutes"),
    ),
    Source(
        row=ContactRow,
        name="Talking with you at a site",
        at="at",
        by="author_id",
        key=KeyOf.OWN,
        sealed=(at_place("sealed_words", "contact.words", json_of(ContactWords)),),
        shows=("kind", "manner", "minutes", "purpose", "outcome", "safe", "department", "disclosed_on", "discharge_on"),
        erased=_LEFT_OF_A_CONTACT,
    ),
    Source(row=CaseTeamRow, name="Somebody joined your case team", at="joined_at", by="user_id", shows=("reason",)),
    Source(
        row=RestrictionRow,
        name="Your record was restricted to the case team",
        at="restricted_at",
        by="restricted_by",
        shows=("reason", "lifted_at"),
    ),
    Source(
        row=ConflictRow,
        name="Somebody was registered as kept away",
        at="registered_at",
        by="registered_by",
        links=("person_id", "other_person_id"),
        shows=("ended_at",),
        **HELD,
    ),
    Source(
        row=LikenessRow,
        name="Somebody with similar details was told apart",
        at="decided_at",
        by="decided_by",
        links=("first_id", "second_id"),
        **HELD,
    ),
    Source(
        row=SafetyStopRow,
        name="Contact was stopped",
        at="reported_at",
        by="reported_by",
        key=KeyOf.OWN,
        shows=("cause", "lifted_at"),
        sealed=(at_place("sealed_words", "safety_stop.words"), at_place("sealed_reason", "safety_stop.reason")),
        **OTHERS,
    ),
    Source(
        row=RequestRow,
        name="A referral that was written",
        at="created_at",
        by="created_by",
        shows=("status", "reason"),
        coded={"need": msgspec.json.Decoder(Composition).decode},
        sealed=(by_id("sealed_words", "request.words", json_of(Words)),),
        erased={
            "sealed_words": b"",
            "created_at": Becomes.MONTH,
            "changed_at": Becomes.MONTH,
            "held_at": Becomes.MONTH,
            "ended_at": Becomes.MONTH,
            "erased_on": Becomes.TODAY,
        },
    ),
    Source(
        row=OverrideRow,
        name="Something was shared, or asked for, without your consent",
        at="asked_at",
        by="asked_by",
        key=KeyOf.OWN,
        shows=("kind", "status", "organisation_id", "grounds", "categories", "told", "decision"),
        sealed=(
            at_place("sealed_words", "override.words", json_of(Written)),
            at_place("sealed_decision", "override.decision"),
        ),
        **HARM,
    ),
    Source(
        row=AccessReviewRow,
        name="Somebody opened your record without being on your team",
        at="at",
        by="staff_id",
        key=KeyOf.OWN,
        shows=("kind", "until", "state", "reviewed_at"),
        sealed=(
            at_place("sealed_reason", "access_review.reason"),
            at_place("sealed_note", "access_review.note"),
        ),
        erased={"sealed_key": None, "sealed_reason": None, "sealed_note": None},
        **HARM,
    ),
)
"""Their sources."""
