"""Deliveries: the outbox. What leaves the portal is written with the change, and sent later by a job."""
