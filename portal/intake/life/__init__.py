"""How a case goes on: whether support is taken up, how it ends, and what came of it."""
