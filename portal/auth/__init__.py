"""Accounts: sign-in, sessions, names of colleagues."""
