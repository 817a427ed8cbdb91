"""What left about a person: to whom, why, on what basis, until when, and what the person is given to prove it."""
