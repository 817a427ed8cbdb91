"""The gates of a site: their rules, and the page on which one is moved along."""
