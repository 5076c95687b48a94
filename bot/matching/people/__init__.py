"""Who fits: the people of the community in memory, their order, and why. Pure."""
