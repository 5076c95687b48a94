"""What somebody types to be read by itself: their skills, a part of a job. Pure."""
