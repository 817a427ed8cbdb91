"""The sources about what happened: cases, offers with their words and files, MARAC referrals."""
