"""The demonstration: an invented consortium, some 300 offers in every state, and the main job over real HTTP."""
