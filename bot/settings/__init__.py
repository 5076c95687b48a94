"""What an operator may set: read once, from one file and the environment, and refused in words with an example."""
