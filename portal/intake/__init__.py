"""Intake: one person's referral into the service becomes a case."""
