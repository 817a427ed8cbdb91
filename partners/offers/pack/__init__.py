"""The pack: what was shared, to be printed or saved, for whoever has to hold it on paper."""
