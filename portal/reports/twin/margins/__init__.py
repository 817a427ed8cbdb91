"""The margins that the evaluation published, and those that follow from them."""
