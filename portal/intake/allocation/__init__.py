"""Allocation: whose a case is, decided by the core's rules, stored with every change."""
