"""Envelopes that arrived: logged at once, or kept for their author, and never dropped."""
