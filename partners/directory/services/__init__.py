"""Services that are added, and services that close."""
