"""Erasure: what stands against it, what it does to each table, and the token of somebody who declined."""
