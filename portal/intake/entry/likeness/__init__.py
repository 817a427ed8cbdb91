"""Whether somebody, or the number of a source, is known already: a human says."""
