"""Keeping an installation: keys that are rotated, backups, restores, the move to PostgreSQL, anchors outside."""
