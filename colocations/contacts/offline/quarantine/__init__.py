"""What arrived and could not be logged by itself: it waits for its author, who mends it or gives it up."""
