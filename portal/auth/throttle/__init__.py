"""The throttle of every way to sign in: how often a secret may be guessed, from where, in all processes together."""
