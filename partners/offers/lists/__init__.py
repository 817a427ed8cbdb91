"""The lists of offers: the partner team's inbox, and what a lead has sent."""
