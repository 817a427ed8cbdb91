"""The demonstration: an invented consortium, some 300 offers in every state, and the main job over real HTTP."""

from portal.demo.running import run

__all__ = ["run"]
