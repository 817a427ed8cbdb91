"""What a device keeps of the portal so that a new contact can be written without a network: no personal data."""
