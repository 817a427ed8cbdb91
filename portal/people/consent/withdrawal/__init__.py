"""Taking a consent back: two presses, and every referral that rested on it closes."""
