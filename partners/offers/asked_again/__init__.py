"""Asked again: when a person had to tell a partner what was shared with it, and why (tell it once)."""
