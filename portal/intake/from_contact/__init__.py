"""From a contact at a host's site to a person who is taken in, and to a referral: in one step."""
