"""In which language and format somebody is spoken to, said before any contact."""
