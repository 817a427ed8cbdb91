"""What information governance looks at: guards that were overridden, and what went to the wrong recipient."""
