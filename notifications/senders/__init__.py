"""Senders: the ways out, one adapter a file; each hands over a letter or says, in a code, why it did not."""
