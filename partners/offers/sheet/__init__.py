"""The sheet: the one page on which every act is told that needs words or codes."""
