"""Hours of the week as people type them."""
