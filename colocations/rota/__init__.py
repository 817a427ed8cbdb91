"""The rota: who works at which host site when, who is away, who covers, and the rooms and desks there."""
