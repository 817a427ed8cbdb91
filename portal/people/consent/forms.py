"""The form of a consent: whom it names, what was said, how it was asked."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory, Purpose
from lvws_core.consent.minimum import NEVER_BY_DEFAULT
from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import OrganisationId, Reference, parse_reference
from lvws_core.vocabulary.labelled import Labelled
from portal.people.consent.model import NOTICE_VERSION, Alone, Method, PartnerOrganisation, Said

OFFERED = tuple(category for category in DataCategory if category not in NEVER_BY_DEFAULT)
"""What can be agreed to; what never leaves is not asked for."""


class Reply(Labelled):
    """What the person said."""

    YES = "yes", "Yes, to what is ticked below"
    NO = "no", "No, or no longer"


class ConsentForm(msgspec.Struct, kw_only=True):
    """A consent as it was typed.

    `back` is the reference of the request to return to, or empty; `asked` holds the codes of the
    categories that it asks for, with commas between them.
    """

    organisation: str = ""
    reply: str = ""
    purpose: str = Purpose.SUPPORT_REFERRAL.value
    categories: Many = ""
    method: str = ""
    alone: str = ""
    limits_explained: str = ""
    notice_version: str = NOTICE_VERSION
    until_day: str = ""
    until_month: str = ""
    until_year: str = ""
    back: str = ""
    asked: str = ""

    @property
    def asked_for(self) -> tuple[DataCategory, ...]:
        """The categories that the request asks for; a code that does not exist asks for nothing."""
        codes = set(self.asked.split(","))
        return tuple(category for category in OFFERED if category.value in codes)

    def parse(
        self, organisations: Sequence[PartnerOrganisation], *, today: date, latest: date
    ) -> tuple[Said | None, tuple[FieldError, ...]]:
        """Give what was said, or every fault; `latest` is the last day that the policy allows."""
        faults = Faults()
        organisation = self._organisation(faults, organisations)
        reply = faults.choice("reply", self.reply, Reply, text="Say what the person answered")
        purpose = faults.choice("purpose", self.purpose, Purpose, text="Choose what it is for")
        categories = self._categories(faults, reply)
        method = faults.choice("method", self.method, Method, text="Choose how it was given")
        alone = faults.choice("alone", self.alone, Alone, text="Say whether the person could speak freely")
        notice = faults.text("notice_version", self.notice_version, label="Privacy notice version", longest=40)
        until = self._until(faults, today, latest)
        if reply is Reply.YES and self.limits_explained != "yes":
            text = "Explain the limits of confidentiality first, then tick that you have"
            faults.add("limits_explained", "required", text)
        if faults.found or not (organisation and purpose and method and alone and notice):
            return None, faults.found
        said = Said(
            organisation_id=organisation,
            agreed=reply is Reply.YES,
            purpose=purpose,
            categories=categories,
            method=method,
            alone=alone,
            limits_explained=self.limits_explained == "yes",
            notice_version=notice,
            until=until,
        )
        return said, ()

    def _organisation(self, faults: Faults, known: Sequence[PartnerOrganisation]) -> OrganisationId | None:
        found = next((o.id for o in known if str(o.id) == self.organisation), None)
        if found is None:
            faults.add("organisation", "required", "Choose the organisation that was asked about")
        return found

    def _categories(self, faults: Faults, reply: Reply | None) -> frozenset[DataCategory]:
        text = "Choose what may be shared"
        if reply is not Reply.YES and not many(self.categories):
            return frozenset()
        read = faults.choices("categories", self.categories, DataCategory, text=text) or frozenset()
        if not read <= frozenset(OFFERED):
            faults.add("categories", "never_shared", text)
        return read

    def _until(self, faults: Faults, today: date, latest: date) -> date | None:
        parts = (self.until_day, self.until_month, self.until_year)
        if not any(part.strip(" ") for part in parts):
            return None
        day = faults.day("until", parts, label="Until")
        if day is not None and not today <= day <= latest:
            text = f"Until must be from today to {latest.day} {latest:%B %Y}, twelve months at the most"
            faults.add("until", "out_of_range", text)
        return day


def organisation_asked(text: str) -> str:
    """Give the organisation's id that an address names, in its canonical form, or empty when it names none.

    Raises:
        Invalid: It is not an id.
    """
    try:
        return str(UUID(text)) if text else ""
    except ValueError as error:
        raise Invalid("organisation", "not_an_id") from error


def way_back(text: str) -> Reference | None:
    """Give the reference of the request to return to, None when there is none.

    Raises:
        Invalid: It is not a reference, so nobody is sent to an address of somebody else's making.
    """
    return parse_reference(text) if text else None
