"""The risk assessments of a person."""
