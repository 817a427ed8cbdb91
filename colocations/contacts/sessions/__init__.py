"""Ward rounds, trainings and meetings planned ahead as short sessions, with the quiet times of the departments."""
