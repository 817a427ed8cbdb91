"""Planning: whom a notice reaches outside the portal, when, and who stands in where nobody is there."""
