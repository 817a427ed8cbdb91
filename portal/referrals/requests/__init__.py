"""A request on its own page: what is needed, who was asked, who has it in hand, and what the lead may do now."""
