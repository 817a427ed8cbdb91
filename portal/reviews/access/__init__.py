"""Who opened what without being the one who has to: each line is looked at by somebody of another team."""
