"""The contact log without a network: permits to seal, envelopes that only we can open, and what waits for its author."""
