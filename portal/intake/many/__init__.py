"""Many are taken in at once, as a file tells them."""
