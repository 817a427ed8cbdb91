"""The register of host sites: where they are, the gates on the way to a working desk, pack and issues."""
