"""Needs: the single needs assessment, one live document that nobody has to tell twice."""
