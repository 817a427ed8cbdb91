"""The register of personal data: every table with something about a person, how it is read out and how erased."""
