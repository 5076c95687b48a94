"""What of that which a post asks for is the job, what goes along with it, and what is in doubt. Pure."""
