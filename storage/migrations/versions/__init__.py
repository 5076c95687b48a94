"""The revisions, oldest first; each is written by hand, after the one before."""
