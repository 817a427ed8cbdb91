"""Who waits for a confidential space, and is told when one is free."""
