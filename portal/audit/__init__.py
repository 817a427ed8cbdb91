"""The audit: what happened and who looked, chained so that no one can change it unseen."""
