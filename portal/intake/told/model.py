"""What another agency told: its shared lines read back into our own record, nothing retyped."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from lvws_core.consent.contact import Channel, in_plain_words
from lvws_core.ids import CaseId, Reference, UserId
from lvws_core.referrals import Offer
from lvws_core.risk.level import domestic_abuse_level
from lvws_core.times import london_day
from lvws_core.vocabulary import Borough, CrimeCategory, Labelled, Language, NeedCategory, ReferralSource
from partners.offers.snapshot.model import SharedLines, Snapshot, contact_in
from partners.offers.snapshot.model import Told as Label
from portal.intake.model import Case
from portal.intake.terms.model import priority_of
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity

NOT_TOLD = "Name not told"
"""What stands for a name that was not shared; it matches nobody."""

Choice = TypeVar("Choice", bound=Labelled)

_CALLS = (Channel.MOBILE_CALL, Channel.SMS, Channel.WHATSAPP, Channel.LANDLINE)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What was told about the case itself; None is what was not told."""

    age: int | None = None
    borough: Borough = Borough.UNKNOWN
    crime: CrimeCategory | None = None
    domestic_abuse: bool | None = None


def lines_in(snapshot: Snapshot) -> Mapping[str, str]:
    """Give every shared line of words by its label."""
    parts = (part for part in snapshot.values() if isinstance(part, SharedLines))
    return {line.label: line.text for part in parts for line in part.lines}


def identity_told(snapshot: Snapshot) -> Identity:
    """Give who somebody is as far as it was shared; what was not stays unknown.

    The day of birth is never shared, only the age, and that belongs to the case.
    """
    told, contact = lines_in(snapshot), contact_in(snapshot)
    ways = {way.channel: way.text for way in contact.ways} if contact is not None else {}
    return Identity(
        name=told.get(Label.NAME, NOT_TOLD),
        pronouns=told.get(Label.PRONOUNS, ""),
        phone=next((ways[channel] for channel in _CALLS if channel in ways), ""),
        address=told.get(Label.ADDRESS, ""),
        borough=_labelled(Borough, told.get(Label.BOROUGH)) or Borough.UNKNOWN,
        language=_labelled(Language, told.get(Label.LANGUAGE)),
        interpreter=told.get(Label.INTERPRETER) == "needed",
        access_needs=told.get(Label.ACCESS_NEEDS, ""),
    )


def fields_told(identity: Identity) -> tuple[str, ...]:
    """Give the names of the fields that were told, in their order."""
    unknown = Identity(name=NOT_TOLD)
    names = Identity.__struct_fields__
    return tuple(name for name in names if getattr(identity, name) != getattr(unknown, name))


def contact_told(snapshot: Snapshot) -> SafeContact | None:
    """Give the safe-contact plan with the ways that were shared, None where none was.

    What was said besides the plan, of devices, of people and in the note, is kept as a note.
    """
    contact = contact_in(snapshot)
    if contact is None:
        return None
    ways = {way.channel: way.text for way in contact.ways if way.channel is not None}
    of_the_plan = frozenset(in_plain_words(contact.plan))
    note = " ".join(each for each in contact.sentences if each not in of_the_plan)
    return SafeContact(plan=contact.plan, ways=ways, code_word=contact.code_word, note=note)


def facts_told(snapshot: Snapshot) -> Facts:
    """Give what was told about the case itself."""
    told = lines_in(snapshot)
    age, abuse = told.get(Label.AGE, ""), told.get(Label.DOMESTIC_ABUSE)
    return Facts(
        age=int(age) if age.isascii() and age.isdigit() else None,
        borough=_labelled(Borough, told.get(Label.BOROUGH)) or Borough.UNKNOWN,
        crime=_labelled(CrimeCategory, told.get(Label.CRIME)),
        domestic_abuse=None if abuse is None else abuse == "Yes",
    )


def case_from(
    offer: Offer,
    facts: Facts,
    *,
    case_id: CaseId,
    reference: Reference,
    needs: frozenset[NeedCategory],
    by: UserId,
    at: datetime,
    policy_version: str,
) -> Case:
    """Give the case that begins when the lead accepts what a partner sent in.

    Source: domain 8.3, other agencies; RISK-14; CODE-40.
    """
    abuse = facts.domestic_abuse is True
    level = domestic_abuse_level(offer.risk) if abuse else None
    return Case(
        id=case_id,
        reference=reference,
        organisation_id=offer.organisation_id,
        source=ReferralSource.OTHER_AGENCY,
        source_organisation_id=offer.lead_organisation_id,
        offer_id=offer.id,
        received_on=london_day(offer.sent_at or at),
        created_at=at,
        taken_by=by,
        policy_version=policy_version,
        needs=needs,
        crime_category=facts.crime,
        da_level=level,
        source_da_level=level,
        epr=priority_of(facts.crime, facts.age, abuse=abuse).is_epr,
        borough=facts.borough,
        age=facts.age,
        risk=offer.risk,
    )


def _labelled(choices: type[Choice], label: str | None) -> Choice | None:
    return next((choice for choice in choices if choice.label == label), None)
