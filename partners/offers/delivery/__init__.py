"""Partners without an account: the lead delivers the pack by a secure way and records what they say."""
