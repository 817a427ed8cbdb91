"""Recovery codes: ten on paper, each of which stands once in for a code of the app."""
