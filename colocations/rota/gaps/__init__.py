"""Hours in which a site expects somebody and nobody is on the rota: who could come, and putting one of them there."""
