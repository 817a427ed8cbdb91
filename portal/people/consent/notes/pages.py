"""The notes on an answer: who asked and when, how freely it was given, what stood against it, when to ask again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from lvws_core.consent import Consent, ConsentStatus, Purpose, against_asking
from lvws_core.consent.capacity import CapacityBasis
from lvws_core.ids import OrganisationId, UserId
from lvws_core.policy import Policy
from lvws_core.times import london_day
from partners.offers.model import day_near
from portal.people.consent.model import Alone, RecordedConsent
from portal.people.consent.service import Answers

_FREELY: Mapping[Alone, str] = {
    Alone.YES: "alone and not overheard",
    Alone.PROFESSIONAL: "only with a professional they chose",
    Alone.NO: "while somebody else was there",
    Alone.UNKNOWN: "not known whether they could speak freely",
}
_CHECK = "Go through it again when they are alone."


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """What turns an answer into words: the names of colleagues by id, the moment, and the policy."""

    colleagues: Mapping[UserId, str]
    now: datetime
    policy: Policy

    @property
    def today(self) -> date:
        """The London day of now."""
        return london_day(self.now)

    def day(self, day: date) -> str:
        """Give a day in words, with its year only where that is another."""
        return day_near(day, self.today)

    def who(self, user_id: UserId) -> str:
        """Name a colleague; "a closed account" for one who has left."""
        return self.colleagues.get(user_id, "a closed account")


def asked_by(answers: Answers) -> frozenset[UserId]:
    """Give everybody whom the notes name."""
    return frozenset((*(each.captured_by for each in answers.recorded), *(each.asked_by for each in answers.not_taken)))


def notes_on(recorded: RecordedConsent, answers: Answers, reader: Reader) -> tuple[str, ...]:
    """Give the notes on what stands for an organisation and a purpose, and on a yes since that was not taken.

    Source: domain 4.6; CONS-21, CONS-40 to CONS-45.
    """
    consent = recorded.consent
    later = words_not_taken(answers, consent.organisation_id, recorded, reader)
    if consent.status is ConsentStatus.DECLINED:
        return (*_declined(recorded, answers, reader), *later)
    if consent.withdrawn_at is not None:
        withdrawn = reader.day(london_day(consent.withdrawn_at))
        return (f"Withdrawn on {withdrawn}. Nothing may be sent.", *later)
    if not consent.is_live(reader.now, reader.policy):
        ended = reader.day(last_day_of(consent, reader.policy))
        return (f"Ran out after {ended}. Ask again before anything is sent.", *later)
    return (*_given(recorded, answers, reader), *later)


def words_not_taken(
    answers: Answers, organisation_id: OrganisationId, since: RecordedConsent | None, reader: Reader
) -> tuple[str, ...]:
    """Give the newest yes that was not taken after an answer, with every reason why; nothing where there is none."""
    purpose = Purpose.SUPPORT_REFERRAL if since is None else since.consent.purpose
    about = (each for each in answers.not_taken if (each.organisation_id, each.purpose) == (organisation_id, purpose))
    newest = next((each for each in about if since is None or each.asked_at > since.captured_at), None)
    if newest is None:
        return ()
    when, who = reader.day(london_day(newest.asked_at)), reader.who(newest.asked_by)
    return (f"{who} did not take a yes on {when}:", *(reason.text for reason in newest.reasons))


def last_day_of(consent: Consent, policy: Policy) -> date:
    """Give the last London day on which a consent counts."""
    return london_day(consent.ends_at(policy) - timedelta(microseconds=1))


def _given(recorded: RecordedConsent, answers: Answers, reader: Reader) -> tuple[str, ...]:
    when, who = reader.day(london_day(recorded.captured_at)), reader.who(recorded.captured_by)
    method = recorded.method.label
    how = f"Given on {when} to {who}: {method[0].lower()}{method[1:]}; {_FREELY[recorded.alone]}."
    unsure = recorded.alone in {Alone.NO, Alone.UNKNOWN}
    review = recorded.review_day(reader.policy)
    past = review < reader.today
    again = f"Ask again now: it was due by {reader.day(review)}." if past else f"Ask again by {reader.day(review)}."
    return (how, *((_CHECK,) if unsure else ()), *_able(recorded, answers), again)


def _able(recorded: RecordedConsent, answers: Answers) -> tuple[str, ...]:
    footing = answers.footings.get(recorded.consent.id)
    if footing is None:
        return ()
    ability = footing.ability()
    return () if ability.basis == CapacityBasis.PRESUMED else tuple(reason.text for reason in ability.reasons)


def _declined(recorded: RecordedConsent, answers: Answers, reader: Reader) -> tuple[str, ...]:
    when, who = reader.day(london_day(recorded.captured_at)), reader.who(recorded.captured_by)
    said = f"Said no on {when} to {who}."
    footing = answers.footings.get(recorded.consent.id)
    if footing is not None and not footing.is_persons_own:
        return (said, "It was not the person’s own free answer: ask again as soon as they can speak freely.")
    if recorded.ask_again_on is not None and against_asking(recorded.ask_again_on, reader.today):
        return (said, f"Do not ask again before {reader.day(recorded.ask_again_on)}, unless they raise it themselves.")
    return (said, "Ask again only if something has changed.")
