"""What is known of a case itself, in lines."""
