"""The import: cases of the police or of another case system from a file, checked first, then brought in."""
