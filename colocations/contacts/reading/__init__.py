"""What reading the forms of the contact log begins with: moments, choices and references."""
