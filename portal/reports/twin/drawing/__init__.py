"""What nobody published: ages inside a band, days, closures. All of it is invented."""
