"""The keys of the envelopes: a device seals with the public half, and the private half never leaves the vault."""
