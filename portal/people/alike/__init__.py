"""People who look alike: found by keyed index, told apart by a human."""
