"""Statements: what a person says against an opinion that stands in their record, shown wherever that stands."""
