"""The team's inbox: every clock that falls on the team, and its offers by where they stand."""
