"""The numbers of sites: contacts and referrals, hours, training, and what follows a round."""
