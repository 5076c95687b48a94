"""What a post names and does not ask for: denied, there already, done by others, the writer's own. Pure."""
