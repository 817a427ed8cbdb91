"""Absences, and who covers them: whole London days."""
