"""Reaching the person by the policy: what is due next, on which safe channel, and what was tried."""
