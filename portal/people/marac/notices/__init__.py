"""Who is told in the portal what became of a MARAC referral and its actions."""
