"""Every organisation and what was agreed about it, as a table that reads like a sentence."""
