"""What the host of a site reads: counts, and nothing that anybody wrote."""
