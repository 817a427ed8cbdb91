"""Terms of intake: its closed lists, and what the rules make of what was told."""
