"""Services that were closed and take referrals again."""
