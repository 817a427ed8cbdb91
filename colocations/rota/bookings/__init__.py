"""Booking a room or a desk, once or week by week, and a confidential space now."""
