"""Who somebody is: adding a person, changing their details."""
