"""Messages between lead and partner, outside question and reply."""
