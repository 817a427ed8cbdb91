"""The contact log without a network: permits, sealed envelopes, and what waits for its author."""
