"""What stands beside an organisation in the matrix: who asked, how it was given, when to ask again."""
