"""The form of a consent: whom it names, what was said, how it was asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory, Purpose, against_asking
from lvws_core.consent.capacity import GivenBy
from lvws_core.consent.minimum import NEVER_BY_DEFAULT
from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import OrganisationId, Reference, parse_reference
from lvws_core.vocabulary.labelled import Labelled
from portal.people.consent.footing.forms import FootingForm, read_footing
from portal.people.consent.footing.model import Capacity
from portal.people.consent.model import NOTICE_VERSION, Alone, Method, PartnerOrganisation, Said

OFFERED = tuple(category for category in DataCategory if category not in NEVER_BY_DEFAULT)
"""What can be agreed to; what never leaves is not asked for."""


Declined = Mapping[tuple[OrganisationId, Purpose], date]
"""From which London day on somebody who said no may be asked again, by organisation and purpose."""


NOBODY_DECLINED: Declined = {}


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
    review_day: str = ""
    review_month: str = ""
    review_year: str = ""
    pressure: Many = ""
    given_by: str = GivenBy.PERSON.value
    age_band: str = ""
    capacity: str = Capacity.PRESUMED.value
    gillick: str = ""
    reasoning: str = ""
    raised: str = ""
    back: str = ""
    asked: str = ""

    @property
    def asked_for(self) -> tuple[DataCategory, ...]:
        """The categories that the request asks for; a code that does not exist asks for nothing."""
        codes = set(self.asked.split(","))
        return tuple(category for category in OFFERED if category.value in codes)

    @property
    def footing(self) -> FootingForm:
        """The part about the footing."""
        return FootingForm(
            pressure=self.pressure,
            given_by=self.given_by,
            age_band=self.age_band,
            capacity=self.capacity,
            gillick=self.gillick,
            reasoning=self.reasoning,
        )

    def parse(
        self,
        organisations: Sequence[PartnerOrganisation],
        *,
        today: date,
        latest: date,
        age: int | None,
        declined: Declined = NOBODY_DECLINED,
    ) -> tuple[Said | None, tuple[FieldError, ...]]:
        """Give what was said, or every fault; `latest` is the last day that the policy allows, `age` in whole years.

        `declined` says from which day on somebody who said no may be asked again.
        """
        faults = Faults()
        organisation = self._organisation(faults, organisations)
        reply = faults.choice("reply", self.reply, Reply, text="Say what the person answered")
        purpose = faults.choice("purpose", self.purpose, Purpose, text="Choose what it is for")
        categories = self._categories(faults, reply)
        method = faults.choice("method", self.method, Method, text="Choose how it was given")
        alone = faults.choice("alone", self.alone, Alone, text="Say whether the person could speak freely")
        notice = faults.text("notice_version", self.notice_version, label="Privacy notice version", longest=40)
        until = self._day(faults, "until", "Until", today, latest)
        review = self._day(faults, "review", "Ask again by", today, latest)
        footing = read_footing(faults, self.footing, age=age, is_yes=reply is Reply.YES)
        if reply is Reply.YES and organisation and purpose:
            self._refuse_pestering(faults, declined.get((organisation, purpose)), today)
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
            review_on=review,
            raised=self.raised == "yes",
            footing=footing,
        )
        return said, ()

    def _refuse_pestering(self, faults: Faults, not_before: date | None, today: date) -> None:
        for reason in against_asking(not_before, today, raised=self.raised == "yes"):
            faults.add("raised", reason.code, f"{reason.text} If the person raised it themselves, tick that they did")

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

    def _day(self, faults: Faults, field: str, label: str, today: date, latest: date) -> date | None:
        typed = (getattr(self, f"{field}_{part}") for part in ("day", "month", "year"))
        day, month, year = typed
        if not any(part.strip(" ") for part in (day, month, year)):
            return None
        read = faults.day(field, (day, month, year), label=label)
        if read is not None and not today <= read <= latest:
            text = f"{label} must be from today to {latest.day} {latest:%B %Y}, twelve months at the most"
            faults.add(field, "out_of_range", text)
        return read


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
