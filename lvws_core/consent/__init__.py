"""Consent: what may be shared, with whom, what for and until when; nothing is the default."""

from lvws_core.consent.asking import against_asking, ask_again_by_default
from lvws_core.consent.categories import DataCategory, Flag, Purpose
from lvws_core.consent.changes import renew, supersede, withdraw, withdraw_part
from lvws_core.consent.records import (
    Agreement,
    AgreementStatus,
    Consent,
    ConsentStatus,
    expires_by_default,
    review_by_default,
)

__all__ = [
    "Agreement",
    "AgreementStatus",
    "Consent",
    "ConsentStatus",
    "DataCategory",
    "Flag",
    "Purpose",
    "against_asking",
    "ask_again_by_default",
    "expires_by_default",
    "renew",
    "review_by_default",
    "supersede",
    "withdraw",
    "withdraw_part",
]
