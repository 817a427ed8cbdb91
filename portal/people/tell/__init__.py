"""Telling the person: what a partner answered is told by whoever asked, at an hour that the plan allows."""
