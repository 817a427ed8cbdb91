"""What does not work at a site: reported in two taps, with an owner, an age and a way up."""
