"""MARAC: referrals to the multi-agency conference, in a compartment of their own (MAR-24)."""
