"""Passkeys: setting one up, signing in with it, and opening a lock with it."""
