"""The panel of safe contact as a partner reads it, on an offer and on every sheet that could lead to a contact."""
