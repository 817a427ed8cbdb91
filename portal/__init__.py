"""The web application: composes the core and the features."""
