"""The receipt for the person: safe by default, whole when asked for, and in sentences to read aloud."""
