"""The register of agreements: what ends, what is to be reviewed, and who waits on whom."""
