"""Notices: what leaves the portal, and when."""
