"""Periods of reports: whole months, quarters and financial years are published, any other is looked at only."""
