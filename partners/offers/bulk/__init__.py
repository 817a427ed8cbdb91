"""Several offers at once: taken on, assigned to a colleague, or marked as opened."""
