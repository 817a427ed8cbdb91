"""The pages of the directory: who there is, and one service in full."""
