"""What went to the wrong recipient: who saw which fields, by when the regulator is told, and what was decided."""
