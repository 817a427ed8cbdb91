"""The tables of cases, of what was shared, and of MARAC referrals."""

from typing import Any, Final

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt
from lvws_core.files import FileKind
from lvws_core.ids import Reference
from partners.offers.asked_again.tables import AskedAgainRow
from partners.offers.attachments.model import file_name
from partners.offers.tables import (
    AttachmentRow,
    MessageRow,
    OfferEventRow,
    OfferRow,
    SharedUpdateRow,
)
from portal.intake.model import Particulars
from portal.intake.tables import CaseAllocationRow, CaseReturnRow, CaseRow
from portal.people.marac.content.model import Content
from portal.people.marac.meetings.model import Words as ActionWords
from portal.people.marac.meetings.tables import MaracActionRow
from portal.people.marac.tables import MaracReferralRow, MaracStepRow
from portal.reviews.misdirected.model import Decided
from portal.reviews.tables import ReviewRow
from portal.rights.register.model import Becomes, KeyOf, Source, Whose
from portal.rights.register.sources.model import KEPT, MARAC, OTHERS, at_place, by_id, json_of, snapshot_of

_OFFER: Final[Any] = {"whose": Whose.OFFER, "links": ("offer_id",), "key": KeyOf.OFFER}
_HARMERS = (DataCategory.PERPETRATOR_IDENTITY.label,)
CASE: Final = (
    Source(
        row=CaseRow,
        name="How you came to us",
        at="created_at",
        by="taken_by",
        whose=Whose.CASE,
        links=("id",),
        shows=(
            *("source", "agency", "force", "crime_category", "da_level", "epr", "borough_gss", "age", "needs", "risk"),
            *("received_on", "reported_on", "taken_up", "taken_up_on", "support_type", "closed_on", "closure_reason"),
            *("trial_on", "outcomes"),
        ),
        sealed=(by_id("sealed_particulars", "case.particulars", json_of(Particulars)),),
        erased={
            "sealed_particulars": None,
            "reference_index": None,
            "age": Becomes.BAND,
            **dict.fromkeys(("received_on", "reported_on", "trial_on", "taken_up_on", "closed_on"), Becomes.MONTH),
            **dict.fromkeys(("created_at", "allocated_at", "returned_at"), Becomes.MONTH),
            "erased_on": Becomes.TODAY,
        },
    ),
    Source(
        row=CaseAllocationRow,
        name="Your case was given to somebody",
        at="at",
        by="to_worker",
        whose=Whose.CASE,
        links=("case_id",),
        shows=("reason",),
        sealed=(by_id("sealed_note", "case_allocation.note"),),
        erased={"sealed_note": None, "at": Becomes.MONTH},
    ),
    Source(
        row=CaseReturnRow,
        name="Something was missing when you were taken in",
        at="returned_at",
        by="returned_by",
        whose=Whose.CASE,
        links=("case_id",),
        shows=("gaps", "mended_at"),
        erased=KEPT,
    ),
)
"""Cases."""

SHARED: Final = (
    Source(
        row=OfferRow,
        name="What a partner was given about you",
        at="changed_at",
        whose=Whose.OFFER,
        links=("id",),
        key=KeyOf.OFFER,
        shows=("organisation_id", "status", "needs"),
        coded={"receipt": msgspec.json.Decoder(Receipt).decode},
        sealed=(
            at_place("sealed_snapshot", "offer.snapshot", snapshot_of, _HARMERS),
            at_place("sealed_update", "offer.update", snapshot_of, _HARMERS),
        ),
        erased={
            **dict.fromkeys(("sealed_key", "sealed_snapshot", "sealed_update", "receipt", "return_key")),
            **dict.fromkeys(("name_index", "phone_index", "other_phone_index", "waiting_key", "nudge_at")),
            **dict.fromkeys(("partner_organisation_id", "contact_stopped_at", "due_at", "due_kind")),
            "awaiting": "",
        },
    ),
    Source(
        row=SharedUpdateRow,
        name="What a partner was told since",
        at="at",
        by="confirmed_by",
        **_OFFER,
        shows=("categories",),
        sealed=(by_id("sealed_fields", "shared_update.fields", snapshot_of, _HARMERS),),
    ),
    Source(
        row=OfferEventRow,
        name="What happened to a referral",
        at="at",
        by="actor_id",
        **_OFFER,
        shows=("kind", "old", "new"),
        sealed=(by_id("sealed_confirmer", "offer_event.confirmer"),),
        erased={"sealed_confirmer": None, "message_id": None},
    ),
    Source(
        row=MessageRow,
        name="Words between us and a partner",
        at="at",
        by="author_id",
        **_OFFER,
        shows=("author_side",),
        sealed=(by_id("sealed_text", "message.text"),),
        masks=True,
    ),
    Source(
        row=AttachmentRow,
        name="A file between us and a partner",
        at="at",
        by="author_id",
        **_OFFER,
        shows=("kind", "size"),
        named=lambda row, reference: file_name(Reference(reference), row.number, FileKind(row.kind)),
        **OTHERS,
    ),
    Source(
        row=AskedAgainRow,
        name="A partner asked you once more",
        at="at",
        by="actor_id",
        **_OFFER,
        shows=("category", "reason"),
        erased=KEPT,
    ),
    Source(
        row=ReviewRow,
        name="Something about you went to the wrong recipient",
        at="known_at",
        by="reported_by",
        whose=Whose.OFFER,
        links=("offer_id",),
        key=KeyOf.OWN,
        shows=("organisation_id", "categories", "regulator", "person_told"),
        sealed=(at_place("sealed_words", "review.words", json_of(Decided)),),
        erased={"sealed_key": None, "sealed_words": None},
    ),
)
"""Offers, and what hangs on them."""

CONFERENCE: Final = (
    Source(
        row=MaracReferralRow,
        name="MARAC referral",
        at="created_at",
        by="author_id",
        shows=("panel", "status", "heard_on"),
        sealed=(by_id("sealed_content", "marac_referral.content", json_of(Content)),),
        **MARAC,
    ),
    Source(
        row=MaracStepRow,
        name="A step of a MARAC referral",
        at="at",
        by="by",
        whose=Whose.REFERRAL,
        links=("referral_id",),
        shows=("move",),
        sealed=(by_id("sealed_note", "marac_step.note"),),
        **MARAC,
    ),
    Source(
        row=MaracActionRow,
        name="An action of a MARAC meeting",
        at="due_on",
        by="settled_by",
        shows=("status", "settled_on"),
        sealed=(by_id("sealed_action", "marac_action.action", json_of(ActionWords)),),
        **MARAC,
    ),
)
"""MARAC: the compartment."""
