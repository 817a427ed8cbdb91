"""Retention: whose record has been kept long enough, put before information governance; nothing is deleted here."""
