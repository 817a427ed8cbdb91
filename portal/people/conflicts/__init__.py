"""Conflicts: who must not come near a person's case, read by managers alone."""
