"""A month of a site's contacts as a file: no words, no names, nobody's reference."""
