"""The subject-access pack: what is recorded, item by item, with what is left out and why."""
