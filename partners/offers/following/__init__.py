"""What a lead follows: the offers of its requests, who has to act on each, and the lists that go by it."""
