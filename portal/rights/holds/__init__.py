"""Legal holds: what suspends deletion, since when, and by when somebody looks at it again."""
