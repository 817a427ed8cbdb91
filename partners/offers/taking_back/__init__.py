"""Taking back: recall, withdrawal, entered in error, and the partner's word that it has stopped."""
