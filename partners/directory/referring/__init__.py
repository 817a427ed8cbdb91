"""Who may refer to a service, and what stands against it today."""
