"""Duty: who of a team is there outside hours, so that what cannot wait reaches somebody."""
