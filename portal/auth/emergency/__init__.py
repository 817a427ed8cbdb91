"""Emergency access: for an hour somebody is admitted to one person whom a case team keeps to itself."""
