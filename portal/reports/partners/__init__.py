"""The two-way picture: how partners answer, and how often what the lead sent came back."""
