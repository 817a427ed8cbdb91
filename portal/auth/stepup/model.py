"""Step-up as a rule: how long what was shown of somebody is fresh."""

from datetime import datetime, timedelta


def is_fresh(proved_at: datetime, now: datetime, within: timedelta) -> bool:
    """Say whether whoever is signed in has shown lately that it is they: at sign-in, or since; aware UTC.

    Source: assurance P3, T9 (ASVS 7.5.1, 7.5.3); it is fresh no more at its exact instant.
    """
    return now - proved_at < within
