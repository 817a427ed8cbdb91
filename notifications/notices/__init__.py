"""Notices: what happened, told in the portal to the teams whom it concerns; the truth beside every other channel."""
