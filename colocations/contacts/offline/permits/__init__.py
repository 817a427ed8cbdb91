"""Permits: what a device holds so that it may seal new entries and deliver old ones, and nothing else."""
