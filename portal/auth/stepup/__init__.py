"""Step-up: who is signed in shows once more that it is they, before something leaves or a protection is lifted."""
