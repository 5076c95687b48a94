"""From a text to who fits: what a post asks for, and who of the community can do it, each with its reason. Pure."""
