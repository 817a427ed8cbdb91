"""Advice surgeries, awareness sessions and area meetings: when, where, places left, who booked and who came."""
