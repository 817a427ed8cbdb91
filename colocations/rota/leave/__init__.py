"""Leave: the days on which somebody is away, said once for cases and shifts alike."""
