"""Whether a post asks for somebody, and where it says what it asks for. Pure."""
