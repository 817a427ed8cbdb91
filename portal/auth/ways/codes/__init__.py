"""The codes of an authenticator app, with the password that goes with them: setting up, and removing."""
