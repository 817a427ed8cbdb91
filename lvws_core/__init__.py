"""Domain rules of the London Victim and Witness Service: referrals, risk and consent.

Values in, values out: no clock, no network, no database. Every decision carries its reasons.
"""
