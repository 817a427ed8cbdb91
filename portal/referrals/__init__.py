"""Requests: what is needed, who could help, what will leave, and sending it."""
