"""All that happened to the offers of a person, as their lead reads it back."""
