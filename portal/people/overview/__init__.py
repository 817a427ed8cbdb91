"""Overview: what the page of a person shows beside who they are, each part with where it leads."""
