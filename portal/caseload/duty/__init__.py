"""Who answers for what today: the worker, whoever covers, or the manager."""
