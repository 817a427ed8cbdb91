"""The buttons of an offer: what this actor may do now."""
