"""The lines of the rota: what a page of a week is made of."""
