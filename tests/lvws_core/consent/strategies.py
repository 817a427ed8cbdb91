"""Hypothesis strategies, one for each Struct of consent, sharing and contact."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from lvws_core.consent import Agreement, AgreementStatus, Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.consent.contact import (
    Attempt,
    AttemptOutcome,
    Channel,
    ContactPlan,
    Safety,
    Window,
)
from lvws_core.consent.sharing import Ground, Override, RecipientKind, ShareRequest
from lvws_core.ids import AgreementId, ConsentId
from tests.lvws_core.consent.builders import AUTHORISER, GALOP, PERSON, SECOND, SHELTER, SOMEBODY_ELSE

_FIRST, _LAST = datetime(2024, 1, 1), datetime(2028, 1, 1)  # noqa: DTZ001 - the strategy adds the zone
moments = st.datetimes(_FIRST, _LAST, timezones=st.sampled_from([UTC, ZoneInfo("Europe/London")]))
categories = st.frozensets(st.sampled_from(DataCategory))
organisations = st.sampled_from([SHELTER, GALOP])
purposes = st.sampled_from([Purpose.SUPPORT_REFERRAL, Purpose.JOINT_WORK])
few_ids = st.integers(1, 4).map(lambda n: UUID(int=n))
hours = st.times().map(lambda hour: hour.replace(microsecond=0, second=0))


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    start = draw(moments)
    return Consent(
        id=ConsentId(draw(few_ids)),
        person_id=draw(st.sampled_from([PERSON, PERSON, SOMEBODY_ELSE])),
        organisation_id=draw(organisations),
        categories=draw(categories),
        purpose=draw(purposes),
        explicit=draw(st.booleans()),
        status=draw(st.sampled_from([ConsentStatus.ACTIVE, *ConsentStatus])),
        valid_from=start,
        expires_at=draw(st.none() | st.integers(0, 900).map(lambda days: start.astimezone(UTC) + timedelta(days=days))),
        withdrawn_at=draw(st.none() | moments),
    )


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    start = draw(moments).date()
    return Agreement(
        id=AgreementId(draw(few_ids)),
        organisation_id=draw(organisations),
        categories=draw(categories),
        status=draw(st.sampled_from([AgreementStatus.LIVE, *AgreementStatus])),
        starts_on=start,
        ends_on=draw(st.none() | st.integers(0, 900).map(lambda days: start + timedelta(days=days))),
    )


overrides = st.builds(
    Override,
    reason=st.sampled_from(["He has a key.", "", "  \u200b "]),
    authoriser_id=st.just(AUTHORISER),
    second_person_id=st.sampled_from([None, AUTHORISER, SECOND]),
)

requests = st.builds(
    ShareRequest,
    person_id=st.just(PERSON),
    organisation_id=st.just(SHELTER),
    purpose=purposes,
    categories=categories,
    at=moments,
    grounds=st.frozensets(st.sampled_from(Ground), max_size=2),
    recipient=st.none() | st.sampled_from(RecipientKind),
)

many_consents = st.lists(consents(), max_size=5)
many_agreements = st.lists(agreements(), max_size=4)
an_override_or_none = st.none() | overrides

windows = st.builds(
    lambda days, hours: Window(days=days, opens=min(hours), closes=max(hours)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.lists(hours, min_size=2, max_size=2, unique=True),
)
some_windows = st.lists(windows, max_size=3).map(tuple)
safeties = st.sampled_from(Safety)

plans = st.builds(
    ContactPlan,
    channels=st.dictionaries(st.sampled_from(Channel), safeties),
    sensitive=st.booleans(),
    windows=some_windows,
    not_when=some_windows,
    voicemail_ok=safeties,
    text_ok=safeties,
    post_ok=safeties,
    confirmed_at=st.none() | moments,
    breach_open=st.sampled_from([False, False, True]),
    no_contact_requested=st.sampled_from([False, False, True]),
    name_service_ok=safeties,
    withheld_ok=safeties,
    say_if_other_answers=st.sampled_from(["", "wrong number"]),
    has_code_word=st.booleans(),
)

attempts = st.builds(Attempt, at=moments, channel=st.sampled_from(Channel), outcome=st.sampled_from(AttemptOutcome))
