"""A person's rights: requests, the subject-access pack, who saw what, corrections, legal holds and erasure."""
