"""Overrides of guards: who asked, who looked at it besides, and what information governance said."""
