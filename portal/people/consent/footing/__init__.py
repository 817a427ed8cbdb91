"""On what footing an answer was given: by whom, how freely, with what capacity; and the yeses that were not taken."""
