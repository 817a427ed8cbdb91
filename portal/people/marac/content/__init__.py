"""What a MARAC referral says, what is still missing in it, and what an IDVA checks."""
