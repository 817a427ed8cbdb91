"""Sweeps: what the clocks look for, and what they have said already."""
