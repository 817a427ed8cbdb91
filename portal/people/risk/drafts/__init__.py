"""An assessment that is half written, kept for whoever writes it."""
